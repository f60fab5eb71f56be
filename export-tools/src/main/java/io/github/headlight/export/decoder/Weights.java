package io.github.headlight.export.decoder;

import io.github.headlight.export.checkpoint.Checkpoint;
import io.github.headlight.export.checkpoint.StoredTensor;
import io.github.headlight.export.onnx.ElementType;
import io.github.headlight.export.onnx.ExternalData;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Shape;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.export.weights.WeightForm;
import io.github.headlight.export.weights.WeightType;
import io.github.headlight.model.WeightPrecision;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of a checkpoint as values of a graph. Their bytes stay outside; 16-bit ones are
 * widened to f32 by a Cast, which the runtime does once, when it loads the model.
 */
final class Weights {
    private final OnnxGraph graph;
    private final Checkpoint checkpoint;
    private final WeightPlacement placement;
    private final WeightPrecision precision;
    private final BlockSums sums;
    private final Map<String, Value> stored = new HashMap<>();
    private final Map<String, Value> widened = new HashMap<>();
    private final Map<String, WeightMatrix> matrices = new HashMap<>();

    Weights(
            OnnxGraph graph,
            Checkpoint checkpoint,
            WeightPlacement placement,
            WeightPrecision precision) {
        this.graph = graph;
        this.checkpoint = checkpoint;
        this.placement = placement;
        this.precision = precision;
        this.sums = new BlockSums(graph);
    }

    /** A weight in the float type it is stored in, or in f32 if it is stored in another type. */
    Value stored(String name, long... shape) {
        Value known = stored.get(name);
        if (known != null) {
            return known;
        }
        StoredTensor tensor = checkpoint.tensor(name, shape);
        boolean plain = tensor.type().isPlain();
        WeightForm form = plain ? WeightForm.STORED : WeightForm.FLOAT;
        ElementType type = plain ? elementType(tensor.type()) : ElementType.FLOAT;
        ExternalData data = placement.place(tensor, form).get(0);
        Value value = graph.external(name, type, Shape.of(shape), data);
        stored.put(name, value);
        return value;
    }

    /** A weight in f32. */
    Value f32(String name, long... shape) {
        return widened.computeIfAbsent(name, unused -> widen(stored(name, shape), name + ".f32"));
    }

    /** A value in f32. */
    Value widen(Value value, String name) {
        if (value.type() == ElementType.FLOAT) {
            return value;
        }
        return graph.node(Operator.CAST, name)
                .inputs(value)
                .set("to", ElementType.FLOAT.onnx())
                .output();
    }

    /** A matrix that is multiplied with; packed if the precision says so and it can be. */
    WeightMatrix matrix(String name, int rows, int columns) {
        return matrix(name, rows, columns, /* multiplied= */ true);
    }

    /** A matrix that rows are picked from, and that is perhaps multiplied with too. */
    WeightMatrix table(String name, int rows, int columns, boolean multiplied) {
        return matrix(name, rows, columns, multiplied);
    }

    private WeightMatrix matrix(String name, int rows, int columns, boolean multiplied) {
        WeightMatrix known = matrices.get(name);
        if (known == null) {
            known = newMatrix(name, rows, columns, multiplied);
            matrices.put(name, known);
        }
        return known;
    }

    private WeightMatrix newMatrix(String name, int rows, int columns, boolean multiplied) {
        if (!isPacked(columns)) {
            return new PlainMatrix(graph, this, name, rows, columns, multiplied);
        }
        StoredTensor tensor = checkpoint.tensor(name, rows, columns);
        WeightForm form = WeightForm.packed(tensor.type());
        List<ExternalData> parts = placement.place(tensor, form);
        PackedShape shape = new PackedShape(rows, columns);
        return form == WeightForm.EIGHT_BIT
                ? new EightBitMatrix(graph, name, shape, parts)
                : new FourBitMatrix(graph, sums, name, shape, parts);
    }

    private boolean isPacked(int columns) {
        return precision == WeightPrecision.INT4 && columns % WeightForm.BLOCK == 0;
    }

    private static ElementType elementType(WeightType type) {
        return switch (type) {
            case F32 -> ElementType.FLOAT;
            case F16 -> ElementType.FLOAT16;
            case BF16 -> ElementType.BFLOAT16;
            default -> throw new IllegalArgumentException(type + " is not a float");
        };
    }
}
