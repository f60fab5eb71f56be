package io.github.headlight.export.decoder;

import io.github.headlight.export.checkpoint.Checkpoint;
import io.github.headlight.export.checkpoint.StoredTensor;
import io.github.headlight.export.onnx.ElementType;
import io.github.headlight.export.onnx.ExternalData;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Shape;
import io.github.headlight.export.onnx.Value;
import io.github.headlight.export.weights.WeightForm;
import io.github.headlight.export.weights.WeightType;
import io.github.headlight.model.WeightPrecision;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The weights of a checkpoint as values of a graph. Their bytes stay outside. A graph that computes
 * in f32 has 16-bit ones widened by a Cast, which the runtime does once, when it loads the model;
 * one that computes in 16 bits uses those of its own type as they are.
 */
final class Weights {
    private final OnnxGraph graph;
    private final Checkpoint checkpoint;
    private final WeightPlacement placement;
    private final WeightPrecision precision;
    private final BlockSums sums;
    private final Casts casts;
    private final Map<String, Value> stored = new HashMap<>();
    private final Map<String, Value> computed = new HashMap<>();
    private final Map<String, Value> widened = new HashMap<>();
    private final Map<String, WeightMatrix> vocabularies = new HashMap<>();

    Weights(
            OnnxGraph graph,
            Checkpoint checkpoint,
            WeightPlacement placement,
            WeightPrecision precision,
            Casts casts) {
        this.graph = graph;
        this.checkpoint = checkpoint;
        this.placement = placement;
        this.precision = precision;
        this.casts = casts;
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
        return widened.computeIfAbsent(
                name, unused -> casts.widen(stored(name, shape), name + ".f32"));
    }

    /** A weight in the type that the graph computes in; one of another type is rounded to it. */
    Value computed(String name, long... shape) {
        if (!precision.isHalf()) {
            return f32(name, shape);
        }
        Value known = computed.get(name);
        if (known == null) {
            StoredTensor tensor = checkpoint.tensor(name, shape);
            boolean asStored =
                    tensor.type().isPlain() && elementType(tensor.type()) == casts.type();
            WeightForm form = asStored ? WeightForm.STORED : halfForm();
            ExternalData data = placement.place(tensor, form).get(0);
            known = graph.external(name, casts.type(), Shape.of(shape), data);
            computed.put(name, known);
        }
        return known;
    }

    private WeightForm halfForm() {
        return precision == WeightPrecision.F16 ? WeightForm.HALF : WeightForm.BRAIN;
    }

    /** Rows picked from the embedding, in f32. */
    Value widen(Value rows, String name) {
        return casts.widen(rows, name);
    }

    /** The table that rows are picked from: the one that is multiplied with, if there is one. */
    Value table(String name, int out, int in, boolean multiplied) {
        return multiplied || precision.isHalf() ? computed(name, out, in) : stored(name, out, in);
    }

    /** The weights of a layer; packed if the precision says so and they can be. */
    WeightMatrix layer(String name, int out, int in) {
        return isPacked(in)
                ? packed(name, out, in, WeightForm::ofLayers)
                : new PlainMatrix(graph, this, name, out, in, /* multiplied= */ true);
    }

    /**
     * The embedding or the head, or both in one; packed if the precision says so and it can be.
     *
     * @param multiplied whether it is the head
     */
    WeightMatrix vocabulary(String name, int out, int in, boolean multiplied) {
        WeightMatrix known = vocabularies.get(name);
        if (known == null) {
            known =
                    isPacked(in)
                            ? packed(name, out, in, WeightForm::ofVocabulary)
                            : new PlainMatrix(graph, this, name, out, in, multiplied);
            vocabularies.put(name, known);
        }
        return known;
    }

    private WeightMatrix packed(
            String name, int out, int in, Function<WeightType, WeightForm> choice) {
        StoredTensor tensor = checkpoint.tensor(name, out, in);
        WeightForm form = choice.apply(tensor.type());
        List<ExternalData> parts = placement.place(tensor, form);
        PackedShape shape = new PackedShape(out, in);
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
