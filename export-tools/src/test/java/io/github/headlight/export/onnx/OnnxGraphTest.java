package io.github.headlight.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;

import org.junit.jupiter.api.Test;

import java.util.TreeMap;

class OnnxGraphTest {
    private final OnnxGraph graph = new OnnxGraph("test");
    private final Value x =
            graph.input("x", ElementType.FLOAT, Shape.of(Dim.of("tokens"), Dim.of(4)));

    @Test
    void infersTypesAndShapes() {
        Value w = weight("w", 6, 4);
        Value y = graph.node(Operator.GEMM, "y").inputs(x, w).set("transB", 1).output();
        assertThat(y.shape()).isEqualTo(Shape.of(Dim.of("tokens"), Dim.of(6)));
        Value half =
                graph.node(Operator.CAST, "half")
                        .inputs(y)
                        .set("to", ElementType.FLOAT16.onnx())
                        .output();
        assertThat(half.type()).isEqualTo(ElementType.FLOAT16);
        assertThat(half.shape()).isEqualTo(y.shape());
        Value sum = graph.node(Operator.ADD, "sum").inputs(y, graph.constant("c", 1f)).output();
        assertThat(sum.shape()).isEqualTo(y.shape());
        Value ids = graph.input("ids", ElementType.INT64, Shape.of(Dim.of("batch"), Dim.of("s")));
        Value rows = graph.node(Operator.GATHER, "rows").inputs(w, ids).set("axis", 0).output();
        assertThat(rows.shape()).isEqualTo(Shape.of(Dim.of("batch"), Dim.of("s"), Dim.of(4)));
    }

    @Test
    void infersMatricesAndConditions() {
        Value keys = graph.input("keys", ElementType.FLOAT, Shape.of(Dim.of("total"), Dim.of(4)));
        Value scores =
                graph.node(Operator.FUSED_MATMUL, "scores")
                        .inputs(x, keys)
                        .set("transB", 1)
                        .set("alpha", 0.5f)
                        .output();
        assertThat(scores.shape()).isEqualTo(Shape.of(Dim.of("tokens"), Dim.of("total")));
        Value context = graph.node(Operator.MATMUL, "context").inputs(scores, keys).output();
        assertThat(context.shape()).isEqualTo(x.shape());
        Value turned =
                graph.node(Operator.TRANSPOSE, "turned").inputs(x).setList("perm", 1, 0).output();
        assertThat(turned.shape()).isEqualTo(Shape.of(Dim.of(4), Dim.of("tokens")));
        Value greater = graph.node(Operator.GREATER, "greater").inputs(x, context).output();
        assertThat(greater.type()).isEqualTo(ElementType.BOOL);
        Value chosen = graph.node(Operator.WHERE, "chosen").inputs(greater, x, context).output();
        assertThat(chosen.type()).isEqualTo(ElementType.FLOAT);

        assertThatThrownBy(
                        () ->
                                graph.node(Operator.MATMUL, "a")
                                        .inputs(x, weight("w", 6, 4))
                                        .output())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("MATMUL node a", "do not fit");
        assertThatThrownBy(() -> graph.node(Operator.WHERE, "b").inputs(x, x, x).output())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("WHERE node b", "expected a condition");
        assertThatThrownBy(() -> graph.node(Operator.TRANSPOSE, "c").inputs(x).output())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("TRANSPOSE node c", "perm");
        assertThatThrownBy(
                        () ->
                                graph.node(Operator.TRANSPOSE, "d")
                                        .inputs(x)
                                        .setList("perm", 0, 2, 1)
                                        .output())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("TRANSPOSE node d", "expected 3 axes");
    }

    @Test
    void refusesWrongShapesByOperatorAndName() {
        Value w = weight("w", 6, 5);
        assertThatThrownBy(
                        () -> graph.node(Operator.GEMM, "y").inputs(x, w).set("transB", 1).output())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("GEMM node y: expected [?, 5], found x FLOAT [tokens, 4]");
        assertThatThrownBy(
                        () ->
                                graph.node(Operator.ADD, "z")
                                        .inputs(x, graph.constant("c", 1f, 2f, 3f))
                                        .output())
                .hasMessageContaining("ADD node z: shapes of");
        assertThatThrownBy(
                        () ->
                                graph.node(Operator.SIMPLIFIED_LAYER_NORMALIZATION, "n")
                                        .inputs(x, graph.constant("scale", 1f, 2f))
                                        .output())
                .hasMessageContaining("n: last axis of");
    }

    @Test
    void refusesWrongTypesInputsAndAttributes() {
        Value whole = graph.constant("whole", 1L);
        assertThatThrownBy(() -> graph.node(Operator.MUL, "m").inputs(x, whole).output())
                .hasMessageContaining("MUL node m: types of");
        assertThatThrownBy(() -> graph.node(Operator.MUL, "m").inputs(x).output())
                .hasMessageContaining("expected 2 to 2 inputs, found 1");
        assertThatThrownBy(() -> graph.node(Operator.COS, "c").inputs(x).outputs("a", "b"))
                .hasMessageContaining("expected 1 to 1 outputs, found 2");
        assertThatThrownBy(() -> graph.node(Operator.CAST, "c").set("too", 1))
                .hasMessageContaining("CAST node c: attribute too is not one of [to]");
        assertThatThrownBy(() -> graph.node(Operator.CAST, "c").set("to", 1f))
                .hasMessageContaining("attribute to is INT, not FLOAT");
    }

    @Test
    void refusesValuesOfAnotherGraphAndTakenNames() {
        OnnxGraph other = new OnnxGraph("other");
        assertThatThrownBy(() -> other.node(Operator.COS, "c").inputs(x).output())
                .hasMessageContaining("belongs to another graph");
        assertThatThrownBy(() -> other.output(x, x.shape()))
                .hasMessageContaining("belongs to another graph");
        assertThatThrownBy(() -> graph.constant("x", 1L))
                .hasMessageContaining("has a value \"x\" already");
    }

    @Test
    void keepsExternalDataInPlainFiles() {
        for (String location : new String[] {"", ".", "..", "../w", "/w", "a\\b"}) {
            assertThatThrownBy(() -> new ExternalData(location, 0, 4))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(
                        () ->
                                graph.external(
                                        "w",
                                        ElementType.BFLOAT16,
                                        Shape.of(2, 3),
                                        new ExternalData("w.bin", 0, 24)))
                .hasMessageContaining("takes 12 bytes, found 24");
    }

    @Test
    void writesTheSameBytesForTheSameGraph() throws Exception {
        graph.output(graph.node(Operator.COS, "y").inputs(x).output(), x.shape());
        TreeMap<String, String> metadata = new TreeMap<>();
        metadata.put("b", "2");
        metadata.put("a", "1");
        byte[] bytes = new OnnxModel(graph, "test", metadata).toBytes();
        assertThat(new OnnxModel(graph, "test", metadata).toBytes()).isEqualTo(bytes);
        ModelProto model = ModelProto.parseFrom(bytes);
        assertThat(model.getIrVersion()).isEqualTo(8);
        assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(18);
        assertThat(model.getOpsetImport(1).getDomain()).isEqualTo("com.microsoft");
        assertThat(model.getMetadataProps(0).getKey()).isEqualTo("a");
    }

    private Value weight(String name, long rows, long columns) {
        return graph.external(
                name,
                ElementType.FLOAT,
                Shape.of(rows, columns),
                new ExternalData("w.bin", 0, 4 * rows * columns));
    }
}
