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
 * @param piece the most bytes that must lie in one piece, in memory or mapped from the file
 */
public record Footprint(double results, double scratch, double piece) {
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
        double layers = model.layers();
        double heads = model.heads();
        double rows = extent.mostRows();
        double block = extent.blockRows();
        if (part instanceof CapturePart.TopK topK) {
            double results = heads * topK.k() * rows * NUMBER;
            double scratch = heads * Math.min(topK.k(), rows) * block * NUMBER;
            return new Footprint(
                    2 * layers * results, 2 * layers * scratch, Math.max(results, scratch));
        }
        if (part instanceof CapturePart.Pooled pooled) {
            double keys = PooledAttention.blocks(extent.mostRows(), pooled.size());
            double queries = PooledAttention.blocks(extent.blockRows(), pooled.size());
            double row = heads * keys * NUMBER;
            return new Footprint(2 * layers * row * keys, 2 * layers * row * queries, row * keys);
        }
        if (part instanceof CapturePart.Stats) {
            double weights = RowWeights.MEASURES.size() * block * rows * NUMBER;
            double measures = layers * heads * (RowWeights.MEASURES.size() + 1) * block * NUMBER;
            double received = layers * heads * rows * NUMBER;
            return new Footprint(received, weights + measures + received, weights);
        }
        return ofMatrices(part, model, extent, toFile);
    }

    private static Footprint ofMatrices(
            CapturePart part, ModelSpec model, Extent extent, boolean toFile) {
        double rows = extent.mostRows();
        double block = extent.blockRows() * rows * NUMBER;
        double matrix = rows * rows * NUMBER;
        double matrices = 0;
        double perLayer = 0;
        for (int layer = 0; layer < model.layers(); layer++) {
            double ofLayer =
                    part instanceof CapturePart.Heads chosen
                            ? chosen.inLayer(layer, model.heads()).size()
                            : part instanceof CapturePart.Mean ? 1 : model.heads();
            matrices += ofLayer;
            perLayer = Math.max(perLayer, ofLayer);
        }
        double scratch = matrices * block;
        if (toFile) {
            return new Footprint(0, scratch + block, Math.max(matrix, perLayer * block));
        }
        // Room that is made step by step is there twice for a moment, for one layer.
        double twice = extent.isAtOnce() ? 0 : perLayer;
        return new Footprint(
                (matrices + twice) * matrix,
                scratch,
                Math.max(perLayer * matrix, perLayer * block));
    }
}
