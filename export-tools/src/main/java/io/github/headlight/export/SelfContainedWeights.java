package io.github.headlight.export;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.export.checkpoint.StoredTensor;
import io.github.headlight.export.decoder.WeightPlacement;
import io.github.headlight.export.onnx.ExternalData;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Places the tensors a graph uses one after the other in one new file, and copies them there. */
final class SelfContainedWeights implements WeightPlacement {
    /** Large enough for every element type and for what a processor loads at once. */
    private static final int ALIGNMENT = 64;

    private static final long CHUNK = 64L << 20;

    private final String fileName;
    private final List<Placed> placed = new ArrayList<>();
    private long end;

    private record Placed(StoredTensor tensor, long offset) {}

    SelfContainedWeights(String fileName) {
        this.fileName = fileName;
    }

    @Override
    public ExternalData place(StoredTensor tensor) {
        long offset = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        placed.add(new Placed(tensor, offset));
        end = Math.addExact(offset, tensor.length());
        return new ExternalData(fileName, offset, tensor.length());
    }

    /** Copies the bytes; the kernel moves them from file to file. */
    void copyTo(FileChannel target, ExportListener listener) throws IOException {
        long done = 0;
        for (Placed next : placed) {
            StoredTensor tensor = next.tensor();
            try (FileChannel source = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
                pad(target, next.offset());
                for (long at = 0; at < tensor.length(); ) {
                    long count =
                            source.transferTo(
                                    tensor.offset() + at,
                                    Math.min(CHUNK, tensor.length() - at),
                                    target);
                    if (count <= 0) {
                        throw shorter(tensor.file(), tensor.name());
                    }
                    at += count;
                    done += count;
                    listener.progress(ExportListener.Stage.COPY_WEIGHTS, done, end);
                }
            }
        }
        listener.progress(ExportListener.Stage.COPY_WEIGHTS, end, end);
    }

    private static void pad(FileChannel target, long offset) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate((int) (offset - target.position()));
        while (zeros.hasRemaining()) {
            target.write(zeros);
        }
    }

    private static InvalidFileException shorter(Path file, String tensor) {
        return new InvalidFileException(
                file, "became shorter while tensor " + tensor + " was copied");
    }
}
