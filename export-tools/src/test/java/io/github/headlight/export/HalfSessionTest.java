package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OrtException;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.error.DeviceException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.safetensors.SafetensorsFile;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;
import io.github.headlight.tensor.AttentionMatrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Models in 16 bits: f16 runs on the CPU too, though its kernels add up in f16. */
class HalfSessionTest {
    /** What adding up in f16 costs. */
    private static final float NEAR = 3e-2f;

    private static final Prompt PROMPT = Prompt.ids(5, 7, 11, 13, 5, 7, 11, 17, 19, 23, 29, 31);
    private static final String SHARDED = "qwen2-bf16-sharded-tied";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {SHARDED, "llama-f16", "qwen3-f32", "llama-head20"})
    void capturesInBlocksAndWhileItWrites(String checkpoint) {
        try (AttentionModel exact = open(checkpoint, Precision.F32, "full");
                AttentionModel half = open(checkpoint, Precision.F16, "full")) {
            Attention expected = exact.capture(PROMPT, CaptureOptions.DEFAULT);
            for (int block : new int[] {0, 1, 5}) {
                Attention actual = half.capture(PROMPT, CaptureOptions.DEFAULT.withBlock(block));
                for (int layer = 0; layer < exact.spec().layers(); layer++) {
                    for (int head = 0; head < exact.spec().heads(); head++) {
                        assertNear(expected.head(layer, head), actual.head(layer, head));
                    }
                }
            }
            Attention written = half.capture(PROMPT, CaptureOptions.generating(4));
            AttentionMatrix last = written.head(exact.spec().layers() - 1, 0);
            assertThat(last.queries()).isEqualTo(11 + written.generatedLength());
            for (int query = 0; query < last.queries(); query++) {
                float sum = 0;
                for (float probability : last.row(query)) {
                    sum += probability;
                }
                assertThat(sum).isBetween(1 - 1e-5f, 1 + 1e-5f);
            }
        }
    }

    /** Those of a plan of heads are computed by themselves, each with the keys of its KV head. */
    @Test
    void chosenHeadsAreThoseOfAFullCapture() {
        int[][] heads = {{0, 1}, {0, 3}, {2, 0}, {2, 1}, {2, 2}, {2, 3}};
        try (AttentionModel all = open("qwen2-f32", Precision.F16, "full");
                AttentionModel chosen = open("qwen2-f32", Precision.F16, "heads:0.1,0.3,2.*")) {
            Attention expected = all.capture(PROMPT);
            Attention actual = chosen.capture(PROMPT);
            for (int[] head : heads) {
                AttentionMatrix matrix = actual.head(head[0], head[1]);
                for (int query = 0; query < matrix.queries(); query++) {
                    assertThat(matrix.row(query))
                            .usingComparatorWithPrecision(1e-6f)
                            .containsExactly(expected.head(head[0], head[1]).row(query));
                }
            }
        }
    }

    @Test
    void reducedCapturesGoToTheirFile() {
        Path file = folder.resolve("capture.safetensors");
        String plan = "mean+topk:3+pooled:4+stats+heads:1.0";
        try (AttentionModel half = open("llama-f16", Precision.F16, plan)) {
            Attention expected = half.capture(PROMPT);
            half.captureTo(file, PROMPT, CaptureOptions.DEFAULT);
            Attention actual = AttentionFile.read(file);
            assertThat(actual.topK().key(1, 2, 11, 0)).isEqualTo(expected.topK().key(1, 2, 11, 0));
            assertThat(actual.mean(1).row(11)).isEqualTo(expected.mean(1).row(11));
        }
    }

    /** A graph may give in 16 bits what is kept as floats: logits and probabilities here. */
    @ParameterizedTest
    @CsvSource({"FLOAT16, 11", "BFLOAT16, 8"})
    void widensOutputsOf16Bits(DataType type, int digits) throws Exception {
        Path exact = folder.resolve("exact.onnx");
        export("qwen2-f32", Precision.F32, "full", exact);
        Path narrow = folder.resolve("narrow.onnx");
        Files.write(narrow, narrowed(ModelProto.parseFrom(Files.readAllBytes(exact)), type));
        try (AttentionModel wide = AttentionModel.open(exact, SessionConfig.cpu());
                AttentionModel half = AttentionModel.open(narrow, SessionConfig.cpu())) {
            CaptureOptions options = CaptureOptions.generating(3).withBlock(5).withAllLogits();
            Attention expected = wide.capture(PROMPT, options);
            Attention actual = half.capture(PROMPT, options);
            assertThat(actual.rows()).isEqualTo(expected.rows());
            float unit = (float) Math.pow(2, -digits);
            for (int row = 0; row < actual.rows(); row++) {
                float[] found = actual.head(2, 3).row(row);
                assertThat(found)
                        .usingComparatorWithPrecision(unit)
                        .containsExactly(expected.head(2, 3).row(row));
                float logit = expected.logits().orElseThrow().logit(row, 7);
                assertThat(actual.logits().orElseThrow().logit(row, 7))
                        .isBetween(logit - unit * 8, logit + unit * 8)
                        .isNotEqualTo(logit);
            }
        }
    }

    /** The same model with all its outputs but the cache's cast. */
    private static byte[] narrowed(ModelProto model, DataType type) {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        for (ValueInfoProto.Builder output : graph.getOutputBuilderList()) {
            String name = output.getName();
            if (name.startsWith("present.")) {
                continue;
            }
            output.getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
            for (NodeProto.Builder node : graph.getNodeBuilderList()) {
                int at = node.getOutputList().indexOf(name);
                if (at >= 0) {
                    node.setOutput(at, name + ".wide");
                }
            }
            graph.addNodeBuilder()
                    .setOpType("Cast")
                    .setName(name + ".narrow")
                    .addInput(name + ".wide")
                    .addOutput(name)
                    .addAttributeBuilder()
                    .setName("to")
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(type.getNumber());
        }
        return model.toBuilder().setGraph(graph).build().toByteArray();
    }

    /** Matrices of the graph's own type stay where they are, and nothing casts them. */
    @ParameterizedTest
    @CsvSource({SHARDED + ", BF16", "llama-f16, F16"})
    void usesWeightsInPlace(String checkpoint, Precision precision) throws Exception {
        Path out = folder.resolve("m.onnx");
        ExportResult result = export(checkpoint, precision, "full", out);
        assertThat(result.bytesWritten()).isEqualTo(Files.size(out));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(out);
        }
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(out));
        DataType type = precision == Precision.F16 ? DataType.FLOAT16 : DataType.BFLOAT16;
        Map<String, TensorProto> matrices =
                model.getGraph().getInitializerList().stream()
                        .filter(tensor -> tensor.getName().endsWith(".weight"))
                        .filter(tensor -> tensor.getDimsCount() == 2)
                        .collect(Collectors.toMap(TensorProto::getName, tensor -> tensor));
        assertThat(matrices).hasSizeGreaterThan(10);
        assertThat(matrices.values())
                .allSatisfy(tensor -> assertThat(tensor.getDataType()).isEqualTo(type.getNumber()));
        Set<String> cast =
                model.getGraph().getNodeList().stream()
                        .filter(node -> node.getOpType().equals("Cast"))
                        .flatMap(node -> node.getInputList().stream())
                        .collect(Collectors.toSet());
        assertThat(cast).doesNotContainAnyElementsOf(matrices.keySet());
    }

    /** A checkpoint in another type is rounded into a file beside the model. */
    @ParameterizedTest
    @CsvSource({SHARDED + ", F16", "qwen2-f32, BF16", "qwen2-f32, F16", "llama-f16, BF16"})
    void writesWeightsOfAnotherType(String checkpoint, Precision precision) throws Exception {
        Path out = folder.resolve("m.onnx");
        ExportResult result = export(checkpoint, precision, "full", out);
        long data = Files.size(folder.resolve("m.onnx.data"));
        assertThat(result.bytesWritten()).isEqualTo(Files.size(out) + data);
    }

    @Test
    void refusesWeightsThatF16DoesNotHold() throws Exception {
        Path checkpoint =
                CheckpointCopy.of(Goldens.folder("qwen2-f32"), folder.resolve("c")).folder();
        Path file = checkpoint.resolve("model.safetensors");
        String name = "model.layers.0.mlp.up_proj.weight";
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(SafetensorsFile.open(file).tensor(name).offset());
            bytes.writeInt(Integer.reverseBytes(Float.floatToIntBits(70_000)));
        }
        ExportRequest request =
                ExportRequest.of(checkpoint, folder.resolve("m.onnx")).withPrecision(Precision.F16);
        assertThatThrownBy(() -> ModelExporter.export(request))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("70000.0 is beyond 16-bit floats, which end at 65504")
                .hasMessageContaining("bf16");
        assertThat(request.output()).doesNotExist();
        ModelExporter.export(request.withPrecision(Precision.BF16));
    }

    @ParameterizedTest
    @CsvSource({SHARDED + ", BFLOAT16", "llama-f16, FLOAT16", "qwen2-f32, FLOAT"})
    void choosesTheCheckpointsOwnPrecisionForCuda(String checkpoint, DataType type)
            throws Exception {
        Path out = folder.resolve("m.onnx");
        ModelExporter.export(
                ExportRequest.of(Goldens.folder(checkpoint), out).withTarget(Target.CUDA));
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(out));
        assertThat(model.getGraph().getInputList())
                .filteredOn(input -> input.getName().equals("past_key_values.0.key"))
                .singleElement()
                .satisfies(
                        input ->
                                assertThat(input.getType().getTensorType().getElemType())
                                        .isEqualTo(type.getNumber()));
    }

    /** The operator that has no kernel in f32 on CUDA is not in what is exported for it. */
    @ParameterizedTest
    @CsvSource({"F32, false", "INT4, false", "F16, true", "BF16, true"})
    void fusesAttentionForCudaInHalfPrecisionOnly(Precision precision, boolean fused)
            throws Exception {
        Path out = folder.resolve("m.onnx");
        ModelExporter.export(
                ExportRequest.of(Goldens.folder("qwen2-f32"), out)
                        .withTarget(Target.CUDA)
                        .withPrecision(precision));
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(out));
        assertThat(model.getGraph().getNodeList().stream().map(NodeProto::getOpType).toList())
                .satisfies(
                        operators ->
                                assertThat(operators.contains("GroupQueryAttention"))
                                        .isEqualTo(fused));
    }

    @Test
    void bf16NeedsCuda() throws Exception {
        Path out = folder.resolve("m.onnx");
        export(SHARDED, Precision.BF16, "full", out);
        assertThatThrownBy(() -> AttentionModel.open(out, SessionConfig.cpu()))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("bf16 needs CUDA")
                .hasMessageContaining("--precision f32");
        assertThatThrownBy(() -> RunnableModel.open(out).close())
                .isInstanceOf(OrtException.class)
                .hasMessageContaining("NOT_IMPLEMENTED");
    }

    @Test
    void aModelForTheCpuIsRefusedOnCuda() throws Exception {
        Path out = folder.resolve("m.onnx");
        export("qwen2-f32", Precision.F32, "full", out);
        assertThatThrownBy(() -> AttentionModel.open(out, SessionConfig.cuda()))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("exported for the CPU")
                .hasMessageContaining("--target cuda");
    }

    private AttentionModel open(String checkpoint, Precision precision, String plan) {
        Path out = folder.resolve(precision + "-" + plan.replaceAll("\\W", "_") + ".onnx");
        export(checkpoint, precision, plan, out);
        return AttentionModel.open(out, SessionConfig.cpu().withThreads(1));
    }

    private static ExportResult export(
            String checkpoint, Precision precision, String plan, Path out) {
        return ModelExporter.export(
                ExportRequest.of(Goldens.folder(checkpoint), out)
                        .withPlan(CapturePlan.parse(plan))
                        .withPrecision(precision));
    }

    private static void assertNear(AttentionMatrix expected, AttentionMatrix actual) {
        for (int query = 0; query < expected.queries(); query++) {
            assertThat(actual.row(query))
                    .usingComparatorWithPrecision(NEAR)
                    .containsExactly(expected.row(query));
        }
    }
}
