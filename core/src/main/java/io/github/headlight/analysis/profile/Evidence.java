package io.github.headlight.analysis.profile;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.CaptureException;
import io.github.headlight.tensor.AttentionMatrix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A cell that shows a pattern.
 *
 * @param query the token that looks
 * @param key the token that it looks at
 * @param weight with which probability
 */
public record Evidence(int query, int key, double weight) {

    /**
     * {@return the cells that show a pattern most, each of another row, the strongest first}
     *
     * @param attention a full capture
     * @param layer from 0
     * @param head from 0
     * @param pattern which; {@link Pattern#MIXED} has none
     * @param most how many, at most
     * @throws CaptureException if the capture is not full
     */
    public static List<Evidence> of(
            Attention attention, int layer, int head, Pattern pattern, int most) {
        AttentionMatrix matrix = attention.tensor().head(layer, head);
        if (pattern == Pattern.MIXED) {
            return List.of();
        }
        SequenceFacts facts = SequenceFacts.of(attention);
        IntPredicate focus = focus(facts, matrix, pattern);
        List<Evidence> rows = new ArrayList<>();
        float[] row = new float[facts.size()];
        for (int query = facts.firstRow(); query < facts.size(); query++) {
            matrix.readRow(query, facts.keys(query), row, 0);
            int best = -1;
            for (int key = 0; key < facts.keys(query); key++) {
                boolean shows =
                        focus.test(key)
                                && facts.isIn(pattern, query, key)
                                && (best < 0 || row[key] > row[best]);
                best = shows ? key : best;
            }
            if (best >= 0) {
                rows.add(new Evidence(query, best, row[best]));
            }
        }
        return rows.stream()
                .sorted(Comparator.comparingDouble(Evidence::weight).reversed())
                .limit(most)
                .toList();
    }

    /** The keys that a pattern of keys is about. */
    private static IntPredicate focus(
            SequenceFacts facts, AttentionMatrix matrix, Pattern pattern) {
        if (pattern != Pattern.GLOBAL_FOCUS && pattern != Pattern.REPEATED_REFERENCE) {
            return key -> true;
        }
        boolean reference = pattern == Pattern.REPEATED_REFERENCE;
        double[] received = new double[facts.size()];
        float[] row = new float[facts.size()];
        for (int query = facts.firstRow(); query < facts.size(); query++) {
            matrix.readRow(query, facts.keys(query), row, 0);
            for (int key = 1; key < facts.keys(query); key++) {
                received[key] += reference ? Math.sqrt(row[key]) : row[key];
            }
        }
        for (int key = 1; reference && key < facts.size(); key++) {
            received[key] = facts.isReference(key) ? received[key] / (facts.size() - key) : 0;
        }
        int[] most = KeyFocus.most(received, reference ? 1 : KeyFocus.FOCUS);
        return key -> {
            for (int one : most) {
                if (one == key) {
                    return true;
                }
            }
            return false;
        };
    }
}
