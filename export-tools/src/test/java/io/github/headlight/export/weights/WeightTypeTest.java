package io.github.headlight.export.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.safetensors.SafetensorsFile;
import io.github.headlight.testing.ExpectedValues;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** Blocks of random bytes, decoded as the Python package gguf does, and packed for the runtime. */
class WeightTypeTest {
    private static final Path BLOCKS =
            Path.of(System.getProperty("headlight.root"))
                    .resolve("export-tools/src/test/golden/gguf-blocks/blocks.safetensors");

    @Test
    void everyReadableTypeHasReferenceValues() {
        assertThat(WeightType.values())
                .filteredOn(WeightType::isReadable)
                .allMatch(
                        type ->
                                type == WeightType.F32
                                        || ExpectedValues.open(BLOCKS).has(type + ".values"))
                .hasSize(14);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K", "Q4_K",
                "Q5_K", "Q6_K", "IQ4_NL"
            })
    void decodesAsTheReferenceDoes(WeightType type) {
        float[] expected = expected(type);
        float[] found = new float[expected.length];
        type.decode(stored(type), 0, found, found.length);
        // == takes 0 and −0 for the same.
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i] == expected[i])
                    .as("%s, number %d: expected %s, found %s", type, i, expected[i], found[i])
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"Q4_0", "Q4_1", "Q4_K", "Q8_0"})
    void packsWithoutLoss(WeightType type) {
        float[] expected = expected(type);
        float[] found = unpacked(type, WeightForm.ofLayers(type), expected.length);
        for (int block = 0; block < expected.length / WeightForm.BLOCK; block++) {
            int from = block * WeightForm.BLOCK;
            float largest = largest(expected, from);
            for (int i = from; i < from + WeightForm.BLOCK; i++) {
                // Offsets are sums of two floats, so the last bits of the largest may differ.
                assertThat(found[i]).isCloseTo(expected[i], within(8 * Math.ulp(largest)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16", "Q5_0", "Q5_1", "Q2_K", "Q3_K", "Q5_K", "Q6_K", "IQ4_NL"})
    void roundsToTheNearestOfSixteenValues(WeightType type) {
        float[] expected = expected(type);
        float[] found = unpacked(type, WeightForm.ofLayers(type), expected.length);
        for (int block = 0; block < expected.length / WeightForm.BLOCK; block++) {
            int from = block * WeightForm.BLOCK;
            float[] weights = Arrays.copyOfRange(expected, from, from + WeightForm.BLOCK);
            Arrays.sort(weights);
            float range = weights[weights.length - 1] - weights[0];
            for (int i = from; i < from + WeightForm.BLOCK; i++) {
                float rounding = 16 * Math.ulp(largest(expected, from));
                assertThat(found[i]).isCloseTo(expected[i], within(range / 30 + rounding));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16", "Q5_0", "Q5_1", "Q2_K", "Q3_K", "Q5_K", "Q6_K", "IQ4_NL"})
    void roundsEmbeddingsToEightBits(WeightType type) {
        float[] expected = expected(type);
        float[] found = unpacked(type, WeightForm.ofVocabulary(type), expected.length);
        for (int i = 0; i < found.length; i++) {
            float largest = largest(expected, i / WeightForm.BLOCK * WeightForm.BLOCK);
            assertThat(found[i]).isCloseTo(expected[i], within(largest / 253));
        }
    }

    /** The weights that the runtime computes with, by the formulas of the forms. */
    private static float[] unpacked(WeightType type, WeightForm form, int count) {
        byte[][] parts = form.encode(type, stored(type), 1, count);
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            int block = i / WeightForm.BLOCK;
            int first = nibble(parts[0], i);
            weights[i] =
                    switch (form) {
                        case FOUR_BIT -> float32(parts[1], block) * (first - 8);
                        case FOUR_BIT_OFFSET ->
                                float32(parts[1], block) * (first - 8) + float32(parts[2], block);
                        case EIGHT_BIT ->
                                float32(parts[2], block)
                                        * (16 * (first - 8)
                                                + nibble(parts[1], i)
                                                - nibble(parts[3], block));
                        default -> throw new IllegalStateException(form + " is not packed");
                    };
        }
        return weights;
    }

    private static int nibble(byte[] bytes, int i) {
        return bytes[i / 2] >> (i % 2 * 4) & 0xf;
    }

    private static float float32(byte[] bytes, int i) {
        return Bytes.float32(bytes, i * Float.BYTES);
    }

    private static float largest(float[] values, int from) {
        float largest = 0;
        for (int i = from; i < from + WeightForm.BLOCK; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest;
    }

    private static Offset<Float> within(float most) {
        return Offset.offset(most);
    }

    private static float[] expected(WeightType type) {
        return ExpectedValues.open(BLOCKS).floats(type + ".values");
    }

    private static byte[] stored(WeightType type) {
        SafetensorsFile file = SafetensorsFile.open(BLOCKS);
        ByteBuffer bytes = file.map(file.tensor(type + ".stored"));
        byte[] stored = new byte[bytes.remaining()];
        bytes.get(stored);
        return stored;
    }
}
