package io.github.headlight.capture;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.generation.FinishReason;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.model.JsonFields;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.safetensors.DType;
import io.github.headlight.safetensors.SafetensorsFile;
import io.github.headlight.safetensors.TensorInfo;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.Logits;
import io.github.headlight.token.TokenSequence;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Reads {@link AttentionFile}s: ours, and those of others that hold attentions. */
final class AttentionFileReader {
    private static final int MAX_MATRICES = ModelSpec.MAX_COUNT;

    private final SafetensorsFile file;

    AttentionFileReader(SafetensorsFile file) {
        this.file = file;
    }

    Attention read() {
        String format = file.metadata().get(AttentionFile.FORMAT);
        if (format == null) {
            return foreign(tensor());
        }
        if (!format.equals(AttentionFile.FORMAT_VERSION)) {
            throw invalid(
                    "metadata "
                            + AttentionFile.FORMAT
                            + ": expected version "
                            + AttentionFile.FORMAT_VERSION
                            + ", found \""
                            + format
                            + "\"; capture again with this version");
        }
        ModelSpec model = metadata(AttentionFile.MODEL, ModelSpec::parse);
        CapturePlan plan = metadata(AttentionFile.PLAN, CapturePlan::parse);
        TokenSequence tokens = metadata(AttentionFile.TOKENS, TokensJson::read);
        int promptLength = metadata(AttentionFile.PROMPT_LENGTH, AttentionFileReader::length);
        int[] ids = ids().orElseThrow(() -> invalid("has no tensor " + AttentionFile.INPUT_IDS));
        if (!Arrays.equals(ids, tokens.ids())) {
            throw invalid(
                    "tensor "
                            + AttentionFile.INPUT_IDS
                            + " and metadata "
                            + AttentionFile.TOKENS
                            + " hold different ids; capture again");
        }
        Captured captured = Captured.NOTHING;
        for (CapturePart part : plan.parts()) {
            captured = read(part, model, captured);
        }
        int rows = Attention.rows(promptLength, tokens.size() - promptLength);
        Logits logits = logits(rows).orElse(null);
        Attention attention =
                attention(model, plan, tokens, promptLength, captured, logits)
                        .withOrigin(origin())
                        .withTexts(texts());
        return file.metadata().containsKey(AttentionFile.FINISH)
                ? attention.withFinish(metadata(AttentionFile.FINISH, FinishReason::of))
                : attention;
    }

    private Origin origin() {
        Optional<Instant> time =
                file.metadata().containsKey(AttentionFile.CAPTURED)
                        ? Optional.of(metadata(AttentionFile.CAPTURED, AttentionFileReader::time))
                        : Optional.empty();
        return new Origin(file.metadata().getOrDefault(AttentionFile.NAME, ""), time);
    }

    private Map<Integer, String> texts() {
        return file.metadata().containsKey(AttentionFile.TEXTS)
                ? metadata(AttentionFile.TEXTS, AttentionFileReader::texts)
                : Map.of();
    }

    private static Map<Integer, String> texts(String text) {
        JsonFields json = JsonFields.parse(text);
        Map<Integer, String> texts = new HashMap<>();
        for (String id : json.json().keySet()) {
            texts.put(number(id, "an id"), json.string(id));
        }
        return texts;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "expected a time such as 2026-11-25T08:00:00Z, found \""
                            + text
                            + "\"; capture again",
                    e);
        }
    }

    private static int length(String text) {
        return number(text, "a number of tokens");
    }

    private static int number(String text, String what) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "expected " + what + ", found \"" + text + "\"; capture again", e);
        }
    }

    private Captured read(CapturePart part, ModelSpec model, Captured captured) {
        if (part instanceof CapturePart.Full) {
            return captured.withFull(tensor());
        }
        if (part instanceof CapturePart.Heads) {
            return captured.withHeads(matrices(AttentionFile.HEADS));
        }
        if (part instanceof CapturePart.Mean) {
            List<AttentionMatrix> means = matrices(AttentionFile.MEAN);
            return captured.withMean(AttentionTensor.of(means.size(), 1, means));
        }
        ReducedReader reduced = new ReducedReader(file, model);
        if (part instanceof CapturePart.TopK topK) {
            return captured.with(reduced.topK(topK.k()));
        }
        if (part instanceof CapturePart.Pooled pooled) {
            return captured.with(reduced.pooled(pooled.size()));
        }
        return captured.with(reduced.statistics());
    }

    private List<AttentionMatrix> matrices(String name) {
        TensorInfo tensor = file.tensor(name);
        int[] shape = shape(tensor, 3);
        List<AttentionMatrix> matrices = new ArrayList<>();
        addLayer(matrices, tensor, 0, shape[0], shape[1], shape[2]);
        return matrices;
    }

    /** Attention saved by another program: ids are the labels, or positions if there are none. */
    private Attention foreign(AttentionTensor tensor) {
        int[] ids = ids().orElseGet(() -> IntStream.range(0, tensor.keys()).toArray());
        ModelSpec model =
                ModelSpec.unknown(tensor.layers(), tensor.heads()).withDirection(direction(tensor));
        int promptLength = Math.min(ids.length, tensor.queries());
        return attention(
                model,
                CapturePlan.FULL,
                TokenSequence.ofIds(ids),
                promptLength,
                Captured.full(tensor),
                null);
    }

    /**
     * What the first head of each layer says. One head of a layer is enough: a model masks all or
     * none, and a row that is no causal one after all is refused where it is read.
     */
    private static AttentionDirection direction(AttentionTensor tensor) {
        float[] row = new float[tensor.keys()];
        for (int layer = 0; layer < tensor.layers(); layer++) {
            AttentionMatrix head = tensor.head(layer, 0);
            for (int query = 0; query < head.queries(); query++) {
                head.readRow(query, row, 0);
                double later = 0;
                for (int key = query + 1; key < row.length; key++) {
                    later += row[key];
                }
                if (later > RowCheck.TOLERANCE) {
                    return AttentionDirection.BIDIRECTIONAL;
                }
            }
        }
        return AttentionDirection.CAUSAL;
    }

    private Attention attention(
            ModelSpec model,
            CapturePlan plan,
            TokenSequence tokens,
            int promptLength,
            Captured captured,
            Logits logits) {
        try {
            return new Attention(model, plan, tokens, promptLength, captured, logits);
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(
                    file.path(), "does not fit together: " + e.getMessage(), e);
        }
    }

    private AttentionTensor tensor() {
        Optional<TensorInfo> whole = file.find(AttentionFile.ATTENTIONS);
        List<AttentionMatrix> matrices = new ArrayList<>();
        if (whole.isPresent()) {
            TensorInfo tensor = whole.get();
            int[] shape = shape(tensor, 4);
            for (int layer = 0; layer < shape[0]; layer++) {
                addLayer(matrices, tensor, layer, shape[1], shape[2], shape[3]);
            }
            return AttentionTensor.of(shape[0], shape[1], matrices);
        }
        int layers = 0;
        for (Optional<TensorInfo> layer = layer(0); layer.isPresent(); layer = layer(++layers)) {
            TensorInfo tensor = layer.get();
            // [head, query, key], or with a batch of one in front
            int axes = tensor.shape().size() == 4 && tensor.shape().get(0) == 1 ? 4 : 3;
            int[] shape = shape(tensor, axes);
            addLayer(matrices, tensor, 0, shape[axes - 3], shape[axes - 2], shape[axes - 1]);
        }
        if (layers == 0) {
            throw invalid(
                    "no attention file: it has neither a tensor "
                            + AttentionFile.ATTENTIONS
                            + " nor tensors attentions.{layer}; make one with: headlight capture");
        }
        requireNoGap(layers);
        if (matrices.size() % layers != 0) {
            throw invalid("its " + layers + " layers have different numbers of heads");
        }
        try {
            return AttentionTensor.of(layers, matrices.size() / layers, matrices);
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(file.path(), "its layers differ: " + e.getMessage(), e);
        }
    }

    private Optional<TensorInfo> layer(int layer) {
        return layer > ModelSpec.MAX_COUNT
                ? Optional.empty()
                : file.find(AttentionFile.ATTENTIONS + "." + layer);
    }

    private void requireNoGap(int layers) {
        for (TensorInfo tensor : file.tensors()) {
            String number = tensor.name().replaceFirst("^attentions\\.(\\d{1,6})$", "$1");
            if (!number.equals(tensor.name()) && Integer.parseInt(number) >= layers) {
                throw invalid("has tensor " + tensor.name() + ", but no attentions." + layers);
            }
        }
    }

    private int[] shape(TensorInfo tensor, int axes) {
        List<Long> shape = tensor.shape();
        boolean fits =
                shape.size() == axes
                        && (tensor.dtype() == DType.F32 || tensor.dtype() == DType.F16);
        for (int axis = 0; fits && axis < axes; axis++) {
            long limit = axis < axes - 2 ? MAX_MATRICES : Integer.MAX_VALUE;
            fits = shape.get(axis) >= 1 && shape.get(axis) <= limit;
        }
        long queries = fits ? shape.get(axes - 2) : 0;
        if (!fits
                || queries != shape.get(axes - 1)
                || queries * queries * tensor.dtype().size() > Integer.MAX_VALUE) {
            throw invalid(
                    "tensor "
                            + tensor.name()
                            + ": expected F32 or F16 with "
                            + axes
                            + " axes ([layer,] head, query, key), as many queries as keys and less than 2 GiB a head, found "
                            + tensor.dtype()
                            + " "
                            + shape);
        }
        return shape.stream().mapToInt(Long::intValue).toArray();
    }

    private void addLayer(
            List<AttentionMatrix> matrices,
            TensorInfo tensor,
            int layer,
            int heads,
            int queries,
            int keys) {
        long head = (long) queries * keys * tensor.dtype().size();
        // One mapping a layer where a buffer can hold it: mappings are not free.
        boolean whole = head * heads <= Integer.MAX_VALUE;
        ByteBuffer mapped = whole ? file.map(tensor, layer * head * heads, head * heads) : null;
        for (int h = 0; h < heads; h++) {
            ByteBuffer bytes =
                    whole
                            ? mapped.slice((int) (h * head), (int) head).order(mapped.order())
                            : file.map(tensor, (layer * (long) heads + h) * head, head);
            matrices.add(
                    tensor.dtype() == DType.F32
                            ? AttentionMatrix.of(bytes.asFloatBuffer(), queries, keys)
                            : AttentionMatrix.ofHalf(bytes.asShortBuffer(), queries, keys));
        }
    }

    private Optional<int[]> ids() {
        return file.find(AttentionFile.INPUT_IDS)
                .map(
                        tensor -> {
                            // A batch of one in front is somebody else's [1, token].
                            int axes = tensor.shape().size();
                            boolean fits = axes == 1 || (axes == 2 && tensor.shape().get(0) == 1);
                            if (tensor.dtype() != DType.I64
                                    || !fits
                                    || tensor.length() < Long.BYTES
                                    || tensor.length() > 1 << 30) {
                                throw invalid(
                                        "tensor "
                                                + tensor.name()
                                                + ": expected I64 [token], found "
                                                + tensor.dtype()
                                                + " "
                                                + tensor.shape());
                            }
                            var values = file.map(tensor).asLongBuffer();
                            int[] ids = new int[values.remaining()];
                            for (int i = 0; i < ids.length; i++) {
                                long id = values.get(i);
                                if (id < 0 || id > Integer.MAX_VALUE) {
                                    throw invalid(
                                            "tensor "
                                                    + tensor.name()
                                                    + ": token "
                                                    + i
                                                    + " has the id "
                                                    + id);
                                }
                                ids[i] = (int) id;
                            }
                            return ids;
                        });
    }

    private Optional<Logits> logits(int queries) {
        return file.find(AttentionFile.LOGITS)
                .filter(tensor -> tensor.length() > 0)
                .map(
                        tensor -> {
                            List<Long> shape = tensor.shape();
                            if (tensor.dtype() != DType.F32
                                    || shape.size() != 2
                                    || shape.get(0) > queries
                                    || shape.get(1) * Float.BYTES > Integer.MAX_VALUE) {
                                throw invalid(
                                        "tensor "
                                                + tensor.name()
                                                + ": expected F32 [row, vocabulary] with at most "
                                                + queries
                                                + " rows, found "
                                                + tensor.dtype()
                                                + " "
                                                + shape);
                            }
                            int rows = shape.get(0).intValue();
                            long row = shape.get(1) * Float.BYTES;
                            List<FloatBuffer> buffers = new ArrayList<>(rows);
                            int perMapping = (int) Math.max(1, Integer.MAX_VALUE / row);
                            for (int first = 0; first < rows; first += perMapping) {
                                int count = Math.min(perMapping, rows - first);
                                FloatBuffer mapped =
                                        file.map(tensor, first * row, count * row).asFloatBuffer();
                                int length = (int) (row / Float.BYTES);
                                for (int r = 0; r < count; r++) {
                                    buffers.add(mapped.slice(r * length, length));
                                }
                            }
                            return new Logits(queries - rows, buffers);
                        });
    }

    private <T> T metadata(String key, Function<String, T> parser) {
        String text = file.metadata().get(key);
        if (text == null) {
            throw invalid("metadata " + key + " is missing; capture again");
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(
                    file.path(), "metadata " + key + ": " + e.getMessage(), e);
        }
    }

    private InvalidFileException invalid(String problem) {
        return new InvalidFileException(file.path(), problem);
    }
}
