package io.github.headlight.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.error.OutputException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class SafetensorsWriterTest {
    @TempDir Path folder;

    @Test
    void writesWhatTheReaderReads() {
        Path path = folder.resolve("deep/file.safetensors");
        new SafetensorsWriter()
                .metadata("z", "línea\n\"<&>\u0001")
                .metadata("a", "")
                .tensor("half", DType.F16, List.of(3L), ByteBuffer.allocate(6))
                .tensor("b", DType.F32, List.of(2L), floats(1, 2))
                .tensor("a", DType.F32, List.of(1L, 1L), floats(3))
                .tensor("ids", DType.I64, List.of(0L), ByteBuffer.allocate(0))
                .write(path);
        SafetensorsFile file = SafetensorsFile.open(path);
        assertThat(file.metadata())
                .isEqualTo(Map.of("z", "línea\n\"<&>\u0001", "a", ""))
                .containsKeys("a", "z");
        assertThat(file.tensors())
                .extracting(TensorInfo::name)
                .containsExactly("ids", "a", "b", "half");
        for (TensorInfo tensor : file.tensors()) {
            assertThat(tensor.offset() % tensor.dtype().size()).isZero();
        }
        assertThat(file.tensors().iterator().next().offset() % 8).isZero();
        assertThat(file.map(file.tensor("b")).getFloat(4)).isEqualTo(2f);
    }

    @Test
    void sameTensorsGiveSameBytes() throws IOException {
        Path one = folder.resolve("1");
        Path two = folder.resolve("2");
        new SafetensorsWriter()
                .metadata("k", "v")
                .metadata("l", "w")
                .tensor("a", DType.F32, List.of(1L), floats(1))
                .tensor("b", DType.F32, List.of(1L), floats(2))
                .write(one);
        new SafetensorsWriter()
                .metadata("l", "w")
                .metadata("k", "v")
                .tensor("b", DType.F32, List.of(1L), floats(2))
                .tensor("a", DType.F32, List.of(1L), floats(1))
                .write(two);
        assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(two));
    }

    @Test
    void leavesNothingWhenASourceIsWrong() {
        for (int numbers : new int[] {0, 1, 3}) {
            SafetensorsWriter writer =
                    new SafetensorsWriter()
                            .tensor("a", DType.F32, List.of(2L), floats(new float[numbers]));
            assertThatThrownBy(() -> writer.write(folder.resolve("x")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("tensor a");
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void refusesTargetsThatCannotBeWritten() throws IOException {
        assertThatThrownBy(() -> new SafetensorsWriter().write(folder))
                .isInstanceOf(OutputException.class);
        Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> new SafetensorsWriter().write(folder.resolve("file/y")))
                .isInstanceOf(OutputException.class);
    }

    @Test
    void refusesTwoTensorsOfOneName() {
        SafetensorsWriter writer =
                new SafetensorsWriter().tensor("a", DType.F32, List.of(1L), floats(1));
        assertThatThrownBy(() -> writer.tensor("a", DType.F32, List.of(1L), floats(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.tensor("__metadata__", DType.F32, List.of(1L), floats(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ByteBuffer floats(float... values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
