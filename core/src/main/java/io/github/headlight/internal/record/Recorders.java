package io.github.headlight.internal.record;

import io.github.headlight.capture.AttentionFileSink;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.RowWeights;
import io.github.headlight.internal.memory.NativeMemory;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the recorders of a plan.
 *
 * @param model what runs
 * @param extent how large the capture will be
 * @param scratch memory that is needed while the model runs
 * @param results memory of the capture
 * @param file where matrices go, if not to memory
 * @param weights of the tokens, which are added to it before their block is recorded
 */
public record Recorders(
        ModelSpec model,
        Extent extent,
        NativeMemory scratch,
        NativeMemory results,
        Optional<AttentionFileSink> file,
        RowWeights weights) {

    /**
     * {@return a recorder for each part of a plan}
     *
     * @param parts what is captured
     */
    public List<Recorder> of(List<CapturePart> parts) {
        return parts.stream().map(this::of).toList();
    }

    private Recorder of(CapturePart part) {
        if (part instanceof CapturePart.TopK topK) {
            return new TopKRecorder(model, topK.k(), extent, scratch, results);
        }
        if (part instanceof CapturePart.Pooled pooled) {
            return new PooledRecorder(model, pooled.size(), extent, scratch, results);
        }
        if (part instanceof CapturePart.Stats) {
            return new StatsRecorder(model, weights, extent, scratch, results);
        }
        List<MatrixOutput> outputs = matrices(model, part);
        MatrixStore store =
                file.<MatrixStore>map(sink -> new FileStore(sink, part, outputs, extent, scratch))
                        .orElseGet(() -> new MemoryStore(outputs, extent, results));
        return new MatrixRecorder(part, outputs, extent, store, scratch);
    }

    private static List<MatrixOutput> matrices(ModelSpec model, CapturePart part) {
        List<MatrixOutput> outputs = new ArrayList<>();
        for (int layer = 0; layer < model.layers(); layer++) {
            if (part instanceof CapturePart.Mean) {
                outputs.add(new MatrixOutput(ModelContract.mean(layer), 1, false));
            } else if (part instanceof CapturePart.Heads heads) {
                int chosen = heads.inLayer(layer, model.heads()).size();
                if (chosen > 0) {
                    outputs.add(new MatrixOutput(ModelContract.heads(layer), chosen, true));
                }
            } else {
                outputs.add(new MatrixOutput(ModelContract.attentions(layer), model.heads(), true));
            }
        }
        return outputs;
    }

    /**
     * {@return the outputs that a plan promises, with their axes, −1 for any}
     *
     * @param model what runs
     * @param plan what is captured
     */
    public static Map<String, long[]> outputs(ModelSpec model, CapturePlan plan) {
        Map<String, long[]> outputs = new LinkedHashMap<>();
        int heads = model.heads();
        for (CapturePart part : plan.parts()) {
            for (int layer = 0; layer < model.layers(); layer++) {
                if (part instanceof CapturePart.TopK) {
                    outputs.put(ModelContract.topKValues(layer), new long[] {-1, heads, -1, -1});
                    outputs.put(ModelContract.topKIndices(layer), new long[] {-1, heads, -1, -1});
                } else if (part instanceof CapturePart.Pooled) {
                    outputs.put(ModelContract.pooledSum(layer), new long[] {-1, heads, -1, -1});
                    outputs.put(ModelContract.pooledMax(layer), new long[] {-1, heads, -1, -1});
                } else if (part instanceof CapturePart.Stats) {
                    outputs.put(ModelContract.entropy(layer), new long[] {-1, heads, -1});
                    outputs.put(ModelContract.weighted(layer), new long[] {-1, -1, heads, -1});
                    outputs.put(ModelContract.received(layer), new long[] {-1, heads, -1});
                }
            }
            if (part.isSquare()) {
                for (MatrixOutput output : matrices(model, part)) {
                    outputs.put(
                            output.name(),
                            output.hasHeads()
                                    ? new long[] {-1, output.matrices(), -1, -1}
                                    : new long[] {-1, -1, -1});
                }
            }
        }
        return outputs;
    }
}
