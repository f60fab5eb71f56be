package io.github.headlight.capture;

import io.github.headlight.safetensors.DType;
import io.github.headlight.safetensors.SafetensorsWriter;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.Logits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;

/** Writes {@link AttentionFile}s, row by row through one small buffer. */
final class AttentionFileWriter {
    private static final int BUFFERED_FLOATS = 1 << 18;

    private AttentionFileWriter() {}

    static void write(Attention attention, Path file) {
        AttentionTensor tensor = attention.tensor();
        SafetensorsWriter writer =
                new SafetensorsWriter()
                        .metadata(AttentionFile.FORMAT, AttentionFile.FORMAT_VERSION)
                        .metadata(AttentionFile.MODEL, attention.model().toJson().toString())
                        .metadata(AttentionFile.PLAN, attention.plan().toString())
                        .metadata(AttentionFile.TOKENS, TokensJson.write(attention.tokens()))
                        .metadata(
                                AttentionFile.PROMPT_LENGTH,
                                Integer.toString(attention.promptLength()))
                        .tensor(
                                AttentionFile.INPUT_IDS,
                                DType.I64,
                                List.of((long) attention.tokens().size()),
                                ids(attention))
                        .tensor(
                                AttentionFile.ATTENTIONS,
                                DType.F32,
                                List.of(
                                        (long) tensor.layers(),
                                        (long) tensor.heads(),
                                        (long) tensor.queries(),
                                        (long) tensor.keys()),
                                sink -> writeTensor(tensor, sink));
        attention
                .logits()
                .ifPresent(
                        logits ->
                                writer.tensor(
                                        AttentionFile.LOGITS,
                                        DType.F32,
                                        List.of((long) logits.rows(), (long) logits.vocabulary()),
                                        sink -> writeLogits(logits, sink)));
        writer.write(file);
    }

    private static ByteBuffer ids(Attention attention) {
        int[] ids = attention.tokens().ids();
        ByteBuffer bytes =
                ByteBuffer.allocate(ids.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int id : ids) {
            bytes.putLong(id);
        }
        return bytes.flip();
    }

    private static void writeTensor(AttentionTensor tensor, SafetensorsWriter.Sink sink)
            throws IOException {
        float[] row = new float[tensor.keys()];
        int rowsHeld = Math.max(1, BUFFERED_FLOATS / row.length);
        ByteBuffer bytes = buffer(Math.multiplyExact(rowsHeld, row.length));
        FloatBuffer floats = bytes.asFloatBuffer();
        for (int layer = 0; layer < tensor.layers(); layer++) {
            for (int head = 0; head < tensor.heads(); head++) {
                AttentionMatrix matrix = tensor.head(layer, head);
                for (int query = 0; query < matrix.queries(); query++) {
                    matrix.readRow(query, row, 0);
                    floats.put(row);
                    if (!floats.hasRemaining()) {
                        flush(bytes, floats, sink);
                    }
                }
            }
        }
        flush(bytes, floats, sink);
    }

    private static void flush(ByteBuffer bytes, FloatBuffer floats, SafetensorsWriter.Sink sink)
            throws IOException {
        sink.write(bytes.clear().limit(floats.position() * Float.BYTES));
        floats.clear();
    }

    private static void writeLogits(Logits logits, SafetensorsWriter.Sink sink) throws IOException {
        ByteBuffer bytes = buffer(logits.vocabulary());
        for (int row = 0; row < logits.rows(); row++) {
            FloatBuffer values = logits.row(row);
            bytes.clear().asFloatBuffer().put(values);
            sink.write(bytes);
        }
    }

    private static ByteBuffer buffer(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
