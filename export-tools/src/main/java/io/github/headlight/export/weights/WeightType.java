package io.github.headlight.export.weights;

import java.util.Arrays;
import java.util.Optional;

/**
 * How numbers are stored: one by one, or in blocks that share a scale. The names and numbers are
 * those of GGUF; the first three types are also those of safetensors.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">The GGUF format</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // decoders are static methods
public enum WeightType {
    F32(0, 1, 4, (stored, at, values, to) -> values[to] = Bytes.float32(stored, at)),
    F16(1, 1, 2, (stored, at, values, to) -> values[to] = Bytes.half(stored, at)),
    BF16(30, 1, 2, (stored, at, values, to) -> values[to] = Bytes.brain(stored, at)),
    Q4_0(2, 32, 18, SmallBlocks::q4With0),
    Q4_1(3, 32, 20, SmallBlocks::q4With1),
    Q5_0(6, 32, 22, SmallBlocks::q5With0),
    Q5_1(7, 32, 24, SmallBlocks::q5With1),
    Q8_0(8, 32, 34, SmallBlocks::q8),
    Q8_1(9, 32, 40, null),
    Q2_K(10, 256, 84, LargeBlocks::q2),
    Q3_K(11, 256, 110, LargeBlocks::q3),
    Q4_K(12, 256, 144, LargeBlocks::q4),
    Q5_K(13, 256, 176, LargeBlocks::q5),
    Q6_K(14, 256, 210, LargeBlocks::q6),
    Q8_K(15, 256, 292, null),
    IQ2_XXS(16, 256, 66, null),
    IQ2_XS(17, 256, 74, null),
    IQ3_XXS(18, 256, 98, null),
    IQ1_S(19, 256, 50, null),
    IQ4_NL(20, 32, 18, SmallBlocks::iq4),
    IQ3_S(21, 256, 110, null),
    IQ2_S(22, 256, 82, null),
    IQ4_XS(23, 256, 136, null),
    I8(24, 1, 1, null),
    I16(25, 1, 2, null),
    I32(26, 1, 4, null),
    I64(27, 1, 8, null),
    F64(28, 1, 8, null),
    IQ1_M(29, 256, 56, null),
    TQ1_0(34, 256, 54, null),
    TQ2_0(35, 256, 66, null),
    MXFP4(39, 32, 17, null),
    NVFP4(40, 64, 36, null),
    Q1_0(41, 128, 18, null);

    private final int number;
    private final int blockSize;
    private final int blockBytes;
    private final BlockDecoder decoder;

    WeightType(int number, int blockSize, int blockBytes, BlockDecoder decoder) {
        this.number = number;
        this.blockSize = blockSize;
        this.blockBytes = blockBytes;
        this.decoder = decoder;
    }

    /** {@return how many numbers a block has} */
    public int blockSize() {
        return blockSize;
    }

    /** {@return how many bytes a block takes} */
    public int blockBytes() {
        return blockBytes;
    }

    /** {@return whether it can be decoded} */
    public boolean isReadable() {
        return decoder != null;
    }

    /** {@return whether it is one of the floats that a model can hold as they are} */
    public boolean isPlain() {
        return isReadable() && blockSize == 1;
    }

    /**
     * {@return the bytes that numbers take}
     *
     * @param numbers how many, a multiple of the block size
     * @throws ArithmeticException if they are more than a long can say
     */
    public long bytes(long numbers) {
        return Math.multiplyExact(numbers / blockSize, (long) blockBytes);
    }

    /**
     * Decodes numbers.
     *
     * @param stored holds whole blocks
     * @param at the first byte of the first
     * @param values gets {@code count} numbers, from its first on
     * @param count a multiple of the block size
     */
    public void decode(byte[] stored, int at, float[] values, int count) {
        for (int block = 0; block < count / blockSize; block++) {
            decoder.decode(stored, at + block * blockBytes, values, block * blockSize);
        }
    }

    /**
     * {@return the type with a number in GGUF}
     *
     * @param number the number
     */
    public static Optional<WeightType> of(int number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }
}
