package io.github.headlight.export.decoder;

import io.github.headlight.export.onnx.ElementType;
import io.github.headlight.export.onnx.ExternalData;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Shape;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.export.weights.WeightForm;

/**
 * Axes of a matrix whose weights have 4 bits, and the operators that take such.
 *
 * @param out rows
 * @param in weights of a row, whole blocks
 */
record PackedShape(int out, int in) {
    private static final int BITS = 4;
    private static final int BLOCK_BYTES = WeightForm.BLOCK * BITS / Byte.SIZE;

    int blocks() {
        return in / WeightForm.BLOCK;
    }

    /** Codes as products take them. */
    Value codes(OnnxGraph graph, String name, ExternalData data) {
        Shape shape = Shape.of(out, blocks(), BLOCK_BYTES);
        return graph.external(name, ElementType.UINT8, shape, data);
    }

    /** The same bytes as rows are picked from. */
    Value table(OnnxGraph graph, String name, ExternalData data) {
        return graph.external(name, ElementType.UINT8, Shape.of(out, in / 2), data);
    }

    /** One float a block: scales, or offsets. */
    Value floats(OnnxGraph graph, String name, ExternalData data) {
        return graph.external(name, ElementType.FLOAT, Shape.of(out, blocks()), data);
    }

    /** A zero point a block, two in a byte. */
    Value zeroPoints(OnnxGraph graph, String name, ExternalData data) {
        return graph.external(name, ElementType.UINT8, Shape.of(out, (blocks() + 1) / 2), data);
    }

    /** The product of x, codes and scales, and zero points if they are not 8. */
    Value multiply(OnnxGraph graph, String name, Value... inputs) {
        return graph.node(Operator.MATMUL_NBITS, name)
                .inputs(inputs)
                .set("K", in)
                .set("N", out)
                .set("bits", BITS)
                .set("block_size", WeightForm.BLOCK)
                .output();
    }

    /** Rows of a table by index, with scales, and zero points if they are not 8. */
    Value rows(OnnxGraph graph, String name, Value... inputs) {
        return graph.node(Operator.GATHER_BLOCK_QUANTIZED, name)
                .inputs(inputs)
                .set("bits", BITS)
                .set("block_size", WeightForm.BLOCK)
                .set("gather_axis", 0)
                .set("quantize_axis", 1)
                .output();
    }
}
