package io.github.headlight.capture;

import io.github.headlight.model.ModelSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One thing that a {@link CapturePlan} captures. Written as on the command line. */
public sealed interface CapturePart {

    /** {@return whether a layer's probabilities are needed for it} */
    default boolean needs(int layer) {
        return true;
    }

    /**
     * {@return whether it is matrices of every row and key, which grow with the square of the
     * length}
     */
    default boolean isSquare() {
        return false;
    }

    /**
     * Checks that a model has what this part names.
     *
     * @param layers number of layers
     * @param heads number of heads of a layer
     * @throws IllegalArgumentException if not; the message says what there is
     */
    default void requireFits(int layers, int heads) {}

    /** Every probability of every layer and head: {@code [layer, head, query, key]}. */
    record Full() implements CapturePart {
        @Override
        public boolean isSquare() {
            return true;
        }

        @Override
        public String toString() {
            return "full";
        }
    }

    /**
     * Every probability of some heads: {@code [chosen head, query, key]}, layer after layer.
     *
     * @param chosen at least one; kept in order, each once
     */
    record Heads(List<HeadChoice> chosen) implements CapturePart {
        public Heads {
            if (chosen.isEmpty()) {
                throw new IllegalArgumentException("heads: name at least one, as heads:0.1,27.*");
            }
            chosen = List.copyOf(new TreeSet<>(chosen));
        }

        @Override
        public boolean isSquare() {
            return true;
        }

        @Override
        public boolean needs(int layer) {
            return chosen.stream().anyMatch(head -> head.layer() == layer);
        }

        @Override
        public void requireFits(int layers, int heads) {
            for (HeadChoice head : chosen) {
                if (head.layer() >= layers || (!head.isAll() && head.head() >= heads)) {
                    throw new IllegalArgumentException(
                            "plan "
                                    + this
                                    + ": the model has layers 0 to "
                                    + (layers - 1)
                                    + " of heads 0 to "
                                    + (heads - 1)
                                    + ", found "
                                    + head);
                }
            }
        }

        /**
         * {@return the chosen heads of a layer, in order; perhaps none}
         *
         * @param layer from 0
         * @param heads number of heads of a layer
         */
        public List<Integer> inLayer(int layer, int heads) {
            TreeSet<Integer> found = new TreeSet<>();
            for (HeadChoice head : chosen) {
                if (head.layer() == layer) {
                    for (int h = 0; h < heads; h++) {
                        if (head.isAll() || head.head() == h) {
                            found.add(h);
                        }
                    }
                }
            }
            return List.copyOf(found);
        }

        /**
         * {@return the chosen heads of a model, one by one, in the order of the capture}
         *
         * @param model its layers and heads
         */
        public List<HeadChoice> inModel(ModelSpec model) {
            List<HeadChoice> all = new ArrayList<>();
            for (int layer = 0; layer < model.layers(); layer++) {
                for (int head : inLayer(layer, model.heads())) {
                    all.add(new HeadChoice(layer, head));
                }
            }
            return all;
        }

        @Override
        public String toString() {
            return chosen.stream()
                    .map(HeadChoice::toString)
                    .collect(Collectors.joining(",", "heads:", ""));
        }
    }

    /** The mean over the heads of each layer: {@code [layer, query, key]}. */
    record Mean() implements CapturePart {
        @Override
        public boolean isSquare() {
            return true;
        }

        @Override
        public String toString() {
            return "mean";
        }
    }

    /**
     * The keys that each query looks at most, and the mass that the others get.
     *
     * @param k the most keys a row, from 1; a row has no more than it has keys
     */
    record TopK(int k) implements CapturePart {
        /** The most keys that can be asked for. */
        public static final int MAX = 4096;

        public TopK {
            requireRange("topk", k, MAX);
        }

        @Override
        public String toString() {
            return "topk:" + k;
        }
    }

    /**
     * Sum and maximum of each square block of cells: {@code [layer, head, query block, key block]}.
     *
     * @param size rows and columns of a block, from 1
     */
    record Pooled(int size) implements CapturePart {
        /** The largest block that can be asked for. */
        public static final int MAX = 65_536;

        public Pooled {
            requireRange("pooled", size, MAX);
        }

        @Override
        public String toString() {
            return "pooled:" + size;
        }
    }

    /** What each head does on average: see {@link Measure}. */
    record Stats() implements CapturePart {
        @Override
        public String toString() {
            return "stats";
        }
    }

    private static void requireRange(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(
                    name + ": expected a number from 1 to " + max + ", found " + value);
        }
    }
}
