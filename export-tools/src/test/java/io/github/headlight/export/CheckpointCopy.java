package io.github.headlight.export;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.safetensors.DType;
import io.github.headlight.safetensors.SafetensorsFile;
import io.github.headlight.safetensors.SafetensorsWriter;
import io.github.headlight.safetensors.TensorInfo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A copy of a reference checkpoint, to be damaged. */
final class CheckpointCopy {
    private final Path folder;

    private CheckpointCopy(Path folder) {
        this.folder = folder;
    }

    static CheckpointCopy of(Path original, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(original)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (!name.equals("expected.safetensors") && !name.equals("case.json")) {
                    Files.copy(file, folder.resolve(name));
                }
            }
        }
        return new CheckpointCopy(folder);
    }

    Path folder() {
        return folder;
    }

    void editJson(String name, Consumer<JsonObject> edit) throws IOException {
        Path file = folder.resolve(name);
        JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        edit.accept(json);
        Files.writeString(file, json.toString());
    }

    void truncate(String name, long bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.setLength(file.length() - bytes);
        }
    }

    /** Replaces text in a safetensors header with text of the same length. */
    void editHeader(String name, String from, String to) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(name));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(from);
        if (at < 0 || from.length() != to.length()) {
            throw new IllegalArgumentException(from + " is not in " + name);
        }
        for (int i = 0; i < to.length(); i++) {
            bytes[at + i] = (byte) to.charAt(i);
        }
        Files.write(folder.resolve(name), bytes);
    }

    /** Writes a weight file again, one tensor left out or zero in another type and shape. */
    void replaceTensor(String file, String name, DType dtype, List<Long> shape) throws IOException {
        SafetensorsFile old = SafetensorsFile.open(folder.resolve(file));
        SafetensorsWriter writer = new SafetensorsWriter();
        for (TensorInfo tensor : old.tensors()) {
            if (!tensor.name().equals(name)) {
                writer.tensor(tensor.name(), tensor.dtype(), tensor.shape(), old.map(tensor));
            }
        }
        if (dtype != null) {
            long length = shape.stream().reduce((long) dtype.size(), Math::multiplyExact);
            writer.tensor(name, dtype, shape, ByteBuffer.allocate(Math.toIntExact(length)));
        }
        Path changed = folder.resolve("changed");
        writer.write(changed);
        Files.move(changed, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes one number of a tensor of 32-bit floats no number. */
    void breakNumber(String file, String name, int index) throws IOException {
        TensorInfo tensor = SafetensorsFile.open(folder.resolve(file)).tensor(name);
        try (RandomAccessFile bytes = new RandomAccessFile(folder.resolve(file).toFile(), "rw")) {
            bytes.seek(tensor.offset() + (long) index * Float.BYTES);
            bytes.writeInt(Integer.reverseBytes(Float.floatToIntBits(Float.NaN)));
        }
    }

    /** Makes a header one byte longer, so that no tensor is aligned to anything. */
    void misalign(String name) throws IOException {
        byte[] old = Files.readAllBytes(folder.resolve(name));
        ByteBuffer view = ByteBuffer.wrap(old).order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.toIntExact(view.getLong(0));
        ByteBuffer changed = ByteBuffer.allocate(old.length + 1).order(ByteOrder.LITTLE_ENDIAN);
        changed.putLong(header + 1L).put(old, 8, header).put((byte) ' ');
        changed.put(old, 8 + header, old.length - 8 - header);
        Files.write(folder.resolve(name), changed.array());
    }
}
