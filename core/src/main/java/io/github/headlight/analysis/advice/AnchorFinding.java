package io.github.headlight.analysis.advice;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Whether later tokens return to headings, numbers, labels and quoted names.
 *
 * @param anchors those outside the instruction that could be measured, in order
 * @param left how many could not, or stood behind the first 256
 * @param lift of all together: what their tokens receive, as a multiple of what content beside them
 *     does; empty if none could be measured
 * @param byKind the same for each kind there is
 * @param outcome what was found
 */
public record AnchorFinding(
        List<Anchor> anchors,
        int left,
        OptionalDouble lift,
        Map<AnchorKind, Double> byKind,
        Outcome outcome)
        implements Finding {
    public AnchorFinding {
        anchors = List.copyOf(anchors);
        byKind = Map.copyOf(byKind);
    }

    @Override
    public Rule rule() {
        return Rule.ANCHORS;
    }

    @Override
    public List<Figure> figures() {
        return List.of(new Figure("anchors.lift", new Wording("anchors: lift", "锚点：倍数"), lift));
    }
}
