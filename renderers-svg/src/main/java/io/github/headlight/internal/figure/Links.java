package io.github.headlight.internal.figure;

import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.view.HeadLinks;
import io.github.headlight.view.Shading;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The links that are drawn: the strongest of those that can be seen.
 *
 * @param drawn the weakest first
 * @param seen how many can be seen, the drawn ones included
 * @param top what the end of the ramp stands for
 */
record Links(List<Link> drawn, long seen, double top) {
    /** More lines than this are a thicket. */
    static final int MOST = 1000;

    /** Steps of colour and width. */
    static final int LEVELS = 32;

    static Links of(HeadLinks heads, Shading shading) {
        double top = 0;
        for (HeadLinks.Named head : heads.heads()) {
            top = Math.max(top, CellGrid.top(shading, head.links().matrix()));
        }
        PriorityQueue<Link> strongest = new PriorityQueue<>(Link.WEAKEST_FIRST);
        long seen = 0;
        for (int head = 0; head < heads.heads().size(); head++) {
            AttentionMatrix matrix = heads.heads().get(head).links().matrix();
            float[] row = new float[matrix.keys()];
            for (int query = 0; query < matrix.queries(); query++) {
                matrix.readRow(query, row, 0);
                double end = shading.range() == Shading.Range.ROW ? largest(row) : top;
                for (int key = 0; key < row.length; key++) {
                    double position = shading.position(row[key], end);
                    if (level(position) > 0) {
                        seen++;
                        strongest.add(new Link(head, query, key, row[key], position));
                    }
                    if (strongest.size() > MOST) {
                        strongest.remove();
                    }
                }
            }
        }
        List<Link> drawn = new ArrayList<>(strongest);
        drawn.sort(Link.WEAKEST_FIRST);
        return new Links(drawn, seen, top);
    }

    private static double largest(float[] row) {
        double most = 0;
        for (float p : row) {
            most = Math.max(most, p);
        }
        return most > 0 ? most : 1;
    }

    /** {@return the step of a place on the ramp; what is on the first is not drawn} */
    static int level(double position) {
        return (int) Math.round(position * LEVELS);
    }

    /** {@return the least probability of a link that is drawn} */
    float least() {
        return (float) drawn.stream().mapToDouble(Link::probability).min().orElse(0);
    }

    /** {@return for each query, or each key, the place on the ramp of its strongest link} */
    double[] strongest(int tokens, boolean ofQueries) {
        double[] most = new double[tokens];
        for (Link link : drawn) {
            int token = ofQueries ? link.query() : link.key();
            most[token] = Math.max(most[token], link.position());
        }
        return most;
    }
}
