package io.github.headlight.capture;

import com.google.gson.JsonElement;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.model.JsonFields;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.safetensors.DType;
import io.github.headlight.safetensors.SafetensorsFile;
import io.github.headlight.safetensors.TensorInfo;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.tensor.TopKAttention;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Reads the reduced parts of an {@link AttentionFile}, mapped a layer at a time. */
record ReducedReader(SafetensorsFile file, ModelSpec model) {

    TopKAttention topK(int k) {
        TensorInfo values = tensor(AttentionFile.TOPK_VALUES, DType.F32, 4);
        TensorInfo keys = tensor(AttentionFile.TOPK_INDICES, DType.I32, 4);
        int queries = size(values, 2);
        if (!values.shape().equals(keys.shape()) || values.shape().get(3) != k) {
            throw invalid(
                    keys,
                    "expected as many ranks as the plan says, "
                            + k
                            + ", and as many as values "
                            + values.shape());
        }
        requireKeys(keys, k, queries);
        return new TopKAttention(
                model.heads(),
                queries,
                k,
                layers(values).stream().map(ByteBuffer::asFloatBuffer).toList(),
                layers(keys).stream().map(ByteBuffer::asIntBuffer).toList());
    }

    private void requireKeys(TensorInfo tensor, int k, int queries) {
        for (ByteBuffer layer : layers(tensor)) {
            IntBuffer keys = layer.asIntBuffer();
            for (int i = 0; i < keys.limit(); i++) {
                int query = i / k % queries;
                int visible = model.direction().keys(query, queries);
                if (keys.get(i) < TopKAttention.NO_KEY || keys.get(i) >= visible) {
                    throw invalid(
                            tensor,
                            "query "
                                    + query
                                    + " has the key "
                                    + keys.get(i)
                                    + "; expected 0 to "
                                    + (visible - 1)
                                    + ", or −1 for none");
                }
            }
        }
    }

    PooledAttention pooled(int size) {
        TensorInfo sums = tensor(AttentionFile.POOLED_SUM, DType.F32, 4);
        TensorInfo maxima = tensor(AttentionFile.POOLED_MAX, DType.F32, 4);
        if (!sums.shape().equals(maxima.shape())
                || !sums.shape().get(2).equals(sums.shape().get(3))) {
            throw invalid(
                    maxima, "expected as many query blocks as key blocks, and as many as sums");
        }
        return new PooledAttention(
                model.heads(),
                size,
                size(sums, 2),
                layers(sums).stream().map(ByteBuffer::asFloatBuffer).toList(),
                layers(maxima).stream().map(ByteBuffer::asFloatBuffer).toList());
    }

    /** Measures are found by their names; one that the file lacks has no rows. */
    HeadStatistics statistics() {
        TensorInfo values = tensor(AttentionFile.STATS, DType.F32, 3);
        TensorInfo rows = file.tensor(AttentionFile.STATS_ROWS);
        int stored = size(values, 2);
        List<Measure> measures = measures(values);
        if (rows.dtype() != DType.I64
                || !rows.shape().equals(List.of((long) stored))
                || measures.size() != stored) {
            throw invalid(
                    rows,
                    "expected I64 ["
                            + stored
                            + "], a count for each measure of "
                            + AttentionFile.MEASURES);
        }
        int heads = model.layers() * model.heads();
        int known = Measure.values().length;
        FloatBuffer from = file.map(values).asFloatBuffer();
        LongBuffer fromRows = file.map(rows).asLongBuffer();
        float[] means = new float[heads * known];
        Arrays.fill(means, Float.NaN);
        int[] counts = new int[known];
        for (int m = 0; m < stored; m++) {
            int column = measures.get(m).place();
            long count = fromRows.get(m);
            if (count < 0 || count > Integer.MAX_VALUE) {
                throw invalid(rows, "measure " + measures.get(m).key() + " has " + count + " rows");
            }
            counts[column] = (int) count;
            for (int head = 0; head < heads; head++) {
                means[head * known + column] = from.get(head * stored + m);
            }
        }
        return new HeadStatistics(model.layers(), model.heads(), counts, means);
    }

    private List<Measure> measures(TensorInfo tensor) {
        String text = file.metadata().get(AttentionFile.MEASURES);
        if (text == null) {
            throw invalid(tensor, "metadata " + AttentionFile.MEASURES + " is missing");
        }
        try {
            List<Measure> measures = new ArrayList<>();
            for (JsonElement name : JsonFields.parseAny(text).getAsJsonArray()) {
                measures.add(Measure.of(name.getAsString()));
            }
            if (Set.copyOf(measures).size() < measures.size()) {
                throw new IllegalArgumentException("a measure is named twice");
            }
            return measures;
        } catch (IllegalArgumentException
                | IllegalStateException
                | UnsupportedOperationException e) {
            throw new InvalidFileException(
                    file.path(), "metadata " + AttentionFile.MEASURES + ": " + e.getMessage(), e);
        }
    }

    /** A tensor {@code [layer, head, …]} of this model, of less than 2 GiB a layer. */
    private TensorInfo tensor(String name, DType type, int axes) {
        TensorInfo tensor = file.tensor(name);
        List<Long> shape = tensor.shape();
        if (tensor.dtype() != type
                || shape.size() != axes
                || shape.get(0) != model.layers()
                || shape.get(1) != model.heads()
                || shape.stream().anyMatch(axis -> axis < 1 || axis > Integer.MAX_VALUE)
                || tensor.length() / model.layers() > Integer.MAX_VALUE) {
            throw invalid(
                    tensor,
                    "expected "
                            + type
                            + " with "
                            + axes
                            + " axes, "
                            + model.layers()
                            + " layers of "
                            + model.heads()
                            + " heads first and less than 2 GiB a layer, found "
                            + tensor.dtype()
                            + " "
                            + shape);
        }
        return tensor;
    }

    private List<ByteBuffer> layers(TensorInfo tensor) {
        long length = tensor.length() / model.layers();
        List<ByteBuffer> layers = new ArrayList<>();
        for (int layer = 0; layer < model.layers(); layer++) {
            layers.add(file.map(tensor, layer * length, length));
        }
        return layers;
    }

    private static int size(TensorInfo tensor, int axis) {
        return tensor.shape().get(axis).intValue();
    }

    private InvalidFileException invalid(TensorInfo tensor, String problem) {
        return new InvalidFileException(
                file.path(), "tensor " + tensor.name() + ": " + problem + "; capture again");
    }
}
