package io.github.headlight.export.decoder;

import io.github.headlight.export.checkpoint.Checkpoint;
import io.github.headlight.export.checkpoint.StoredTensor;
import io.github.headlight.export.onnx.ElementType;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Operator;
import io.github.headlight.export.onnx.Shape;
import io.github.headlight.export.onnx.Value;

import java.util.HashMap;
import java.util.Map;

/**
 * The weights of a checkpoint as values of a graph. Their bytes stay outside; 16-bit ones are
 * widened to f32 by a Cast, which the runtime does once, when it loads the model.
 */
final class Weights {
    private final OnnxGraph graph;
    private final Checkpoint checkpoint;
    private final WeightPlacement placement;
    private final Map<String, Value> stored = new HashMap<>();
    private final Map<String, Value> widened = new HashMap<>();

    Weights(OnnxGraph graph, Checkpoint checkpoint, WeightPlacement placement) {
        this.graph = graph;
        this.checkpoint = checkpoint;
        this.placement = placement;
    }

    /** A weight in the element type it is stored in. */
    Value stored(String name, long... shape) {
        Value known = stored.get(name);
        if (known != null) {
            return known;
        }
        StoredTensor tensor = checkpoint.tensor(name, shape);
        ElementType type =
                switch (tensor.dtype()) {
                    case F32 -> ElementType.FLOAT;
                    case F16 -> ElementType.FLOAT16;
                    case BF16 -> ElementType.BFLOAT16;
                    default -> throw new IllegalStateException(tensor + " is not a weight");
                };
        Value value = graph.external(name, type, Shape.of(shape), placement.place(tensor));
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
}
