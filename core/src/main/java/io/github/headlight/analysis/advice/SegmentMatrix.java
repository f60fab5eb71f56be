package io.github.headlight.analysis.advice;

import java.util.List;
import java.util.Objects;

/**
 * How the parts of a prompt look at one another: content tokens of the prompt only, the first token
 * and the template left out. Row a, column b: the part of what the rows of part a give to content
 * that goes to part b; each row sums to 1 if anything is measured in it. Immutable.
 */
public final class SegmentMatrix {
    private final List<Segment> segments;
    private final double[] shares;
    private final double[] even;

    private SegmentMatrix(List<Segment> segments, double[] shares, double[] even) {
        this.segments = List.copyOf(segments);
        this.shares = shares;
        this.even = even;
    }

    static SegmentMatrix of(Reading reading, List<Segment> segments) {
        Scope content = reading.content();
        int size = segments.size();
        double[] shares = new double[size * size];
        double[] even = new double[size * size];
        for (int a = 0; a < size; a++) {
            double total = 0;
            for (int row : content.in(segments.get(a).from(), segments.get(a).to())) {
                total += content.mass(row);
                for (int b = 0; b <= a; b++) {
                    int seen = 0;
                    int end = Math.min(row + 1, segments.get(b).to());
                    for (int key = segments.get(b).from(); key < end; key++) {
                        if (content.counts(key)) {
                            shares[a * size + b] += reading.map().at(row, key);
                            seen++;
                        }
                    }
                    even[a * size + b] += content.mass(row) * seen / content.visible(row);
                }
            }
            for (int b = 0; b <= a && total > 0; b++) {
                shares[a * size + b] /= total;
                even[a * size + b] /= total;
            }
        }
        return new SegmentMatrix(segments, shares, even);
    }

    /** {@return the parts, in order} */
    public List<Segment> segments() {
        return segments;
    }

    /**
     * {@return the part of the attention of part a that goes to part b, 0 to 1}
     *
     * @param a the part that looks
     * @param b the part that is looked at
     */
    public double share(int a, int b) {
        return shares[index(a, b)];
    }

    /**
     * {@return the same if each row spread its attention evenly over the content it can see}
     *
     * @param a the part that looks
     * @param b the part that is looked at
     */
    public double even(int a, int b) {
        return even[index(a, b)];
    }

    private int index(int a, int b) {
        int size = segments.size();
        return Objects.checkIndex(a, size) * size + Objects.checkIndex(b, size);
    }
}
