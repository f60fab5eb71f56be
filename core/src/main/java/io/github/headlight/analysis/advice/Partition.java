package io.github.headlight.analysis.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether attention keeps the parts of a prompt apart, over content tokens of the prompt.
 *
 * <p>Tokens look at what is near, and what is near is mostly in the same part. So {@code apart}
 * compares pairs at equal distances only: with r[i, j] = A[i, j] · n[i] / Σ_j A[i, j], n[i] the
 * content that row i can see, it is Σ_d w[d] · (mean of r inside) / Σ_d w[d] · (mean of r across),
 * over distances d ≥ 1 at which there are both, w[d] the smaller of the two numbers of pairs. It is
 * 1 where a border changes nothing, as in evenly spread attention.
 *
 * @param matrix how the parts look at one another
 * @param inside the share that stays inside the part it comes from
 * @param apart how many times as much goes to a token inside as to one across a border at the same
 *     distance; empty with fewer than 16 comparable pairs
 */
public record Partition(SegmentMatrix matrix, Share inside, OptionalDouble apart) {
    private static final int MOST_PARTS = 256;
    private static final int LEAST_PAIRS = 16;

    /** Empty with fewer than two parts that have content, or more than 256. */
    static Optional<Partition> of(Reading reading, List<Segment> all) {
        Scope content = reading.content();
        List<Segment> parts =
                all.stream().filter(s -> content.in(s.from(), s.to()).length > 0).toList();
        if (parts.size() < 2 || parts.size() > MOST_PARTS) {
            return Optional.empty();
        }
        SegmentMatrix matrix = SegmentMatrix.of(reading, parts);
        double total = 0;
        double inside = 0;
        double even = 0;
        int rows = 0;
        int tokens = 0;
        for (int p = 0; p < parts.size(); p++) {
            int[] own = content.in(parts.get(p).from(), parts.get(p).to());
            double mass = content.meanMass(own) * own.length;
            total += mass;
            inside += mass * matrix.share(p, p);
            even += mass * matrix.even(p, p);
            rows += own.length;
            tokens += own.length;
        }
        if (total < Scope.LEAST_MASS * rows) {
            return Optional.empty();
        }
        Share share = new Share(inside / total, even / total, rows, tokens);
        return Optional.of(new Partition(matrix, share, apart(reading, parts)));
    }

    private static OptionalDouble apart(Reading reading, List<Segment> parts) {
        Scope content = reading.content();
        List<Integer> part = new ArrayList<>();
        for (int p = 0; p < parts.size(); p++) {
            for (int token : content.in(parts.get(p).from(), parts.get(p).to())) {
                while (part.size() < token) {
                    part.add(-1);
                }
                part.add(p);
            }
        }
        int size = part.size();
        int[] partOf = part.stream().mapToInt(Integer::intValue).toArray();
        double[] inside = new double[size];
        double[] across = new double[size];
        int[] insidePairs = new int[size];
        int[] acrossPairs = new int[size];
        for (int row = 0; row < size; row++) {
            if (partOf[row] < 0 || content.mass(row) == 0) {
                continue;
            }
            for (int key = 0; key < row; key++) {
                if (partOf[key] == partOf[row]) {
                    inside[row - key] += content.lift(row, key);
                    insidePairs[row - key]++;
                } else if (partOf[key] >= 0) {
                    across[row - key] += content.lift(row, key);
                    acrossPairs[row - key]++;
                }
            }
        }
        double in = 0;
        double out = 0;
        int pairs = 0;
        for (int d = 1; d < size; d++) {
            int both = Math.min(insidePairs[d], acrossPairs[d]);
            if (both > 0) {
                pairs += both;
                in += both * inside[d] / insidePairs[d];
                out += both * across[d] / acrossPairs[d];
            }
        }
        return pairs < LEAST_PAIRS || out == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(in / out);
    }
}
