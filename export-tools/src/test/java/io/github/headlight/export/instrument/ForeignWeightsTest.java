package io.github.headlight.export.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.instrument.PlainModel.Tensor;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelFile;
import io.github.headlight.model.WeightFiles;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Weights that lie beside a model: used where they are, and nowhere else. */
class ForeignWeightsTest {
    private static final int ROWS = 12;
    private static final int WIDTH = 8;
    private static final int BYTES = ROWS * WIDTH * Float.BYTES;

    @TempDir Path folder;

    @Test
    void staysWhereItIs() throws Exception {
        Path input = model(folder.resolve("in"), "weights.bin", 0, BYTES);
        weights(folder.resolve("in/weights.bin"));
        Path output = folder.resolve("elsewhere/out.onnx");

        Instrumenter.instrument(InstrumentRequest.of(input, output));

        WeightFiles files = weightFiles(output);
        assertThat(files.folder()).isEqualTo("../in");
        assertThat(files.files()).singleElement().matches(file -> file.size() == BYTES);
        assertThat(ModelFile.read(output).externalFiles()).containsExactly("weights.bin");
        checkRuns(output, folder.resolve("in"));
    }

    /** A hub's cache has links with names for people, and files named by their contents. */
    @Test
    void followsLinksOfACache() throws Exception {
        Path blobs = Files.createDirectories(folder.resolve("blobs"));
        Path snapshot = Files.createDirectories(folder.resolve("snapshots/main/onnx"));
        Files.move(model(blobs, "model.onnx_data", 0, BYTES), blobs.resolve("abc"));
        weights(blobs.resolve("def"));
        Path input = link(snapshot.resolve("model.onnx"), blobs.resolve("abc"));
        link(snapshot.resolve("model.onnx_data"), blobs.resolve("def"));
        Path output = folder.resolve("out.onnx");

        Instrumenter.instrument(InstrumentRequest.of(input, output));

        assertThat(weightFiles(output).folder()).isEqualTo("blobs");
        assertThat(ModelFile.read(output).externalFiles()).containsExactly("def");
        checkRuns(output, blobs);
    }

    @Test
    void mayBeBelowTheModel() throws Exception {
        Path input = model(folder.resolve("in"), "data/weights.bin", 0, BYTES);
        weights(Files.createDirectories(folder.resolve("in/data")).resolve("weights.bin"));
        Path output = folder.resolve("out.onnx");

        Instrumenter.instrument(InstrumentRequest.of(input, output));

        assertThat(weightFiles(output).folder()).isEqualTo("in/data");
        checkRuns(output, folder.resolve("in/data"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../secret", "data/../../secret", "", "a\\b", "..", "/etc/hostname", "a\0b"})
    void refusesFilesElsewhere(String location) throws Exception {
        weights(folder.resolve("secret"));
        Path input = model(folder.resolve("in"), location, 0, BYTES);
        assertRefused(input, InvalidFileException.class, "no file elsewhere is read");
    }

    @Test
    void refusesLinksOutOfTheFolder() throws Exception {
        Path input = model(folder.resolve("in"), "weights.bin", 0, BYTES);
        weights(folder.resolve("secret"));
        link(folder.resolve("in/weights.bin"), folder.resolve("secret"));
        assertRefused(input, InvalidFileException.class, "is a link to");
    }

    @Test
    void refusesFilesInDifferentFolders() throws Exception {
        Path in = Files.createDirectories(folder.resolve("in/data"));
        weights(in.resolve("more.bin"));
        weights(in.resolveSibling("weights.bin"));
        Path input =
                graph("weights.bin", 0, BYTES)
                        .initializer(external("more", "data/more.bin", 0, BYTES))
                        .write(folder.resolve("in/model.onnx"), 13);
        assertRefused(input, UnsupportedModelException.class, "in different folders");
    }

    @Test
    void refusesMissingFiles() throws Exception {
        Path input = model(folder.resolve("in"), "weights.bin", 0, BYTES);
        assertRefused(input, InvalidFileException.class, "are not there");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, BYTES, BYTES + 1, Long.MAX_VALUE})
    void refusesTensorsBehindTheEnd(long offset) throws Exception {
        Path input = model(folder.resolve("in"), "weights.bin", offset, BYTES);
        weights(folder.resolve("in/weights.bin"));
        assertRefused(input, InvalidFileException.class, "but the file has " + BYTES);
    }

    @Test
    void refusesNegativeOffsets() throws Exception {
        Path input = model(folder.resolve("in"), "weights.bin", -4, BYTES);
        weights(folder.resolve("in/weights.bin"));
        assertRefused(input, InvalidFileException.class, "expected a number of bytes");
    }

    private void assertRefused(Path input, Class<? extends Exception> type, String message) {
        Path output = folder.resolve("new/out.onnx");
        assertThatThrownBy(() -> Instrumenter.instrument(InstrumentRequest.of(input, output)))
                .isInstanceOf(type)
                .hasMessageContaining(message);
        assertThat(folder.resolve("new")).doesNotExist();
    }

    private static void checkRuns(Path model, Path weights) throws Exception {
        try (PlainModel runnable = new PlainModel(model, weights)) {
            Map<String, Tensor> result =
                    runnable.run(1, new long[] {1, 2, 3}, new long[] {1, 1, 1}, Map.of());
            assertThat(result.get(ModelContract.attentions(0)).shape()).containsExactly(1, 2, 3, 3);
        }
    }

    private static WeightFiles weightFiles(Path model) {
        return WeightFiles.parse(ModelFile.read(model).metadata().get(ModelContract.WEIGHTS_KEY));
    }

    private static Path link(Path link, Path target) throws IOException {
        return Files.createSymbolicLink(link, link.getParent().relativize(target));
    }

    private static void weights(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ROWS * WIDTH; i++) {
            bytes.putFloat((i * 7 % 13 - 6) / 5f);
        }
        Files.write(file, bytes.array());
    }

    private static Path model(Path folder, String location, long offset, long length)
            throws IOException {
        Files.createDirectories(folder);
        return graph(location, offset, length).write(folder.resolve("model.onnx"), 13);
    }

    private static TestGraph graph(String location, long offset, long length) {
        return TestGraph.selfAttention(2, WIDTH / 2)
                .initializer(external("table", location, offset, length));
    }

    private static TensorProto external(String name, String location, long offset, long length) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TestGraph.FLOAT)
                .addAllDims(List.of((long) ROWS, (long) WIDTH))
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(length)))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
