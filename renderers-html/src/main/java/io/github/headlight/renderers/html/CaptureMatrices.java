package io.github.headlight.renderers.html;

import io.github.headlight.analysis.flow.Rollout;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.Captured;
import io.github.headlight.capture.HeadChoice;
import io.github.headlight.error.CaptureException;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.view.HeadGrid;
import io.github.headlight.view.Subject;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The matrices of a capture by slot: heads of layer 0, their mean, heads of layer 1, and so on;
 * then the mean of all, and the rollout through all layers. Of a reduced capture some slots are
 * empty, all of them where only statistics were captured. Means and rollout are computed when asked
 * for.
 */
interface CaptureMatrices {
    /** {@return the matrix of a slot, if it was captured} */
    Optional<PageMatrix> at(int slot);

    /** {@return the number of layers} */
    int layers();

    /** {@return the number of heads of a layer} */
    int heads();

    /** {@return matrices a layer: its heads and, if there are several, their mean} */
    default int columns() {
        return heads() == 1 ? 1 : heads() + 1;
    }

    /** {@return slots of single layers; two more follow} */
    default int layerSlots() {
        return layers() * columns();
    }

    /** {@return all slots} */
    default int slots() {
        return layerSlots() == 1 ? 1 : layerSlots() + 2;
    }

    /** {@return a matrix by itself} */
    static CaptureMatrices of(AttentionMatrix matrix) {
        return new Slots(1, 1) {
            @Override
            Optional<AttentionMatrix> head(int layer, int head) {
                return Optional.of(matrix);
            }
        };
    }

    /** {@return the thumbnails of a map of heads} */
    static CaptureMatrices of(HeadGrid grid) {
        return new Slots(grid.thumbnails().layers(), grid.thumbnails().heads()) {
            @Override
            Optional<AttentionMatrix> head(int layer, int head) {
                return grid.isCaptured(layer, head)
                        ? Optional.of(grid.thumbnails().head(layer, head))
                        : Optional.empty();
            }

            @Override
            Optional<AttentionMatrix> mean(int layer) {
                boolean all =
                        IntStream.range(0, heads()).allMatch(head -> grid.isCaptured(layer, head));
                return all
                        ? Optional.of(grid.thumbnails().layer(layer).meanOverHeads())
                        : Optional.empty();
            }
        };
    }

    /** {@return what a capture has: matrices of tokens if there are any, else of blocks} */
    static CaptureMatrices of(Attention attention) {
        Captured captured = attention.captured();
        if (captured.full().isPresent()) {
            return new Full(captured.full().get(), attention);
        }
        if (!captured.heads().isEmpty()
                || captured.mean().isPresent()
                || captured.topK().isPresent()) {
            return new Parts(attention);
        }
        return new Blocks(attention);
    }

    /** Slots as layers and heads. */
    abstract class Slots implements CaptureMatrices {
        private final int layers;
        private final int heads;

        Slots(int layers, int heads) {
            this.layers = layers;
            this.heads = heads;
        }

        @Override
        public int layers() {
            return layers;
        }

        @Override
        public int heads() {
            return heads;
        }

        @Override
        public Optional<PageMatrix> at(int slot) {
            int layer = slot / columns();
            if (layer >= layers) {
                return (slot == layerSlots() ? mean() : rollout()).map(WholeMatrix::new);
            }
            int head = slot % columns();
            return head < heads ? one(layer, head) : mean(layer).map(WholeMatrix::new);
        }

        /** {@return a head, in the best form that was captured} */
        Optional<PageMatrix> one(int layer, int head) {
            return head(layer, head).map(WholeMatrix::new);
        }

        /** {@return a head that was captured whole} */
        Optional<AttentionMatrix> head(int layer, int head) {
            return Optional.empty();
        }

        /** {@return the mean over the heads of a layer} */
        Optional<AttentionMatrix> mean(int layer) {
            return Optional.empty();
        }

        /** {@return the mean over all layers and heads} */
        Optional<AttentionMatrix> mean() {
            return Optional.empty();
        }

        /** {@return the rollout through all layers} */
        Optional<AttentionMatrix> rollout() {
            return Optional.empty();
        }
    }

    /** Every head is there. */
    final class Full extends Slots {
        /** The rollout takes a time that grows with the third power of the rows. */
        private static final int MOST_ROLLED_OUT = 1024;

        private final AttentionTensor tensor;
        private final Attention attention;

        Full(AttentionTensor tensor, Attention attention) {
            super(tensor.layers(), tensor.heads());
            this.tensor = tensor;
            this.attention = attention;
        }

        @Override
        Optional<AttentionMatrix> head(int layer, int head) {
            return Optional.of(tensor.head(layer, head));
        }

        @Override
        Optional<AttentionMatrix> mean(int layer) {
            return Optional.of(tensor.layer(layer).meanOverHeads());
        }

        @Override
        Optional<AttentionMatrix> mean() {
            return Optional.of(tensor.mean());
        }

        @Override
        Optional<AttentionMatrix> rollout() {
            if (tensor.queries() > MOST_ROLLED_OUT || tensor.layers() == 1) {
                return Optional.empty();
            }
            try {
                return Optional.of(Rollout.of(attention).matrix());
            } catch (CaptureException e) {
                // Rows that are no causal probabilities have none; a finding says what is wrong.
                return Optional.empty();
            }
        }
    }

    /** Chosen heads, means, the top keys of all heads: whichever of them there are. */
    final class Parts extends Slots {
        private final Attention attention;
        private final List<HeadChoice> chosen;

        Parts(Attention attention) {
            super(attention.model().layers(), attention.model().heads());
            this.attention = attention;
            this.chosen =
                    attention
                            .plan()
                            .find(CapturePart.Heads.class)
                            .map(part -> part.inModel(attention.model()))
                            .orElse(List.of());
        }

        @Override
        Optional<PageMatrix> one(int layer, int head) {
            return super.one(layer, head)
                    .or(
                            () ->
                                    attention
                                            .captured()
                                            .topK()
                                            .map(top -> new TopKeysMatrix(top, layer, head)));
        }

        @Override
        Optional<AttentionMatrix> head(int layer, int head) {
            int index = chosen.indexOf(new HeadChoice(layer, head));
            return index < 0
                    ? Optional.empty()
                    : Optional.of(attention.captured().heads().get(index));
        }

        @Override
        Optional<AttentionMatrix> mean(int layer) {
            return attention.captured().mean().map(mean -> mean.head(layer, 0));
        }

        @Override
        Optional<AttentionMatrix> mean() {
            return attention.captured().mean().map(AttentionTensor::mean);
        }
    }

    /** Blocks of queries and keys, or nothing. */
    final class Blocks extends Slots {
        private final Attention attention;

        Blocks(Attention attention) {
            super(attention.model().layers(), attention.model().heads());
            this.attention = attention;
        }

        private Optional<AttentionMatrix> blocks(Subject subject) {
            return attention.captured().pooled().map(pooled -> subject.of(attention).matrix());
        }

        @Override
        Optional<AttentionMatrix> head(int layer, int head) {
            return blocks(Subject.head(layer, head));
        }

        @Override
        Optional<AttentionMatrix> mean(int layer) {
            return blocks(Subject.layer(layer));
        }

        @Override
        Optional<AttentionMatrix> mean() {
            return blocks(Subject.all());
        }
    }
}
