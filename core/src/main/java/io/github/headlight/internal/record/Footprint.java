package io.github.headlight.internal.record;

import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.RowWeights;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.PooledAttention;

/**
 * The memory that the recorder of a part takes: results, which grow with the rows, and scratch,
 * which is there for a block.
 *
 * @param results bytes
 * @param scratch bytes
 */
public record Footprint(double results, double scratch) {
    private static final double NUMBER = Float.BYTES;

    /**
     * {@return the footprint of a part}
     *
     * @param part of a plan
     * @param model what runs
     * @param extent how large the capture will be
     * @param toFile whether matrices go to a file
     */
    public static Footprint of(CapturePart part, ModelSpec model, Extent extent, boolean toFile) {
        double heads = (double) model.layers() * model.heads();
        double rows = extent.mostRows();
        double block = extent.blockRows();
        if (part instanceof CapturePart.TopK topK) {
            double number = 2 * heads * Math.min(topK.k(), rows) * NUMBER;
            return new Footprint(2 * heads * topK.k() * rows * NUMBER, number * block);
        }
        if (part instanceof CapturePart.Pooled pooled) {
            double keys = PooledAttention.blocks(extent.mostRows(), pooled.size());
            double queries = Math.max(1, extent.blockRows() / pooled.size());
            double number = 2 * heads * keys * NUMBER;
            return new Footprint(number * keys, number * queries);
        }
        if (part instanceof CapturePart.Stats) {
            double weights = RowWeights.MEASURES.size() * block * rows * NUMBER;
            double measures = heads * (RowWeights.MEASURES.size() + 1) * block * NUMBER;
            double received = heads * rows * NUMBER;
            return new Footprint(received, weights + measures + received);
        }
        double matrices =
                part instanceof CapturePart.Heads chosen
                        ? chosen.of(model).size()
                        : part instanceof CapturePart.Mean ? model.layers() : heads;
        double scratch = matrices * block * rows * NUMBER;
        if (toFile) {
            return new Footprint(0, scratch + block * rows * NUMBER);
        }
        // Room that is made step by step is there twice for a moment, for one layer.
        double twice = extent.isAtOnce() ? 0 : 1.0 / model.layers();
        return new Footprint(matrices * rows * rows * NUMBER * (1 + twice), scratch);
    }
}
