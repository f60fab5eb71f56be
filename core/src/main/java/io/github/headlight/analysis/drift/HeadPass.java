package io.github.headlight.analysis.drift;

import io.github.headlight.capture.Attention;

/**
 * One reading of all rows of one head: how much of its attention carries content, and where it
 * looked while the answer was written.
 */
final class HeadPass {
    private final int layer;
    private final int head;
    private final double reach;
    private final double[][] steps;

    private HeadPass(int layer, int head, double reach, double[][] steps) {
        this.layer = layer;
        this.head = head;
        this.reach = reach;
        this.steps = steps;
    }

    static HeadPass of(Attention attention, Rows rows, Keys keys, int layer, int head) {
        double[][] steps = new double[attention.generatedLength()][];
        int firstWriting = attention.promptLength() - 1;
        Row row = rows.room();
        double sum = 0;
        int counted = 0;
        boolean seen = false;
        for (int query = 0; query < attention.rows(); query++) {
            rows.read(layer, head, query, row);
            seen |= query >= 2 && keys.isPlainContent(query - 2);
            if (seen) {
                sum += reach(row, query, keys);
                counted++;
            }
            if (query >= firstWriting && query - firstWriting < steps.length) {
                steps[query - firstWriting] = look(row, query, keys);
            }
        }
        return new HeadPass(layer, head, counted == 0 ? 0 : sum / counted, steps);
    }

    int layer() {
        return layer;
    }

    int head() {
        return head;
    }

    /** Its mean weight on content that is neither the query's own token nor the one before. */
    double reach() {
        return reach;
    }

    /** Where it looked while it wrote a token: a vector of {@link Looks}. */
    double[] step(int number) {
        return steps[number];
    }

    private static double reach(Row row, int query, Keys keys) {
        double sum = 0;
        for (int i = 0; i < row.size(); i++) {
            int key = row.key(i);
            if (key < query - 1 && keys.isPlainContent(key)) {
                sum += row.weight(i);
            }
        }
        return sum;
    }

    private static double[] look(Row row, int query, Keys keys) {
        double[] vector = new double[Looks.width(keys.anchors())];
        for (int i = 0; i < row.size(); i++) {
            int key = row.key(i);
            double weight = row.weight(i);
            KeyClass found = keys.classOf(key);
            vector[found.place()] += weight;
            if (found == KeyClass.ANCHOR) {
                vector[Looks.IN_QUESTION] += keys.isInQuestion(key) ? weight : 0;
                for (int anchor = 0; anchor < keys.anchors(); anchor++) {
                    vector[Looks.mass(anchor)] += keys.isOf(anchor, key) ? weight : 0;
                }
            }
        }
        vector[Looks.UNLISTED] = row.unlisted();
        double content = row.unlisted();
        for (KeyClass one : KeyClass.values()) {
            content += one.isContent() ? vector[one.place()] : 0;
        }
        vector[Looks.EVEN] = content * keys.share(query);
        for (int anchor = 0; anchor < keys.anchors(); anchor++) {
            vector[Looks.even(anchor)] = content * keys.share(anchor, query);
        }
        return vector;
    }
}
