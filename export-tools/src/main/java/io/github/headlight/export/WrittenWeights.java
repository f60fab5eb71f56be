package io.github.headlight.export;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.checkpoint.StoredTensor;
import io.github.headlight.export.decoder.WeightPlacement;
import io.github.headlight.export.onnx.ExternalData;
import io.github.headlight.export.weights.WeightForm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Places the tensors a graph uses one after the other in one new file, and writes them there: as
 * they are, or in another form, a few megabytes at a time for each processor.
 */
final class WrittenWeights implements WeightPlacement {
    /** Large enough for every element type and for what a processor loads at once. */
    private static final int ALIGNMENT = 64;

    private static final long COPY_CHUNK = 64L << 20;

    /** Stored bytes that are brought into another form at once; f32 makes up to 12 of each. */
    private static final long CHUNK = 1L << 20;

    private final String fileName;
    private final List<Placed> placed = new ArrayList<>();
    private long end;

    private record Placed(StoredTensor tensor, WeightForm form, List<ExternalData> parts) {}

    WrittenWeights(String fileName) {
        this.fileName = fileName;
    }

    @Override
    public List<ExternalData> place(StoredTensor tensor, WeightForm form) {
        List<ExternalData> parts = new ArrayList<>();
        for (int rowBytes : form.rowBytes(tensor.type(), tensor.columns())) {
            long offset = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            long length = Math.multiplyExact(tensor.rows(), (long) rowBytes);
            parts.add(new ExternalData(fileName, offset, length));
            end = Math.addExact(offset, length);
        }
        placed.add(new Placed(tensor, form, parts));
        return parts;
    }

    /** {@return whether all of them could be used where they are} */
    boolean areAllAsStored() {
        return placed.stream()
                .allMatch(next -> next.form() == WeightForm.STORED && next.tensor().isPlain());
    }

    /** Writes all of them. */
    void writeTo(FileChannel target, ExportListener listener) throws IOException {
        for (Placed next : placed) {
            listener.progress(ExportListener.Stage.COPY_WEIGHTS, next.parts().get(0).offset(), end);
            try (FileChannel source =
                    FileChannel.open(next.tensor().file(), StandardOpenOption.READ)) {
                if (next.form() == WeightForm.STORED && next.tensor().isPlain()) {
                    copy(source, next, target, listener);
                } else {
                    encode(source, next, target);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        listener.progress(ExportListener.Stage.COPY_WEIGHTS, end, end);
    }

    /** Copies the bytes; the kernel moves them from file to file. */
    private void copy(FileChannel source, Placed next, FileChannel target, ExportListener listener)
            throws IOException {
        StoredTensor tensor = next.tensor();
        long start = next.parts().get(0).offset();
        target.position(start);
        for (long at = 0; at < tensor.length(); ) {
            long wanted = Math.min(COPY_CHUNK, tensor.length() - at);
            long count = source.transferTo(tensor.offset() + at, wanted, target);
            if (count <= 0) {
                throw shorter(tensor.file(), tensor.name());
            }
            at += count;
            listener.progress(ExportListener.Stage.COPY_WEIGHTS, start + at, end);
        }
    }

    private static void encode(FileChannel source, Placed next, FileChannel target) {
        StoredTensor tensor = next.tensor();
        long rowBytes = tensor.length() / tensor.rows();
        int rowsAtOnce = (int) Math.max(1, Math.min(tensor.rows(), CHUNK / rowBytes));
        long chunks = (tensor.rows() + rowsAtOnce - 1) / rowsAtOnce;
        LongStream.range(0, chunks)
                .parallel()
                .forEach(
                        chunk -> {
                            long first = chunk * rowsAtOnce;
                            int rows = (int) Math.min(rowsAtOnce, tensor.rows() - first);
                            try {
                                encode(source, next, first, rows, target);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
    }

    private static void encode(
            FileChannel source, Placed next, long first, int rows, FileChannel target)
            throws IOException {
        StoredTensor tensor = next.tensor();
        byte[] stored = read(source, tensor, first, rows);
        byte[][] parts;
        try {
            parts = next.form().encode(tensor.type(), stored, rows, tensor.columns());
        } catch (ArithmeticException e) {
            throw new UnsupportedModelException(
                    tensor.file()
                            + ": tensor "
                            + tensor.name()
                            + ": "
                            + e.getMessage()
                            + "; export with precision bf16 or f32",
                    e);
        }
        for (int part = 0; part < parts.length; part++) {
            long at = next.parts().get(part).offset() + first * (parts[part].length / rows);
            ByteBuffer bytes = ByteBuffer.wrap(parts[part]);
            while (bytes.hasRemaining()) {
                at += target.write(bytes, at);
            }
        }
    }

    private static byte[] read(FileChannel source, StoredTensor tensor, long first, int rows)
            throws IOException {
        int rowBytes = Math.toIntExact(tensor.length() / tensor.rows());
        byte[] stored = new byte[Math.multiplyExact(rows, rowBytes)];
        if (tensor.interleavedHeads() == 0) {
            ByteBuffer all = ByteBuffer.wrap(stored);
            readFully(source, tensor, tensor.offset() + first * rowBytes, all);
        } else {
            for (int i = 0; i < rows; i++) {
                ByteBuffer row = ByteBuffer.wrap(stored, i * rowBytes, rowBytes);
                long at = tensor.offset() + tensor.storedRow(first + i) * rowBytes;
                readFully(source, tensor, at, row);
            }
        }
        return stored;
    }

    private static void readFully(
            FileChannel source, StoredTensor tensor, long from, ByteBuffer bytes)
            throws IOException {
        long at = from;
        while (bytes.hasRemaining()) {
            int count = source.read(bytes, at);
            if (count < 0) {
                throw shorter(tensor.file(), tensor.name());
            }
            at += count;
        }
    }

    private static InvalidFileException shorter(Path file, String tensor) {
        return new InvalidFileException(
                file, "became shorter while tensor " + tensor + " was copied");
    }
}
