package io.github.headlight.internal.figure;

import io.github.headlight.internal.canvas.TextLine;
import io.github.headlight.internal.canvas.TextLine.Anchor;
import io.github.headlight.internal.canvas.TextStyle;
import io.github.headlight.internal.canvas.TextWidth;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * One of the two columns of tokens. Where rows are close, text gets smaller; where they are closer
 * still, the tokens with the strongest links keep their labels.
 */
final class LinkColumn {
    /** From the lines to the labels. */
    private static final double GAP = 6;

    private static final double INDEX_GAP = 6;

    /** From one baseline to the next, in parts of the font size. */
    private static final double LEADING = 1.15;

    /** The smallest text, in parts of the usual size. */
    private static final double SMALLEST = 0.65;

    /** The most room for a label's text, in parts of the usual font size; the rest is cut. */
    private static final double LONGEST = 12;

    private final List<TokenLabel> labels;
    private final double[] middles;
    private final boolean atRight;
    private final double fontSize;
    private final BitSet shown;
    private final double indexRoom;
    private final double textRoom;
    private final double longest;

    /**
     * Lays a column out.
     *
     * @param labels of its tokens
     * @param middles of their rows, from the top
     * @param pitch from one row to the next
     * @param weights of the tokens; of two that are too close, the heavier has its label
     * @param atRight whether it is to the right of the lines
     * @param ink styles
     */
    LinkColumn(
            List<TokenLabel> labels,
            double[] middles,
            double pitch,
            double[] weights,
            boolean atRight,
            Ink ink) {
        this.labels = labels;
        this.middles = middles;
        this.atRight = atRight;
        this.longest = LONGEST * ink.fontSize();
        this.fontSize =
                Math.max(SMALLEST * ink.fontSize(), Math.min(ink.fontSize(), pitch / LEADING));
        this.shown = apart(middles, weights, fontSize * LEADING);
        TextStyle style = ink.text(fontSize);
        boolean indexed = shown.cardinality() < labels.size() || haveTwins();
        this.indexRoom =
                indexed
                        ? widest(i -> Integer.toString(labels.get(i).index()), style) + INDEX_GAP
                        : 0;
        this.textRoom = widest(i -> labels.get(i).fit(style, longest), style);
    }

    private static BitSet apart(double[] middles, double[] weights, double distance) {
        List<Integer> byWeight = new ArrayList<>();
        IntStream.range(0, middles.length).forEach(byWeight::add);
        byWeight.sort(Comparator.comparing(i -> -weights[i]));
        BitSet shown = new BitSet();
        // Rows rounded to hundredths may be a hundredth too close.
        double least = distance - 0.01;
        for (int i : byWeight) {
            int before = shown.previousSetBit(i);
            int after = shown.nextSetBit(i);
            if ((before < 0 || middles[i] - middles[before] >= least)
                    && (after < 0 || middles[after] - middles[i] >= least)) {
                shown.set(i);
            }
        }
        return shown;
    }

    private boolean haveTwins() {
        Set<String> seen = new HashSet<>();
        return labels.stream().anyMatch(label -> !seen.add(label.full()));
    }

    private double widest(IntFunction<String> text, TextStyle style) {
        return shown.stream().mapToDouble(i -> TextWidth.of(text.apply(i), style)).max().orElse(0);
    }

    /** {@return how far the labels reach from the lines} */
    double depth() {
        return GAP + indexRoom + textRoom;
    }

    /** {@return middles of the rows that have a label, when not all have} */
    List<Double> ticks() {
        return shown.cardinality() == labels.size()
                ? List.of()
                : shown.stream().mapToObj(i -> middles[i]).toList();
    }

    /**
     * {@return the labels}
     *
     * @param x where the lines end
     * @param y top of the first row
     * @param ink styles
     */
    List<TextLine> lines(double x, double y, Ink ink) {
        List<TextLine> indices = new ArrayList<>();
        List<TextLine> texts = new ArrayList<>();
        double side = atRight ? 1 : -1;
        Anchor anchor = atRight ? Anchor.START : Anchor.END;
        shown.stream()
                .forEach(
                        i -> {
                            TokenLabel label = labels.get(i);
                            double middle = y + middles[i];
                            if (indexRoom > 0) {
                                double at =
                                        x + side * (GAP + (atRight ? indexRoom - INDEX_GAP : 0));
                                indices.add(
                                        TextLine.of(
                                                Integer.toString(label.index()),
                                                at,
                                                middle,
                                                Anchor.END,
                                                ink.dim(fontSize)));
                            }
                            TextStyle style =
                                    label.template() ? ink.dim(fontSize) : ink.text(fontSize);
                            texts.add(
                                    new TextLine(
                                            label.fit(style, longest),
                                            label.full(),
                                            x + side * (GAP + indexRoom),
                                            middle,
                                            anchor,
                                            0,
                                            style));
                        });
        indices.addAll(texts);
        return indices;
    }
}
