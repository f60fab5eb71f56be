package io.github.headlight.export.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.headlight.error.HeadlightException;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.GgufBuilder;
import io.github.headlight.export.weights.WeightType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Headers as they should be, cut short, and hostile. */
class GgufFileTest {
    private static final byte[] EIGHT_FLOATS = new byte[32];

    @TempDir Path folder;

    private static GgufBuilder small(int version) {
        return new GgufBuilder(version)
                .text("general.architecture", "llama")
                .whole("llama.block_count", 2)
                .real("llama.rope.freq_base", 10_000)
                .flag("tokenizer.ggml.add_bos_token", true)
                .texts("tokenizer.ggml.tokens", List.of("a", "Ġb", "ab"))
                .wholes("tokenizer.ggml.token_type", List.of(1, -1, 3))
                .tensor("one", 0, List.of(8L), EIGHT_FLOATS)
                .tensor("two", 2, List.of(3L, 64L), new byte[3 * 2 * 18]);
    }

    private static GgufFile open(byte[] bytes) {
        return new HeaderReader(Path.of("m.gguf"), bytes.length, ByteBuffer.wrap(bytes)).read();
    }

    @Test
    void readsFiles() throws IOException {
        Path file = small(3).write(folder.resolve("m.gguf"));
        assertThat(GgufFile.open(file).tensors()).hasSize(2);
        assertThatThrownBy(() -> GgufFile.open(folder))
                .hasMessageContaining("is not a regular file");
        assertThatThrownBy(() -> GgufFile.open(folder.resolve("x.gguf")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("there is no such file");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void readsMetadataAndTensors(int version) {
        byte[] bytes = small(version).bytes();
        GgufFile file = open(bytes);
        assertThat(file.version()).isEqualTo(version);
        GgufMetadata metadata = file.metadata();
        assertThat(metadata.text("general.architecture")).isEqualTo("llama");
        assertThat(metadata.integer("llama.block_count", 1, 9)).isEqualTo(2);
        assertThat(metadata.decimal("llama.rope.freq_base")).isEqualTo(10_000);
        assertThat(metadata.flag("tokenizer.ggml.add_bos_token")).isTrue();
        assertThat(metadata.texts("tokenizer.ggml.tokens", 3)).containsExactly("a", "Ġb", "ab");
        assertThat(metadata.numbers("tokenizer.ggml.token_type", 3)).containsExactly(1L, -1L, 3L);
        GgufTensor two = file.tensors().get(1);
        assertThat(two.type()).contains(WeightType.Q4_0);
        assertThat(two.dims()).containsExactly(64L, 3L);
        assertThat(two.offset() % 32).isZero();
        assertThat(two.end()).contains(two.offset() + 108);
        assertThat(two.offset()).isEqualTo(file.tensors().get(0).offset() + 32);
        assertThat(two.isCutOff()).isFalse();
    }

    @Test
    void readsEveryTypeOfMetadata() {
        ByteBuffer ones = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(-1);
        int[] sizes = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};
        GgufBuilder builder = new GgufBuilder();
        for (int type = 0; type < sizes.length; type++) {
            if (sizes[type] > 0) {
                builder.raw("k" + type, type, Arrays.copyOf(ones.array(), sizes[type]));
            }
        }
        byte[] nested = {
            9,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            0, // one list
            0,
            0,
            0,
            0,
            2,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            7,
            8 // of two bytes
        };
        GgufMetadata metadata = open(builder.raw("nested", 9, nested).bytes()).metadata();
        assertThat(metadata.entries().values())
                .extracting(GgufValue::toString)
                .containsExactly(
                        "255",
                        "-1",
                        "65535",
                        "-1",
                        "4294967295",
                        "-1",
                        "NaN",
                        "true",
                        "-1",
                        "-1",
                        "NaN",
                        "[1 × array]");
    }

    @Test
    void saysWhichEntryIsNotAsItShouldBe() {
        GgufMetadata metadata = open(small(3).bytes()).metadata();
        assertThatThrownBy(() -> metadata.text("llama.block_count"))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining(
                        "m.gguf: metadata llama.block_count: expected a text, found 2");
        assertThatThrownBy(() -> metadata.integer("llama.block_count", 3, 9))
                .hasMessageContaining("expected a whole number from 3 to 9, found 2");
        assertThatThrownBy(() -> metadata.texts("tokenizer.ggml.token_type", 3))
                .hasMessageContaining("expected a list of at most 3 texts, found [3 × int32]");
        assertThatThrownBy(() -> metadata.texts("tokenizer.ggml.tokens", 2))
                .hasMessageContaining("at most 2 texts, found [3 × string]");
        assertThatThrownBy(() -> metadata.text("other")).hasMessageContaining("other is missing");
    }

    @Test
    void refusesOtherVersionsByName() {
        assertThatThrownBy(() -> open(small(1).bytes()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("expected GGUF version 2 or 3")
                .hasMessageContaining("found version 1");
        assertThatThrownBy(() -> open(small(Integer.reverseBytes(3)).bytes()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("big-endian");
        assertThatThrownBy(() -> open("GGML and more".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("is no GGUF file");
        assertThatThrownBy(() -> open(new byte[0])).isInstanceOf(InvalidFileException.class);
    }

    @Test
    void everyCutIsFoundAndSaidWhere() {
        byte[] bytes = small(3).bytes();
        long dataStart = open(bytes).tensors().get(0).offset();
        long end = open(bytes).tensors().get(1).end().orElseThrow();
        for (int length = 0; length < end; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            String place = "ends at byte " + length;
            boolean counts = length < 24;
            if (length < dataStart - 32) {
                assertThatThrownBy(() -> open(cut))
                        .as("cut at %d", length)
                        .isInstanceOf(InvalidFileException.class)
                        .satisfies(
                                e -> {
                                    if (!counts && !e.getMessage().contains("can hold")) {
                                        assertThat(e).hasMessageContaining(place);
                                    }
                                });
            } else if (length >= dataStart) {
                assertThat(open(cut).tensors().get(1).isCutOff()).isTrue();
            }
        }
    }

    @Test
    void refusesWhatCannotBe() {
        GgufBuilder twice = small(3).whole("llama.block_count", 3);
        assertThatThrownBy(() -> open(twice.bytes())).hasMessageContaining("is there twice");
        GgufBuilder sameTensor = small(3).tensor("one", 0, List.of(8L), EIGHT_FLOATS);
        assertThatThrownBy(() -> open(sameTensor.bytes())).hasMessageContaining("is there twice");
        GgufBuilder blocks = small(3).describe("three", 2, List.of(3L, 33L), 0);
        assertThatThrownBy(() -> open(blocks.bytes()))
                .hasMessageContaining("tensor 2 of 3 (three)")
                .hasMessageContaining("Q4_0 has blocks of 32, but rows have 33");
        GgufBuilder huge = small(3).describe("three", 0, List.of(1L << 40, 1L << 40), 0);
        assertThatThrownBy(() -> open(huge.bytes())).hasMessageContaining("no shape");
        GgufBuilder negative = small(3).describe("three", 0, List.of(-1L), 0);
        assertThatThrownBy(() -> open(negative.bytes())).hasMessageContaining("no shape");
        GgufBuilder alignment = small(3).whole("general.alignment", 0);
        assertThatThrownBy(() -> open(alignment.bytes())).hasMessageContaining("general.alignment");
        GgufBuilder type = small(3).raw("x", 99, new byte[8]);
        assertThatThrownBy(() -> open(type.bytes()))
                .hasMessageContaining("unknown type of metadata 99");
    }

    @Test
    @Timeout(10)
    void refusesCountsAndLengthsBeforeItMakesRoom() {
        byte[] bytes = small(3).bytes();
        for (int at : new int[] {8, 16}) {
            for (long count : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1, 1 << 19}) {
                byte[] changed = bytes.clone();
                ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putLong(at, count);
                assertThatThrownBy(() -> open(changed))
                        .isInstanceOf(InvalidFileException.class)
                        .hasMessageContaining(Long.toUnsignedString(count));
            }
        }
        byte[] lists = new byte[12 * 6];
        for (int i = 0; i < 6; i++) {
            lists[12 * i] = 9;
            lists[12 * i + 4] = 1;
        }
        assertThatThrownBy(() -> open(small(3).raw("deep", 9, lists).bytes()))
                .hasMessageContaining("more than 4 lists within each other");
        byte[] many = {0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, 127};
        assertThatThrownBy(() -> open(small(3).raw("many", 9, many).bytes()))
                .hasMessageContaining("9223372036854775807 items");
    }

    @Test
    @Timeout(60)
    void damagedBytesGiveTypedErrorsOnly() {
        byte[] bytes = small(3).bytes();
        Random random = new Random(9);
        int refused = 0;
        for (int round = 0; round < 4000; round++) {
            byte[] damaged = bytes.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                int at = 4 + random.nextInt(damaged.length - 4);
                damaged[at] = (byte) (random.nextBoolean() ? -1 : random.nextInt());
            }
            try {
                GgufFile file = open(damaged);
                file.tensors().forEach(GgufTensor::isCutOff);
                assertThat(file.metadata().entries().values()).doesNotContainNull();
            } catch (HeadlightException e) {
                assertThat(e.getMessage()).contains("m.gguf").doesNotContain("\n");
                refused++;
            }
        }
        assertThat(refused).isBetween(1000, 3999);
    }

    @Test
    void joinsTheFilesOfASplitModel() throws IOException {
        for (int number = 0; number < 3; number++) {
            new GgufBuilder()
                    .whole("split.no", number)
                    .whole("split.count", 3)
                    .whole("split.tensors.count", 3)
                    .tensor("t" + number, 0, List.of(8L), EIGHT_FLOATS)
                    .write(part(number + 1));
        }
        for (int number = 1; number <= 3; number++) {
            GgufModel model = GgufModel.open(part(number));
            assertThat(model.path()).isEqualTo(part(1));
            assertThat(model.tensors())
                    .extracting(GgufTensor::name, GgufTensor::file)
                    .containsExactly(
                            tuple("t0", part(1)), tuple("t1", part(2)), tuple("t2", part(3)));
        }
        Files.copy(part(1), folder.resolve("renamed.gguf"));
        assertThatThrownBy(() -> GgufModel.open(folder.resolve("renamed.gguf")))
                .hasMessageContaining("-00001-of-00003.gguf");
        Files.copy(part(2), part(3), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> GgufModel.open(part(1)))
                .hasMessageContaining("expected part 3 of 3");
        Files.delete(part(3));
        assertThatThrownBy(() -> GgufModel.open(part(1)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("m-00003-of-00003.gguf")
                .hasMessageContaining("missing");
    }

    private Path part(int number) {
        return folder.resolve("m-0000" + number + "-of-00003.gguf");
    }
}
