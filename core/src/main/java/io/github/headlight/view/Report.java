package io.github.headlight.view;

import io.github.headlight.capture.Attention;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * A whole capture to look around in: text, all heads, details; of a reduced capture, what it holds.
 *
 * @param title plain text
 * @param captures at least one; two are compared
 * @param sections ids of the parts to show, as {@link io.github.headlight.render.Renderer#sections}
 *     names them; empty for all that apply
 */
public record Report(String title, List<Attention> captures, List<String> sections)
        implements AttentionView {

    public Report {
        captures = List.copyOf(captures);
        sections = List.copyOf(new LinkedHashSet<>(sections));
        if (captures.isEmpty()) {
            throw new IllegalArgumentException("a report shows at least one capture");
        }
        captures.forEach(Report::requireProbabilities);
    }

    /**
     * Makes a report of all sections that apply.
     *
     * @param title plain text
     * @param captures at least one; two are compared
     */
    public Report(String title, List<Attention> captures) {
        this(title, captures, List.of());
    }

    /**
     * {@return this report with chosen sections}
     *
     * @param ids of the parts to show; empty for all that apply
     */
    public Report withSections(List<String> ids) {
        return new Report(title, captures, ids);
    }

    /** Top keys and blocks were checked when they were read. */
    private static void requireProbabilities(Attention capture) {
        capture.captured().full().ifPresent(full -> require(full, ""));
        capture.captured().mean().ifPresent(mean -> require(mean, "mean, "));
        List<AttentionMatrix> heads = capture.captured().heads();
        for (int i = 0; i < heads.size(); i++) {
            Probabilities.require(heads.get(i), "chosen head number " + i);
        }
    }

    private static void require(AttentionTensor tensor, String what) {
        for (int layer = 0; layer < tensor.layers(); layer++) {
            for (int head = 0; head < tensor.heads(); head++) {
                Probabilities.require(
                        tensor.head(layer, head), what + "layer " + layer + ", head " + head);
            }
        }
    }

    /**
     * {@return a report of one capture, or of several}
     *
     * @param captures at least one
     */
    public static Report of(Attention... captures) {
        return new Report("Attention report", List.of(captures));
    }

    @Override
    public String kind() {
        return "report";
    }
}
