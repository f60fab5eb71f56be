package io.github.headlight.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.testing.RawFile;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

class SafetensorsFileTest {
    private static final String GOOD =
            "{\"__metadata__\":{\"format\":\"pt\"},"
                    + "\"b\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
                    + "\"a\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[24,26]},"
                    + "\"e\":{\"dtype\":\"I64\",\"shape\":[0,7],\"data_offsets\":[24,24]}}  ";

    @TempDir Path folder;
    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("model.safetensors");
    }

    @Test
    void readsTensorsAndMetadata() throws IOException {
        SafetensorsFile file = SafetensorsFile.open(RawFile.write(path, GOOD, 26));
        long data = 8L + GOOD.length();
        assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
        assertThat(file.tensors())
                .containsExactly(
                        new TensorInfo("b", DType.F32, List.of(2L, 3L), data, 24),
                        new TensorInfo("e", DType.I64, List.of(0L, 7L), data + 24, 0),
                        new TensorInfo("a", DType.BF16, List.of(), data + 24, 2));
        assertThat(file.find("c")).isEmpty();
        assertThatThrownBy(() -> file.tensor("c"))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("model.safetensors: has no tensor c");
        assertThat(file.map(file.tensor("e")).remaining()).isZero();
    }

    @Test
    void mapsWholeTensorsAndParts() throws IOException {
        RawFile.write(path, GOOD, 26);
        try (RandomAccessFile raw = new RandomAccessFile(path.toFile(), "rw")) {
            raw.seek(8 + GOOD.length() + 4);
            raw.write(new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
        }
        SafetensorsFile file = SafetensorsFile.open(path);
        ByteBuffer whole = file.map(file.tensor("b"));
        assertThat(whole.isReadOnly()).isTrue();
        assertThat(whole.isDirect()).isTrue();
        assertThat(whole.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(whole.getFloat(4)).isEqualTo(1f);
        assertThat(file.map(file.tensor("b"), 8, 4).getFloat()).isEqualTo(2f);
        assertThatThrownBy(() -> file.map(file.tensor("b"), 8, 17))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> file.map(file.tensor("b"), Long.MAX_VALUE, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mapsPartsOfATensorBeyondTwoGibibytes() throws IOException {
        String header =
                "{\"x\":{\"dtype\":\"U8\",\"shape\":[5000000000],\"data_offsets\":[0,5000000000]}}";
        RawFile.write(path, header, 0);
        try (RandomAccessFile raw = new RandomAccessFile(path.toFile(), "rw")) {
            raw.setLength(8 + header.length() + 5_000_000_000L);
            raw.seek(8 + header.length() + 4_999_999_999L);
            raw.write(7);
        }
        SafetensorsFile file = SafetensorsFile.open(path);
        TensorInfo tensor = file.tensor("x");
        assertThat(file.map(tensor, 4_999_999_998L, 2).get(1)).isEqualTo((byte) 7);
        assertThatThrownBy(() -> file.map(tensor))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 GiB");
    }

    @Test
    void noticesThatTheFileBecameShorter() throws IOException {
        SafetensorsFile file = SafetensorsFile.open(RawFile.write(path, GOOD, 26));
        try (RandomAccessFile raw = new RandomAccessFile(path.toFile(), "rw")) {
            raw.setLength(raw.length() - 3);
        }
        assertThatThrownBy(() -> file.map(file.tensor("b")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("tensor b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "{} x|0|not the JSON",
                "{}{}|0|not the JSON",
                "[]|0|begin with {",
                " {}|0|begin with {",
                "{\"a\":1}|0|not the JSON",
                "{\"a\":{}}|0|tensor a: expected the fields",
                "{'a':{}}|0|not the JSON",
                "{\"__metadata__\":{\"k\":1}}|0|__metadata__ k",
                "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}|0|__metadata__ has k twice",
                "{\"__metadata__\":{},\"__metadata__\":{}}|0|__metadata__ twice",
                "{\"a\":{\"dtype\":\"F31\",\"shape\":[1],\"data_offsets\":[0,4]}}|4|found F31",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}|4|tensor a: shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}|4|tensor a: shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[\"1\"],\"data_offsets\":[0,4]}}|4|tensor a: shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}|4|tensor a: data_offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}|4|tensor a: data_offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}}|4|tensor a: data_offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}|4|tensor a: F32 [2] takes 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}}|4|unknown field x",
                "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|4|dtype is there twice",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|3|ends at byte 66",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|5|the file has 67",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|8|tensor a: begins at byte 66",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1073741824,1073741824,1073741824],\"data_offsets\":[0,4]}}|4|more bytes than any file",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,999999999999999999]}}|4|tensor a: ends at byte",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|8|tensor a twice",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}|6|overlap",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}|12|a hole",
            })
    void refusesByName(String header, int dataBytes, String problem) throws IOException {
        RawFile.write(path, header, dataBytes);
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageStartingWith(path + ": ")
                .hasMessageContaining(problem)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void refusesHeadersThatTheFileCannotHold() throws IOException {
        byte[] header = GOOD.getBytes(StandardCharsets.UTF_8);
        for (long length : new long[] {0, 1, header.length + 27, 1L << 40, -1, Long.MIN_VALUE}) {
            RawFile.write(path, length, header, 26);
            assertThatThrownBy(() -> SafetensorsFile.open(path))
                    .isInstanceOf(InvalidFileException.class)
                    .hasMessageContaining("bytes 0 to 8");
        }
        Files.write(path, new byte[7]);
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("the file has 7 bytes");
        RawFile.write(path, 4, new byte[] {'{', '"', (byte) 0xff, '}'}, 0);
        assertThatThrownBy(() -> SafetensorsFile.open(path)).hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none.safetensors")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> SafetensorsFile.open(folder))
                .isInstanceOf(InvalidFileException.class);
    }

    /** Whatever the bytes are, the answer is a file that is right or our exception. */
    @Test
    void survivesDamage() throws IOException {
        byte[] good = Files.readAllBytes(RawFile.write(path, GOOD, 26));
        Random random = new Random(7);
        int accepted = 0;
        for (int round = 0; round < 4000; round++) {
            byte[] bytes = good.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(8 + GOOD.length())] =
                        random.nextBoolean()
                                ? (byte) random.nextInt(256)
                                : good[random.nextInt(8 + GOOD.length())];
            }
            int length = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length;
            Files.write(path, Arrays.copyOf(bytes, length));
            try {
                SafetensorsFile file = SafetensorsFile.open(path);
                for (TensorInfo tensor : file.tensors()) {
                    assertThat(file.map(tensor).remaining()).isEqualTo((int) tensor.length());
                }
                accepted++;
            } catch (InvalidFileException expected) {
                assertThat(expected.getMessage()).startsWith(path.toString());
            }
        }
        assertThat(accepted).isBetween(1, 3999);
    }
}
