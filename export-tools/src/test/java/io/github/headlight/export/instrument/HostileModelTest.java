package io.github.headlight.export.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

import com.google.protobuf.ByteString;

import io.github.headlight.error.HeadlightException;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.Goldens;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Files that are damaged, or made to do harm. */
class HostileModelTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"genai-int4", "dynamo-sdpa", "torchscript-eager"})
    void changedBytesAreRefusedOrHarmless(String kind) throws Exception {
        byte[] original = Files.readAllBytes(Goldens.folder("foreign/" + kind + "/model.onnx"));
        Path data = Goldens.folder("foreign/" + kind + "/model.onnx.data");
        if (Files.exists(data)) {
            Files.copy(data, folder.resolve("model.onnx.data"));
        }
        Random random = new Random(kind.hashCode());
        int refused = 0;
        for (int run = 0; run < 150; run++) {
            byte[] changed = original.clone();
            for (int i = 0; i <= random.nextInt(8); i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            refused += tryModel(changed) ? 0 : 1;
        }
        assertThat(refused).isBetween(1, 150);
    }

    @Test
    void cutFilesAreRefused() throws Exception {
        byte[] original = Files.readAllBytes(Goldens.folder("foreign/torchscript-sdpa/model.onnx"));
        Random random = new Random(5);
        for (int run = 0; run < 100; run++) {
            byte[] cut = Arrays.copyOf(original, random.nextInt(original.length));
            assertThat(tryModel(cut)).as("cut to %d bytes", cut.length).isFalse();
        }
    }

    /** Whether it was instrumented; an exception of another family fails the test. */
    private boolean tryModel(byte[] bytes) throws IOException {
        Path input = Files.write(folder.resolve("model.onnx"), bytes);
        try {
            Instrumenter.instrument(InstrumentRequest.of(input, folder.resolve("out.onnx")));
            return true;
        } catch (HeadlightException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(6000);
            return false;
        }
    }

    @Test
    void refusesNodesInACircle() throws Exception {
        Path input =
                new TestGraph()
                        .input("input_ids", TestGraph.INT64, "b", "s")
                        .node("Softmax", List.of("b"), "a")
                        .node("Softmax", List.of("a"), "b")
                        .output("a", TestGraph.FLOAT, "b", "s")
                        .write(folder.resolve("model.onnx"), 13);
        assertRefused(input, InvalidFileException.class, "in a circle");
    }

    @Test
    void refusesTwoMakersOfOneValue() throws Exception {
        Path input =
                new TestGraph()
                        .input("input_ids", TestGraph.INT64, "b", "s")
                        .node("Identity", List.of("input_ids"), "a")
                        .node("Identity", List.of("input_ids"), "a")
                        .output("a", TestGraph.INT64, "b", "s")
                        .write(folder.resolve("model.onnx"), 13);
        assertRefused(input, InvalidFileException.class, "two nodes make the value");
    }

    @Test
    void refusesGraphsNestedTooDeep() throws Exception {
        GraphProto inner = new TestGraph().node("Softmax", List.of("x"), "y").toProto();
        for (int depth = 0; depth < 60; depth++) {
            inner =
                    new TestGraph()
                            .node("If", List.of("c"), "y", Map.of("then_branch", inner))
                            .toProto();
        }
        Path input =
                new TestGraph()
                        .input("input_ids", TestGraph.INT64, "b", "s")
                        .node("If", List.of("c"), "y", Map.of("then_branch", inner))
                        .write(folder.resolve("model.onnx"), 13);
        assertRefused(input, InvalidFileException.class, "nested");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 1L << 40, Integer.MAX_VALUE})
    void refusesLengthsBehindTheEnd(long length) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write((7 << 3) | 2);
        for (long rest = length; ; rest >>>= 7) {
            boolean more = (rest & ~0x7fL) != 0;
            bytes.write((int) (rest & 0x7f) | (more ? 0x80 : 0));
            if (!more) {
                break;
            }
        }
        Path input = Files.write(folder.resolve("model.onnx"), bytes.toByteArray());
        assertRefused(input, InvalidFileException.class, "not an ONNX model");
    }

    @Test
    void refusesMoreNodesThanAnyModelHas() throws Exception {
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        for (int i = 0; i < 300_000; i++) {
            graph.write((1 << 3) | 2);
            graph.write(0);
        }
        GraphProto nodes = GraphProto.parseFrom(graph.toByteArray());
        Path input =
                Files.write(
                        folder.resolve("model.onnx"),
                        new TestGraph()
                                .model(13).toBuilder().setGraph(nodes).build().toByteArray());
        assertRefused(input, InvalidFileException.class, "more than 200000 nodes");
    }

    /** Sizes whose products do not fit any number. */
    @Test
    void survivesGiganticAxes() throws Exception {
        long huge = Long.MAX_VALUE / 2;
        TestGraph graph =
                TestGraph.selfAttention(2, 4)
                        .numbers("huge", huge, huge, huge, -1)
                        .node("Reshape", List.of("x", "huge"), "y")
                        .node("Reshape", List.of("y", "huge"), "z")
                        .node("Unsqueeze", List.of("z", "huge"), "w")
                        .initializer(
                                TensorProto.newBuilder()
                                        .setName("table")
                                        .setDataType(TestGraph.FLOAT)
                                        .addDims(huge)
                                        .addDims(8)
                                        .build());
        InstrumentedModel model =
                Instrumenter.instrument(
                        InstrumentRequest.of(
                                graph.write(folder.resolve("model.onnx"), 13),
                                folder.resolve("out.onnx")));
        assertThat(model.spec().vocabularySize()).isZero();
    }

    /** Each adds axes to what the one before made. */
    @Test
    void survivesAxesThatGrow() throws Exception {
        long[] axes = new long[60];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = i;
        }
        TestGraph graph = TestGraph.selfAttention(2, 4).weight("table", 12, 8).numbers("n", axes);
        String value = "x";
        for (int i = 0; i < 5000; i++) {
            graph.node("Unsqueeze", List.of(value, "n"), "deep" + i);
            value = "deep" + i;
        }
        assertThat(tryModel(graph.model(13).toByteArray())).isTrue();
    }

    /** A value that very many read, on the way from very many. */
    @Test
    void survivesValuesThatManyRead() throws Exception {
        TestGraph graph = TestGraph.selfAttention(2, 4).weight("table", 12, 8);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            graph.node("Softmax", List.of("scores"), "s" + i, Map.of("axis", -1));
            all.add("s" + i);
        }
        graph.node("", "Mul", all, List.of("popular"), Map.of());
        for (int i = 0; i < 20_000; i++) {
            graph.node("Cast", List.of("popular"), "c" + i, Map.of("to", 1));
        }
        assertThat(tryModel(graph.model(13).toByteArray())).isTrue();
    }

    /** Inputs and outputs that are left out have no name, and belong to nobody. */
    @Test
    @Timeout(120)
    void survivesManyEndsThatAreLeftOut() throws Exception {
        TestGraph graph = TestGraph.selfAttention(2, 4).weight("table", 12, 8);
        List<String> none = Collections.nCopies(100_000, "");
        for (int i = 0; i < 8; i++) {
            graph.node("", "Split", List.of("x"), none, Map.of());
        }
        for (int i = 0; i < 100_000; i++) {
            graph.node("Identity", List.of(""), "o" + i);
        }
        assertThat(tryModel(graph.model(13).toByteArray())).isTrue();
    }

    /** A mask of a thousand triangles that are none after all, in every layer. */
    @Test
    @Timeout(120)
    void survivesAMaskOfManyPartsThatManyShare() throws Exception {
        int size = 64;
        ByteBuffer almost = ByteBuffer.allocate(size * size);
        for (int row = 0; row < size; row++) {
            for (int column = row + 1; column < size; column++) {
                almost.put(row * size + column, (byte) 1);
            }
        }
        almost.put(size * size - 2, (byte) 2);
        TensorProto.Builder part =
                TensorProto.newBuilder()
                        .setDataType(TestGraph.FLOAT)
                        .addDims(size)
                        .addDims(size)
                        .setRawData(ByteString.copyFrom(almost.array()));
        TestGraph graph = TestGraph.selfAttention(2, 4).weight("table", 12, 8);
        String mask = "scaled";
        for (int i = 0; i < 900; i++) {
            graph.initializer(part.setName("part" + i).build());
            graph.node("Add", List.of(mask, "part" + i), "mask" + i);
            mask = "mask" + i;
        }
        for (int i = 0; i < 1_500; i++) {
            graph.node("Add", List.of("scores", mask), "s" + i);
            graph.node("Softmax", List.of("s" + i), "p" + i, Map.of("axis", -1));
            graph.node("MatMul", List.of("p" + i, "q"), "c" + i);
        }
        Path input = graph.write(folder.resolve("model.onnx"), 13);
        assertThat(Instrumenter.recognise(input).layers()).hasSize(1_501);
    }

    @Test
    void listsWhatItLookedAt() throws Exception {
        Path input =
                new TestGraph()
                        .input("input_ids", TestGraph.INT64, "b", "s")
                        .weight("table", 12, 8)
                        .weight("router", 8, 4)
                        .node("Gather", List.of("table", "input_ids"), "x")
                        .node("MatMul", List.of("x", "router"), "scores")
                        .node("Softmax", List.of("scores"), "y")
                        .node(
                                "If",
                                List.of("c"),
                                "z",
                                Map.of(
                                        "then_branch",
                                        new TestGraph()
                                                .node("Softmax", List.of("x"), "y")
                                                .toProto()))
                        .output("y", TestGraph.FLOAT, "b", "s", 4)
                        .write(folder.resolve("model.onnx"), 13);
        assertThatThrownBy(() -> instrument(input))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("no attention that is recognised")
                .hasMessageContaining(
                        "Softmax \"Softmax_2\": its output is not multiplied with values")
                .hasMessageContaining("If \"If_3\": 1 in its inner graphs");
    }

    @Test
    void namesOperatorsThatGiveNoProbabilities() throws Exception {
        Path input =
                TestGraph.selfAttention(2, 4)
                        .weight("table", 12, 8)
                        .node("com.microsoft", "QAttention", List.of("x"), List.of("y"), Map.of())
                        .write(folder.resolve("model.onnx"), 13);
        assertRefused(
                input,
                UnsupportedModelException.class,
                "com.microsoft.QAttention \"QAttention_8\": this operator gives no probabilities");
    }

    @Test
    void refusesAModelTwice() throws Exception {
        Path input =
                TestGraph.selfAttention(2, 4)
                        .weight("table", 12, 8)
                        .write(folder.resolve("model.onnx"), 13);
        InstrumentedModel first = instrument(input);
        assertRefused(first.path(), UnsupportedModelException.class, "gives attention already");
    }

    /** What the readers of this format do not know may still matter to others. */
    @Test
    void keepsFieldsItDoesNotKnow() throws Exception {
        TestGraph graph = TestGraph.selfAttention(2, 4).weight("table", 12, 8);
        byte[] model = graph.model(13).toByteArray();
        byte[] unknown = {(byte) 0xfa, 0x7f, 3, 'x', 'y', 'z'};
        byte[] both = Arrays.copyOf(model, model.length + unknown.length);
        System.arraycopy(unknown, 0, both, model.length, unknown.length);
        Path input = Files.write(folder.resolve("model.onnx"), both);

        byte[] output = Files.readAllBytes(instrument(input).path());

        assertThat(output).containsSequence(unknown);
        for (NodeProto node : graph.toProto().getNodeList()) {
            assertThat(output).containsSequence(node.toByteArray());
        }
    }

    private InstrumentedModel instrument(Path input) {
        return Instrumenter.instrument(InstrumentRequest.of(input, folder.resolve("out.onnx")));
    }

    private void assertRefused(Path input, Class<? extends Exception> type, String message) {
        Path output = folder.resolve("new/out.onnx");
        assertThatThrownBy(() -> Instrumenter.instrument(InstrumentRequest.of(input, output)))
                .isInstanceOf(type)
                .hasMessageContaining(message);
        assertThat(folder.resolve("new")).doesNotExist();
    }
}
