package io.github.headlight.export.gguf;

import io.github.headlight.export.weights.WeightType;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A tensor where it lies on disk.
 *
 * @param file the file that holds it
 * @param fileSize bytes of that file, which may end before the tensor does
 * @param name its name
 * @param typeNumber what GGUF numbers its type with
 * @param dims its axes as GGUF has them, the first one contiguous
 * @param offset of its first byte in the file
 */
public record GgufTensor(
        Path file, long fileSize, String name, int typeNumber, List<Long> dims, long offset) {
    public GgufTensor {
        dims = List.copyOf(dims);
    }

    /** {@return its type, if it is known} */
    public Optional<WeightType> type() {
        return WeightType.of(typeNumber);
    }

    /** {@return the name of its type, or its number} */
    public String typeName() {
        return type().map(WeightType::name).orElse("type " + typeNumber);
    }

    /** {@return how many numbers it has} */
    public long numbers() {
        return dims.stream().reduce(1L, Math::multiplyExact);
    }

    /** {@return the byte behind its last, if its type is known} */
    public Optional<Long> end() {
        return type().map(known -> Math.addExact(offset, known.bytes(numbers())));
    }

    /** {@return whether the file ends before it does} */
    public boolean isCutOff() {
        return end().orElse(offset) > fileSize;
    }
}
