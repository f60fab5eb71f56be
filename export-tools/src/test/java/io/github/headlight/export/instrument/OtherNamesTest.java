package io.github.headlight.export.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.model.WeightFiles;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A decoder as others may have one: ids of 32 bits, inputs and outputs of other names, a cache,
 * logits and attention in half precision. Its one head gives key j what softmax gives to the
 * product of the ids of query and key, a tenth each.
 */
class OtherNamesTest {
    private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
    private static final int HALF = TensorProto.DataType.FLOAT16_VALUE;
    private static final int INT32 = TensorProto.DataType.INT32_VALUE;

    private static final Map<String, String> NAMES =
            Map.of(
                    ModelContract.INPUTS_KEY,
                    "{\"tokens\":\"input_ids\",\"k\":\"past_key_values.0.key\","
                            + "\"v\":\"past_key_values.0.value\"}",
                    ModelContract.OUTPUTS_KEY,
                    "{\"scores\":\"logits\",\"k2\":\"present.0.key\",\"v2\":\"present.0.value\"}");

    @TempDir Path folder;

    private AttentionModel open(Map<String, String> names) throws IOException {
        ModelProto.Builder model =
                ModelProto.newBuilder()
                        .setIrVersion(8)
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                        .setGraph(graph());
        ModelSpec spec = new ModelSpec("unknown", 1, 1, 1, 2, 3, 0, List.of(), "");
        put(model, ModelContract.FORMAT_KEY, "1");
        put(model, ModelContract.MODEL_KEY, spec.toJson().toString());
        put(model, ModelContract.PLAN_KEY, "full");
        put(model, ModelContract.WEIGHTS_KEY, new WeightFiles(".", List.of()).toJson().toString());
        names.forEach((key, value) -> put(model, key, value));
        Path file = folder.resolve("model.onnx");
        Files.write(file, model.build().toByteArray());
        return AttentionModel.open(file, SessionConfig.cpu());
    }

    private static GraphProto graph() {
        return GraphProto.newBuilder()
                .setName("g")
                .addInput(value("tokens", INT32, 1, 0))
                .addInput(value("k", HALF, 1, 1, 0, 2))
                .addInput(value("v", HALF, 1, 1, 0, 2))
                .addInitializer(axes("axes", 1, 3))
                .addInitializer(axes("zero", 0))
                .addInitializer(axes("one", 1))
                .addInitializer(axes("three", 3))
                .addInitializer(axes("two", 2))
                .addInitializer(
                        TensorProto.newBuilder()
                                .setName("tenth")
                                .setDataType(FLOAT)
                                .addFloatData(0.1f))
                .addNode(cast("tokens", "ids", FLOAT))
                .addNode(node("Mul", "x", "ids", "tenth"))
                .addNode(node("Unsqueeze", "q", "x", "axes"))
                .addNode(cast("q", "half", HALF))
                .addNode(node("Concat", "new", "half", "half").addAttribute(axis(3)))
                .addNode(node("Concat", "k2", "k", "new").addAttribute(axis(2)))
                .addNode(node("Concat", "v2", "v", "new").addAttribute(axis(2)))
                .addNode(node("Slice", "first", "k2", "zero", "one", "three"))
                .addNode(cast("first", "keys", FLOAT))
                .addNode(node("Transpose", "kt", "keys").addAttribute(permutation()))
                .addNode(node("MatMul", "products", "q", "kt"))
                .addNode(node("Softmax", "p", "products").addAttribute(axis(-1)))
                .addNode(cast("p", "attentions.0", HALF))
                .addNode(node("Unsqueeze", "x3", "x", "two"))
                .addNode(node("Neg", "minus", "x3"))
                .addNode(node("Concat", "all", "minus", "x3", "minus").addAttribute(axis(2)))
                .addNode(cast("all", "scores", HALF))
                .addOutput(value("scores", HALF, 1, 0, 3))
                .addOutput(value("k2", HALF, 1, 1, 0, 2))
                .addOutput(value("v2", HALF, 1, 1, 0, 2))
                .addOutput(value("attentions.0", HALF, 1, 1, 0, 0))
                .build();
    }

    private static void put(ModelProto.Builder model, String key, String value) {
        model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value));
    }

    /** An axis of 0 is any. */
    private static ValueInfoProto value(String name, int type, int... axes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int i = 0; i < axes.length; i++) {
            shape.addDim(
                    axes[i] == 0
                            ? TensorShapeProto.Dimension.newBuilder().setDimParam(name + i)
                            : TensorShapeProto.Dimension.newBuilder().setDimValue(axes[i]));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(type)
                                                .setShape(shape)))
                .build();
    }

    private static TensorProto axes(String name, long... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(TensorProto.DataType.INT64_VALUE)
                        .addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return tensor.build();
    }

    private static NodeProto.Builder node(String op, String output, String... inputs) {
        return NodeProto.newBuilder().setOpType(op).addAllInput(List.of(inputs)).addOutput(output);
    }

    private static NodeProto.Builder cast(String input, String output, int type) {
        return node("Cast", output, input)
                .addAttribute(
                        AttributeProto.newBuilder()
                                .setName("to")
                                .setType(AttributeProto.AttributeType.INT)
                                .setI(type));
    }

    private static AttributeProto axis(int axis) {
        return AttributeProto.newBuilder()
                .setName("axis")
                .setType(AttributeProto.AttributeType.INT)
                .setI(axis)
                .build();
    }

    private static AttributeProto permutation() {
        return AttributeProto.newBuilder()
                .setName("perm")
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(List.of(0L, 1L, 3L, 2L))
                .build();
    }

    @Test
    void readsAndWritesThroughOtherNamesAndHalfPrecision() throws IOException {
        try (AttentionModel model = open(NAMES)) {
            // Token by token, as its graph has no causal mask.
            Attention attention =
                    model.capture(Prompt.ids(2, 0, 1), CaptureOptions.generating(3).withBlock(1));
            assertThat(attention.tokens().ids()).containsExactly(2, 0, 1, 1, 1, 1);
            int[] ids = attention.tokens().ids();
            for (int query = 0; query < attention.rows(); query++) {
                double sum = 0;
                for (int key = 0; key <= query; key++) {
                    sum += Math.exp(0.01 * ids[query] * ids[key]);
                }
                for (int key = 0; key <= query; key++) {
                    assertThat((double) attention.head(0, 0).probability(query, key))
                            .as("query %d, key %d", query, key)
                            .isCloseTo(Math.exp(0.01 * ids[query] * ids[key]) / sum, within(1e-3));
                }
            }
            assertThat((double) attention.logits().orElseThrow().logit(0, 1))
                    .isCloseTo(0.1, within(1e-4));
        }
    }

    @Test
    void anInputOfWhichNothingIsKnownIsNamed() {
        Map<String, String> names =
                Map.of(
                        ModelContract.INPUTS_KEY,
                        "{\"tokens\":\"input_ids\",\"k\":\"past_key_values.0.key\"}",
                        ModelContract.OUTPUTS_KEY,
                        NAMES.get(ModelContract.OUTPUTS_KEY));
        assertThatThrownBy(() -> open(names).close())
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("an input v, of which nothing is known");
    }

    @Test
    void twoNamesOfOneRoleAreRefused() {
        Map<String, String> names =
                Map.of(ModelContract.INPUTS_KEY, "{\"tokens\":\"input_ids\",\"k\":\"input_ids\"}");
        assertThatThrownBy(() -> open(names).close())
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("expected one name for input_ids");
    }
}
