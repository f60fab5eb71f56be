package io.github.headlight.capture;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.github.headlight.model.ModelSpec;
import io.github.headlight.safetensors.DType;
import io.github.headlight.safetensors.SafetensorsWriter;
import io.github.headlight.safetensors.SafetensorsWriter.Sink;
import io.github.headlight.safetensors.SafetensorsWriter.Source;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.Logits;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.tensor.TopKAttention;
import io.github.headlight.token.TokenSequence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Lays out {@link AttentionFile}s and writes them, through one small buffer.
 *
 * @param model what was run
 * @param plan what is captured
 * @param tokens prompt and generated tokens
 * @param promptLength number of prompt tokens
 */
record AttentionFileWriter(
        ModelSpec model, CapturePlan plan, TokenSequence tokens, int promptLength) {
    private static final int BUFFERED = 1 << 18;

    static void write(Attention attention, Path file) {
        AttentionFileWriter layout =
                new AttentionFileWriter(
                        attention.model(),
                        attention.plan(),
                        attention.tokens(),
                        attention.promptLength());
        SafetensorsWriter writer = layout.head();
        attention.finish().ifPresent(why -> writer.metadata(AttentionFile.FINISH, why.key()));
        addOrigin(writer, attention.origin());
        addTexts(writer, attention.texts());
        for (CapturePart part : attention.plan().parts()) {
            if (part.isSquare()) {
                writer.tensor(
                        AttentionFile.name(part),
                        DType.F32,
                        layout.squareShape(part),
                        sink -> writeMatrices(matrices(part, attention.captured()), sink));
            } else {
                layout.addReduced(writer, part, attention::captured);
            }
        }
        attention
                .logits()
                .ifPresent(
                        logits ->
                                addLogits(
                                        writer, logits.rows(), logits.vocabulary(), () -> logits));
        writer.write(file);
    }

    static void addOrigin(SafetensorsWriter writer, Origin origin) {
        if (!origin.model().isEmpty()) {
            writer.metadata(AttentionFile.NAME, origin.model());
        }
        origin.time().ifPresent(time -> writer.metadata(AttentionFile.CAPTURED, time.toString()));
    }

    static void addTexts(SafetensorsWriter writer, Map<Integer, String> texts) {
        if (!texts.isEmpty()) {
            JsonObject json = new JsonObject();
            texts.forEach((id, text) -> json.addProperty(id.toString(), text));
            writer.metadata(AttentionFile.TEXTS, json.toString());
        }
    }

    /** Metadata and ids. */
    SafetensorsWriter head() {
        SafetensorsWriter writer =
                new SafetensorsWriter()
                        .metadata(AttentionFile.FORMAT, AttentionFile.FORMAT_VERSION)
                        .metadata(AttentionFile.MODEL, model.toJson().toString())
                        .metadata(AttentionFile.PLAN, plan.toString())
                        .metadata(AttentionFile.TOKENS, TokensJson.write(tokens))
                        .metadata(AttentionFile.PROMPT_LENGTH, Integer.toString(promptLength));
        if (plan.has(CapturePart.Stats.class)) {
            JsonArray names = new JsonArray();
            for (Measure measure : Measure.REDUCED) {
                names.add(measure.key());
            }
            writer.metadata(AttentionFile.MEASURES, names.toString());
        }
        return writer.tensor(
                AttentionFile.INPUT_IDS, DType.I64, List.of((long) tokens.size()), ids());
    }

    /** The axes of a part that is square. */
    List<Long> squareShape(CapturePart part) {
        List<Long> shape = new ArrayList<>();
        if (part instanceof CapturePart.Heads heads) {
            shape.add((long) heads.inModel(model).size());
        } else {
            shape.add((long) model.layers());
            if (part instanceof CapturePart.Full) {
                shape.add((long) model.heads());
            }
        }
        shape.add((long) rows());
        shape.add((long) rows());
        return shape;
    }

    private int rows() {
        return Attention.rows(promptLength, tokens.size() - promptLength);
    }

    void addReduced(SafetensorsWriter writer, CapturePart part, Supplier<Captured> captured) {
        long layers = model.layers();
        long heads = model.heads();
        if (part instanceof CapturePart.TopK topK) {
            List<Long> ranks = List.of(layers, heads, (long) rows(), (long) topK.k());
            writer.tensor(
                    AttentionFile.TOPK_VALUES,
                    DType.F32,
                    ranks,
                    perLayer(layer -> floats(captured.get().topK().get().values(layer))));
            writer.tensor(
                    AttentionFile.TOPK_INDICES,
                    DType.I32,
                    ranks,
                    perLayer(layer -> ints(captured.get().topK().get().keys(layer))));
            writer.tensor(
                    AttentionFile.TOPK_REST,
                    DType.F32,
                    List.of(layers, heads, (long) rows()),
                    perLayer(layer -> floats(rest(captured.get().topK().get(), layer))));
        } else if (part instanceof CapturePart.Pooled pooled) {
            long blocks = PooledAttention.blocks(rows(), pooled.size());
            List<Long> shape = List.of(layers, heads, blocks, blocks);
            writer.tensor(
                    AttentionFile.POOLED_SUM,
                    DType.F32,
                    shape,
                    perLayer(layer -> floats(captured.get().pooled().get().sums(layer))));
            writer.tensor(
                    AttentionFile.POOLED_MAX,
                    DType.F32,
                    shape,
                    perLayer(layer -> floats(captured.get().pooled().get().maxima(layer))));
        } else {
            long measures = Measure.REDUCED.size();
            writer.tensor(
                    AttentionFile.STATS,
                    DType.F32,
                    List.of(layers, heads, measures),
                    sink -> floats(values(captured.get().statistics().get())).writeTo(sink));
            writer.tensor(
                    AttentionFile.STATS_ROWS,
                    DType.I64,
                    List.of(measures),
                    sink -> sink.write(counts(captured.get().statistics().get())));
        }
    }

    static void addLogits(
            SafetensorsWriter writer, int rows, int vocabulary, Supplier<Logits> logits) {
        writer.tensor(
                AttentionFile.LOGITS,
                DType.F32,
                List.of((long) rows, (long) vocabulary),
                sink -> {
                    for (int row = 0; row < rows; row++) {
                        floats(logits.get().row(row)).writeTo(sink);
                    }
                });
    }

    private ByteBuffer ids() {
        int[] ids = tokens.ids();
        ByteBuffer bytes =
                ByteBuffer.allocate(ids.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int id : ids) {
            bytes.putLong(id);
        }
        return bytes.flip();
    }

    private static List<AttentionMatrix> matrices(CapturePart part, Captured captured) {
        if (part instanceof CapturePart.Heads) {
            return captured.heads();
        }
        AttentionTensor tensor =
                part instanceof CapturePart.Full ? captured.full().get() : captured.mean().get();
        List<AttentionMatrix> matrices = new ArrayList<>();
        for (int layer = 0; layer < tensor.layers(); layer++) {
            for (int head = 0; head < tensor.heads(); head++) {
                matrices.add(tensor.head(layer, head));
            }
        }
        return matrices;
    }

    private static void writeMatrices(List<AttentionMatrix> matrices, Sink sink)
            throws IOException {
        float[] row = new float[matrices.get(0).keys()];
        int rowsHeld = Math.max(1, BUFFERED / row.length);
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(Math.multiplyExact(rowsHeld * row.length, Float.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer floats = bytes.asFloatBuffer();
        for (AttentionMatrix matrix : matrices) {
            for (int query = 0; query < matrix.queries(); query++) {
                matrix.readRow(query, row, 0);
                floats.put(row);
                if (!floats.hasRemaining()) {
                    flush(bytes, floats, sink);
                }
            }
        }
        flush(bytes, floats, sink);
    }

    private static void flush(ByteBuffer bytes, FloatBuffer floats, Sink sink) throws IOException {
        sink.write(bytes.clear().limit(floats.position() * Float.BYTES));
        floats.clear();
    }

    /** What a layer's turn writes. */
    @FunctionalInterface
    private interface LayerSource {
        Source of(int layer);
    }

    private Source perLayer(LayerSource source) {
        return sink -> {
            for (int layer = 0; layer < model.layers(); layer++) {
                source.of(layer).writeTo(sink);
            }
        };
    }

    private static FloatBuffer rest(TopKAttention topK, int layer) {
        FloatBuffer rest = FloatBuffer.allocate(topK.heads() * topK.queries());
        for (int head = 0; head < topK.heads(); head++) {
            for (int query = 0; query < topK.queries(); query++) {
                rest.put(topK.rest(layer, head, query));
            }
        }
        return rest.flip();
    }

    private static FloatBuffer values(HeadStatistics statistics) {
        List<Measure> measures = Measure.REDUCED;
        FloatBuffer values =
                FloatBuffer.allocate(statistics.layers() * statistics.heads() * measures.size());
        for (int layer = 0; layer < statistics.layers(); layer++) {
            for (int head = 0; head < statistics.heads(); head++) {
                for (Measure measure : measures) {
                    values.put(statistics.get(layer, head, measure));
                }
            }
        }
        return values.flip();
    }

    private static ByteBuffer counts(HeadStatistics statistics) {
        List<Measure> measures = Measure.REDUCED;
        ByteBuffer counts =
                ByteBuffer.allocate(measures.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Measure measure : measures) {
            counts.putLong(statistics.rows(measure));
        }
        return counts.flip();
    }

    private static Source floats(FloatBuffer values) {
        return sink -> {
            ByteBuffer bytes = room(Math.min(BUFFERED, values.remaining()));
            for (int at = values.position(); at < values.limit(); ) {
                int count = Math.min(BUFFERED, values.limit() - at);
                bytes.clear()
                        .asFloatBuffer()
                        .put(values.duplicate().position(at).limit(at + count));
                sink.write(bytes.limit(count * Float.BYTES));
                at += count;
            }
        };
    }

    private static Source ints(IntBuffer values) {
        return sink -> {
            ByteBuffer bytes = room(Math.min(BUFFERED, values.remaining()));
            for (int at = values.position(); at < values.limit(); ) {
                int count = Math.min(BUFFERED, values.limit() - at);
                bytes.clear().asIntBuffer().put(values.duplicate().position(at).limit(at + count));
                sink.write(bytes.limit(count * Integer.BYTES));
                at += count;
            }
        };
    }

    private static ByteBuffer room(int numbers) {
        return ByteBuffer.allocate(numbers * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
}
