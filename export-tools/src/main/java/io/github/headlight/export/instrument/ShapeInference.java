package io.github.headlight.export.instrument;

import io.github.headlight.export.onnx.ElementType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out types, axes and short lists of whole numbers of a graph's values, in one pass. An
 * operator that it does not know, or whose inputs are not known, gives what the model declares, if
 * it does.
 */
final class ShapeInference {
    private static final int MAX_NUMBERS = 64;
    private static final int INT64 = ElementType.INT64.onnx();
    private static final int BOOL = ElementType.BOOL.onnx();
    private static final int FLOAT = ElementType.FLOAT.onnx();

    private final ForeignGraph graph;
    private final Map<String, Facts> facts = new HashMap<>();

    private ShapeInference(ForeignGraph graph) {
        this.graph = graph;
    }

    /** {@return what is known of the values of a graph, by name} */
    static Map<String, Facts> of(ForeignGraph graph) {
        ShapeInference inference = new ShapeInference(graph);
        graph.initializers()
                .values()
                .forEach(tensor -> inference.facts.put(tensor.name(), Facts.of(tensor)));
        graph.inputs().forEach(input -> inference.facts.put(input.name(), input.facts()));
        for (ForeignNode node : graph.nodes()) {
            inference.visit(node);
        }
        return inference.facts;
    }

    private void visit(ForeignNode node) {
        List<Facts> results;
        try {
            results = infer(node);
        } catch (ArithmeticException e) {
            // Sizes beyond what a tensor can have are as good as unknown.
            results = List.of();
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            String name = node.output(i);
            Facts inferred = i < results.size() ? results.get(i) : Facts.NONE;
            ForeignValue declared = graph.declared().get(name);
            facts.put(name, declared == null ? inferred : inferred.or(declared.facts()));
        }
    }

    private Facts in(ForeignNode node, int position) {
        return facts.getOrDefault(node.input(position), Facts.NONE);
    }

    private List<Facts> infer(ForeignNode node) {
        if (node.domain().equals(ForeignNode.MICROSOFT)) {
            return inferMicrosoft(node);
        }
        if (!node.domain().isEmpty()) {
            return List.of();
        }
        Facts first = in(node, 0);
        return switch (node.op()) {
            case "Constant" -> List.of(constant(node));
            case "Identity", "Dropout" -> List.of(first);
            case "Cast" ->
                    List.of(new Facts((int) node.number("to", 0), first.dims(), first.numbers()));
            case "Softmax",
                    "LogSoftmax",
                    "Relu",
                    "Erf",
                    "Tanh",
                    "Sqrt",
                    "Exp",
                    "Log",
                    "Neg",
                    "Abs",
                    "Reciprocal",
                    "Sigmoid",
                    "Cos",
                    "Sin",
                    "Clip",
                    "Gelu",
                    "Floor",
                    "Ceil",
                    "Round",
                    "Sign",
                    "Softplus",
                    "Elu",
                    "LeakyRelu",
                    "HardSigmoid",
                    "BatchNormalization",
                    "InstanceNormalization",
                    "GroupNormalization",
                    "LayerNormalization",
                    "RMSNormalization",
                    "SimplifiedLayerNormalization",
                    "Trilu",
                    "CumSum",
                    "RotaryEmbedding",
                    "ScatterND",
                    "ScatterElements" ->
                    List.of(Facts.of(first.type(), first.dims()));
            case "IsNaN", "IsInf", "Not" -> List.of(Facts.of(BOOL, first.dims()));
            case "Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "Mod", "PRelu" ->
                    List.of(elementwise(node, first.type()));
            case "And", "Or", "Xor", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual" ->
                    List.of(elementwise(node, BOOL));
            case "Where" -> List.of(where(node));
            case "Shape" -> List.of(shape(node));
            case "Size" -> List.of(Facts.of(INT64, List.of()));
            case "Unsqueeze" -> List.of(unsqueeze(node));
            case "Squeeze" -> List.of(squeeze(node));
            case "Concat" -> List.of(concat(node));
            case "Gather" -> List.of(gather(node));
            case "GatherElements" -> List.of(Facts.of(first.type(), in(node, 1).dims()));
            case "GatherND" -> List.of(gatherND(node));
            case "NonZero" ->
                    List.of(
                            Facts.of(
                                    INT64,
                                    first.hasRank()
                                            ? List.of((long) first.rank(), Facts.ANY)
                                            : null));
            case "Pad" -> List.of(Facts.of(first.type(), unknownAxes(first.rank())));
            case "Slice" -> List.of(slice(node));
            case "Reshape" -> List.of(reshape(node));
            case "Flatten" -> List.of(Facts.of(first.type(), List.of(Facts.ANY, Facts.ANY)));
            case "Transpose" -> List.of(transpose(node));
            case "Expand" -> List.of(expand(node));
            case "ConstantOfShape" -> List.of(constantOfShape(node));
            case "Range" -> List.of(Facts.of(first.type(), List.of(Facts.ANY)));
            case "Tile" -> List.of(Facts.of(first.type(), unknownAxes(first.rank())));
            case "MatMul" -> List.of(Facts.of(first.type(), product(node, false, false)));
            case "MatMulInteger" ->
                    List.of(Facts.of(ElementType.INT32.onnx(), product(node, false, false)));
            case "Gemm" -> List.of(Facts.of(first.type(), gemm(node)));
            case "Einsum" -> List.of(einsum(node));
            case "Split" -> split(node);
            case "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL2", "ReduceProd" ->
                    List.of(reduce(node));
            case "ArgMax", "ArgMin" -> List.of(arg(node));
            case "DequantizeLinear" -> List.of(Facts.of(FLOAT, first.dims()));
            case "QuantizeLinear" -> List.of(Facts.of(ElementType.UINT8.onnx(), first.dims()));
            case "DynamicQuantizeLinear" ->
                    List.of(
                            Facts.of(ElementType.UINT8.onnx(), first.dims()),
                            Facts.of(FLOAT, List.of()),
                            Facts.of(ElementType.UINT8.onnx(), List.of()));
            case "Attention" -> attention(node);
            default -> List.of();
        };
    }

    private List<Facts> inferMicrosoft(ForeignNode node) {
        Facts first = in(node, 0);
        return switch (node.op()) {
            case "SkipLayerNormalization", "SkipSimplifiedLayerNormalization" -> {
                Facts same = Facts.of(first.type(), first.dims());
                yield List.of(same, Facts.NONE, Facts.NONE, same);
            }
            case "RotaryEmbedding",
                    "BiasGelu",
                    "FastGelu",
                    "Gelu",
                    "QuickGelu",
                    "MultiHeadAttention",
                    "SimplifiedLayerNormalization",
                    "GemmaRotaryEmbedding" ->
                    List.of(Facts.of(first.type(), first.dims()));
            case "EmbedLayerNormalization" -> {
                Facts table = in(node, 2);
                yield List.of(
                        Facts.of(table.type(), List.of(first.dim(0), first.dim(1), table.dim(1))));
            }
            case "FusedMatMul" ->
                    List.of(
                            Facts.of(
                                    first.type(),
                                    product(
                                            node,
                                            node.number("transA", 0) == 1,
                                            node.number("transB", 0) == 1)));
            case "DynamicQuantizeMatMul", "MatMulIntegerToFloat" ->
                    List.of(Facts.of(FLOAT, product(node, false, false)));
            case "MatMulNBits" ->
                    List.of(
                            Facts.of(
                                    first.type(),
                                    withLast(first.dims(), node.number("N", Facts.ANY))));
            case "Attention" -> {
                Facts bias = in(node, 2);
                long width = bias.dim(0) > 0 ? bias.dim(0) / 3 : Facts.ANY;
                yield List.of(Facts.of(first.type(), withLast(first.dims(), width)));
            }
            case "GroupQueryAttention" -> {
                long heads = node.number("num_heads", 0);
                boolean packed = node.input(1).isEmpty();
                long all = heads + 2 * node.number("kv_num_heads", 0);
                long width = first.dim(-1);
                yield List.of(
                        Facts.of(
                                first.type(),
                                withLast(
                                        first.dims(),
                                        packed && width > 0 && all > 0
                                                ? width / all * heads
                                                : packed ? Facts.ANY : width)));
            }
            default -> List.of();
        };
    }

    private static Facts constant(ForeignNode node) {
        Optional<ForeignTensor> tensor = node.tensor("value");
        if (tensor.isPresent()) {
            return Facts.of(tensor.get());
        }
        Optional<List<Long>> numbers = node.numbers("value_ints");
        if (numbers.isPresent()) {
            return new Facts(INT64, List.of((long) numbers.get().size()), numbers.get());
        }
        if (node.real("value_float").isPresent()) {
            return Facts.of(FLOAT, List.of());
        }
        long number = node.number("value_int", Facts.UNKNOWN);
        return number == Facts.UNKNOWN ? Facts.NONE : new Facts(INT64, List.of(), List.of(number));
    }

    private Facts elementwise(ForeignNode node, int type) {
        Facts a = in(node, 0);
        Facts b = in(node, 1);
        List<Long> dims = a.dims();
        for (int i = 1; i < node.inputs().size(); i++) {
            dims = broadcast(dims, in(node, i).dims());
        }
        List<Long> numbers = null;
        if (node.inputs().size() == 2 && a.numbers() != null && b.numbers() != null) {
            int size = Math.max(a.numbers().size(), b.numbers().size());
            if (fits(a.numbers(), size) && fits(b.numbers(), size)) {
                numbers = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    numbers.add(compute(node.op(), at(a.numbers(), i), at(b.numbers(), i)));
                }
            }
        }
        return new Facts(type, dims, numbers);
    }

    private Facts where(ForeignNode node) {
        Facts condition = in(node, 0);
        Facts yes = in(node, 1);
        Facts no = in(node, 2);
        List<Long> dims = broadcast(condition.dims(), broadcast(yes.dims(), no.dims()));
        List<Long> numbers = null;
        if (condition.numbers() != null && yes.numbers() != null && no.numbers() != null) {
            int size = condition.numbers().size();
            if (fits(yes.numbers(), size) && fits(no.numbers(), size)) {
                numbers = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    long chosen = condition.numbers().get(i);
                    numbers.add(
                            chosen == Facts.UNKNOWN
                                    ? Facts.UNKNOWN
                                    : at(chosen == 0 ? no.numbers() : yes.numbers(), i));
                }
            }
        }
        return new Facts(yes.type() == 0 ? no.type() : yes.type(), dims, numbers);
    }

    private static boolean fits(List<Long> numbers, int size) {
        return numbers.size() == size || numbers.size() == 1;
    }

    private static long at(List<Long> numbers, int index) {
        return numbers.get(numbers.size() == 1 ? 0 : index);
    }

    private static long compute(String op, long a, long b) {
        if (a == Facts.UNKNOWN || b == Facts.UNKNOWN) {
            return Facts.UNKNOWN;
        }
        return switch (op) {
            case "Add" -> Math.addExact(a, b);
            case "Sub" -> Math.subtractExact(a, b);
            case "Mul" -> Math.multiplyExact(a, b);
            case "Div" -> b == 0 ? Facts.UNKNOWN : a / b;
            case "Max" -> Math.max(a, b);
            case "Min" -> Math.min(a, b);
            case "Equal" -> a == b ? 1 : 0;
            default -> Facts.UNKNOWN;
        };
    }

    private Facts shape(ForeignNode node) {
        Facts of = in(node, 0);
        if (!of.hasRank()) {
            return Facts.of(INT64, List.of(Facts.ANY));
        }
        int start = clamp(node.number("start", 0), of.rank());
        int end = clamp(node.number("end", Integer.MAX_VALUE), of.rank());
        List<Long> numbers = new ArrayList<>(of.dims().subList(Math.min(start, end), end));
        numbers.replaceAll(dim -> dim == Facts.ANY ? Facts.UNKNOWN : dim);
        return new Facts(INT64, List.of((long) numbers.size()), numbers);
    }

    private Facts unsqueeze(ForeignNode node) {
        Facts of = in(node, 0);
        List<Long> axes = axes(node);
        if (!of.hasRank() || axes == null) {
            return new Facts(of.type(), null, of.numbers());
        }
        int rank = of.rank() + axes.size();
        List<Integer> places = places(axes, rank);
        List<Long> dims = new ArrayList<>(of.dims());
        for (int place : places) {
            if (place > dims.size()) {
                return Facts.of(of.type(), null);
            }
            dims.add(place, 1L);
        }
        return new Facts(of.type(), dims, of.numbers());
    }

    private Facts squeeze(ForeignNode node) {
        Facts of = in(node, 0);
        List<Long> axes = axes(node);
        if (!of.hasRank() || axes == null) {
            return new Facts(of.type(), null, of.numbers());
        }
        List<Integer> places = places(axes, of.rank());
        List<Long> dims = new ArrayList<>(of.dims());
        for (int i = places.size() - 1; i >= 0; i--) {
            dims.remove((int) places.get(i));
        }
        return new Facts(of.type(), dims, of.numbers());
    }

    /** Ascending, without those out of range. */
    private static List<Integer> places(List<Long> axes, int rank) {
        return axes.stream()
                .map(axis -> axis < 0 ? axis + rank : axis)
                .filter(axis -> axis >= 0 && axis < rank)
                .map(Long::intValue)
                .distinct()
                .sorted()
                .toList();
    }

    /** As an attribute, or as the second input in later versions; null if not known. */
    private List<Long> axes(ForeignNode node) {
        return node.numbers("axes").orElseGet(() -> known(in(node, 1).numbers()));
    }

    private static List<Long> known(List<Long> numbers) {
        return numbers == null || numbers.contains(Facts.UNKNOWN) ? null : numbers;
    }

    private Facts concat(ForeignNode node) {
        Facts first = in(node, 0);
        int axis = (int) node.number("axis", 0);
        List<Long> dims = first.dims() == null ? null : new ArrayList<>(first.dims());
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            Facts part = in(node, i);
            if (numbers != null && part.numbers() != null && part.rank() <= 1) {
                numbers.addAll(part.numbers());
            } else if (numbers != null
                    && part.hasRank(1)
                    && part.dim(0) > 0
                    && part.dim(0) <= MAX_NUMBERS) {
                numbers.addAll(Collections.nCopies((int) part.dim(0), Facts.UNKNOWN));
            } else {
                numbers = null;
            }
            if (numbers != null && numbers.size() > MAX_NUMBERS) {
                numbers = null;
            }
            if (dims == null && part.hasRank()) {
                dims = new ArrayList<>(unknownAxes(part.rank()));
            }
        }
        if (dims != null) {
            int at = axis < 0 ? axis + dims.size() : axis;
            long sum = 0;
            for (int i = 0; i < node.inputs().size(); i++) {
                long size = in(node, i).dim(at);
                sum = sum == Facts.ANY || size == Facts.ANY ? Facts.ANY : Math.addExact(sum, size);
                merge(dims, in(node, i).dims());
            }
            if (at >= 0 && at < dims.size()) {
                dims.set(at, sum);
            }
        }
        return new Facts(first.type(), dims, numbers);
    }

    /** Takes over axes that are known there only. */
    private static void merge(List<Long> dims, List<Long> other) {
        for (int i = 0; other != null && i < Math.min(dims.size(), other.size()); i++) {
            if (dims.get(i) == Facts.ANY) {
                dims.set(i, other.get(i));
            }
        }
    }

    private Facts gather(ForeignNode node) {
        Facts data = in(node, 0);
        Facts indices = in(node, 1);
        List<Long> dims = null;
        if (data.hasRank() && indices.hasRank()) {
            int axis = clampAxis(node.number("axis", 0), data.rank());
            dims = new ArrayList<>(data.dims());
            if (!dims.isEmpty()) {
                dims.remove(axis);
                dims.addAll(axis, indices.dims());
            }
        }
        List<Long> numbers = null;
        if (data.numbers() != null && data.rank() == 1 && indices.numbers() != null) {
            numbers = new ArrayList<>();
            for (long index : indices.numbers()) {
                long at = index < 0 ? index + data.numbers().size() : index;
                boolean there = at >= 0 && at < data.numbers().size();
                numbers.add(there ? data.numbers().get((int) at) : Facts.UNKNOWN);
            }
        }
        return new Facts(data.type(), dims, numbers);
    }

    private Facts gatherND(ForeignNode node) {
        Facts data = in(node, 0);
        Facts indices = in(node, 1);
        long depth = indices.dim(-1);
        int batch = (int) node.number("batch_dims", 0);
        if (!data.hasRank() || depth < 1 || batch < 0 || batch + depth > data.rank()) {
            return Facts.of(data.type(), null);
        }
        List<Long> dims = new ArrayList<>(indices.dims().subList(0, indices.rank() - 1));
        dims.addAll(data.dims().subList(batch + (int) depth, data.rank()));
        return Facts.of(data.type(), dims);
    }

    private Facts arg(ForeignNode node) {
        Facts data = in(node, 0);
        if (!data.hasRank() || data.rank() == 0) {
            return Facts.of(INT64, null);
        }
        List<Long> dims = new ArrayList<>(data.dims());
        int axis = clampAxis(node.number("axis", 0), data.rank());
        if (node.number("keepdims", 1) == 1) {
            dims.set(axis, 1L);
        } else {
            dims.remove(axis);
        }
        return Facts.of(INT64, dims);
    }

    private Facts slice(ForeignNode node) {
        Facts data = in(node, 0);
        if (!data.hasRank()) {
            return Facts.of(data.type(), null);
        }
        List<Long> starts = node.numbers("starts").orElse(known(in(node, 1).numbers()));
        List<Long> ends = node.numbers("ends").orElse(known(in(node, 2).numbers()));
        List<Long> axes = node.numbers("axes").orElse(known(in(node, 3).numbers()));
        List<Long> steps = known(in(node, 4).numbers());
        boolean plain =
                steps == null ? node.input(4).isEmpty() : steps.stream().allMatch(s -> s == 1);
        if (axes == null && node.input(3).isEmpty() && starts != null) {
            axes = new ArrayList<>();
            for (long i = 0; i < starts.size(); i++) {
                axes.add(i);
            }
        }
        if (axes == null) {
            return Facts.of(data.type(), unknownAxes(data.rank()));
        }
        List<Long> dims = new ArrayList<>(data.dims());
        List<Long> numbers = null;
        for (int i = 0; i < axes.size(); i++) {
            int axis = clampAxis(axes.get(i), data.rank());
            if (axis >= dims.size()) {
                return Facts.of(data.type(), null);
            }
            long size = dims.get(axis);
            dims.set(axis, Facts.ANY);
            if (plain
                    && size != Facts.ANY
                    && starts != null
                    && ends != null
                    && i < starts.size()
                    && i < ends.size()) {
                long from = within(starts.get(i), size);
                long to = Math.max(from, within(ends.get(i), size));
                dims.set(axis, to - from);
                if (data.rank() == 1 && data.numbers() != null && to <= data.numbers().size()) {
                    numbers = data.numbers().subList((int) from, (int) to);
                }
            }
        }
        return new Facts(data.type(), dims, numbers);
    }

    private static long within(long index, long size) {
        long at = index < 0 ? index + size : index;
        return Math.max(0, Math.min(at, size));
    }

    private Facts reshape(ForeignNode node) {
        Facts data = in(node, 0);
        List<Long> target = in(node, 1).numbers();
        if (target == null) {
            target = node.numbers("shape").orElse(null);
        }
        if (target == null) {
            long rank = in(node, 1).dim(0);
            return Facts.of(
                    data.type(), rank >= 0 && rank <= MAX_NUMBERS ? unknownAxes((int) rank) : null);
        }
        boolean keepsAtZero = node.number("allowzero", 0) == 0;
        List<Long> dims = new ArrayList<>();
        int open = -1;
        for (int i = 0; i < target.size(); i++) {
            long size = target.get(i);
            if (size == 0 && keepsAtZero) {
                size = data.dim(i);
            } else if (size == -1) {
                open = i;
                size = Facts.ANY;
            } else if (size < 0) {
                size = Facts.ANY;
            }
            dims.add(size);
        }
        if (open >= 0 && data.hasRank()) {
            // Leading axes that only a run knows, batch and tokens, are taken to stay together.
            int kept = leadingUnknown(data.dims());
            kept = kept == leadingUnknown(dims.subList(0, open)) ? kept : 0;
            long whole = size(data.dims().subList(kept, data.rank()));
            List<Long> others = new ArrayList<>(dims.subList(kept, dims.size()));
            others.remove(open - kept);
            long known = size(others);
            if (whole != Facts.ANY && known > 0) {
                dims.set(open, whole / known);
            }
        }
        // A list of numbers stays one where only axes of size 1 come and go.
        return new Facts(data.type(), dims, data.numbers());
    }

    private static int leadingUnknown(List<Long> dims) {
        int count = 0;
        while (count < dims.size() && dims.get(count) == Facts.ANY) {
            count++;
        }
        return count;
    }

    private static long size(List<Long> dims) {
        long size = 1;
        for (long dim : dims) {
            if (dim == Facts.ANY) {
                return Facts.ANY;
            }
            size = Math.multiplyExact(size, dim);
        }
        return size;
    }

    private Facts transpose(ForeignNode node) {
        Facts data = in(node, 0);
        Optional<List<Long>> order = node.numbers("perm");
        if (order.isEmpty()) {
            if (!data.hasRank()) {
                return Facts.of(data.type(), null);
            }
            List<Long> reversed = new ArrayList<>(data.dims());
            Collections.reverse(reversed);
            return Facts.of(data.type(), reversed);
        }
        return Facts.of(data.type(), order.get().stream().map(axis -> dim(data, axis)).toList());
    }

    private static long dim(Facts data, long axis) {
        return axis >= 0 && axis < data.rank() ? data.dim((int) axis) : Facts.ANY;
    }

    private Facts expand(ForeignNode node) {
        Facts data = in(node, 0);
        List<Long> target = in(node, 1).numbers();
        if (target != null) {
            List<Long> sizes = new ArrayList<>(target);
            sizes.replaceAll(size -> size < 0 ? Facts.ANY : size);
            return Facts.of(data.type(), broadcast(data.dims(), sizes));
        }
        long rank = in(node, 1).dim(0);
        return Facts.of(
                data.type(),
                rank >= data.rank() && data.hasRank() && rank <= MAX_NUMBERS
                        ? unknownAxes((int) rank)
                        : null);
    }

    private Facts constantOfShape(ForeignNode node) {
        Facts shape = in(node, 0);
        Optional<ForeignTensor> value = node.tensor("value");
        int type = value.map(ForeignTensor::type).orElse(FLOAT);
        List<Long> numbers = null;
        if (shape.hasRank(1) && shape.numbers() != null) {
            List<Long> dims = new ArrayList<>(shape.numbers());
            dims.replaceAll(dim -> dim < 0 ? Facts.ANY : dim);
            if (dims.size() == 1 && dims.get(0) >= 0 && dims.get(0) <= MAX_NUMBERS) {
                Optional<List<Long>> filled = value.flatMap(ForeignTensor::numbers);
                numbers =
                        filled.filter(list -> list.size() == 1)
                                .map(
                                        list ->
                                                Collections.nCopies(
                                                        dims.get(0).intValue(), list.get(0)))
                                .orElse(null);
            }
            return new Facts(type, dims, numbers);
        }
        long rank = shape.dim(0);
        return Facts.of(type, rank >= 0 && rank <= MAX_NUMBERS ? unknownAxes((int) rank) : null);
    }

    private List<Long> product(ForeignNode node, boolean transA, boolean transB) {
        Facts a = in(node, 0);
        Facts b = in(node, 1);
        if (a.rank() < 2 || b.rank() < 2) {
            return null;
        }
        List<Long> dims =
                new ArrayList<>(
                        broadcast(
                                a.dims().subList(0, a.rank() - 2),
                                b.dims().subList(0, b.rank() - 2)));
        dims.add(a.dim(transA ? -1 : -2));
        dims.add(b.dim(transB ? -2 : -1));
        return dims;
    }

    private List<Long> gemm(ForeignNode node) {
        long rows = in(node, 0).dim(node.number("transA", 0) == 1 ? 1 : 0);
        long columns = in(node, 1).dim(node.number("transB", 0) == 1 ? 0 : 1);
        return List.of(rows, columns);
    }

    private Facts einsum(ForeignNode node) {
        String equation = node.text("equation").orElse("").replace(" ", "");
        int arrow = equation.indexOf("->");
        if (arrow < 0 || equation.contains(".")) {
            return Facts.of(in(node, 0).type(), null);
        }
        Map<Character, Long> sizes = new HashMap<>();
        String[] terms = equation.substring(0, arrow).split(",", -1);
        for (int i = 0; i < terms.length; i++) {
            Facts of = in(node, i);
            for (int axis = 0; axis < terms[i].length(); axis++) {
                long size = of.hasRank(terms[i].length()) ? of.dim(axis) : Facts.ANY;
                sizes.merge(terms[i].charAt(axis), size, Math::max);
            }
        }
        List<Long> dims = new ArrayList<>();
        for (char letter : equation.substring(arrow + 2).toCharArray()) {
            dims.add(sizes.getOrDefault(letter, Facts.ANY));
        }
        return Facts.of(in(node, 0).type(), dims);
    }

    private List<Facts> split(ForeignNode node) {
        Facts data = in(node, 0);
        int count = node.outputs().size();
        if (!data.hasRank() || data.rank() == 0) {
            return Collections.nCopies(count, Facts.of(data.type(), null));
        }
        int axis = clampAxis(node.number("axis", 0), data.rank());
        List<Long> sizes = node.numbers("split").orElse(known(in(node, 1).numbers()));
        List<Facts> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Long> dims = new ArrayList<>(data.dims());
            long whole = dims.get(axis);
            long part = whole > 0 && whole % count == 0 ? whole / count : Facts.ANY;
            if (sizes != null) {
                part = i < sizes.size() ? sizes.get(i) : Facts.ANY;
            } else if (!node.input(1).isEmpty()) {
                part = Facts.ANY;
            }
            dims.set(axis, part < 0 ? Facts.ANY : part);
            parts.add(Facts.of(data.type(), dims));
        }
        return parts;
    }

    private Facts reduce(ForeignNode node) {
        Facts data = in(node, 0);
        List<Long> axes = axes(node);
        boolean keep = node.number("keepdims", 1) == 1;
        if (!data.hasRank() || axes == null) {
            return Facts.of(data.type(), keep ? unknownAxes(data.rank()) : null);
        }
        List<Long> dims = new ArrayList<>(data.dims());
        List<Integer> places = places(axes, data.rank());
        for (int i = places.size() - 1; i >= 0; i--) {
            if (keep) {
                dims.set(places.get(i), 1L);
            } else {
                dims.remove((int) places.get(i));
            }
        }
        return Facts.of(data.type(), dims);
    }

    private List<Facts> attention(ForeignNode node) {
        Facts query = in(node, 0);
        Facts value = in(node, 2);
        List<Long> dims = query.hasRank(4) ? withLast(query.dims(), value.dim(-1)) : query.dims();
        return List.of(Facts.of(query.type(), dims));
    }

    private static List<Long> withLast(List<Long> dims, long last) {
        if (dims == null || dims.isEmpty()) {
            return dims;
        }
        List<Long> changed = new ArrayList<>(dims);
        changed.set(changed.size() - 1, last < 0 ? Facts.ANY : last);
        return changed;
    }

    private static List<Long> unknownAxes(int rank) {
        return rank < 0 ? null : Collections.nCopies(rank, Facts.ANY);
    }

    private static List<Long> broadcast(List<Long> a, List<Long> b) {
        if (a == null || b == null) {
            return null;
        }
        List<Long> result = new ArrayList<>();
        for (int i = 1; i <= Math.max(a.size(), b.size()); i++) {
            long left = i <= a.size() ? a.get(a.size() - i) : 1;
            long right = i <= b.size() ? b.get(b.size() - i) : 1;
            result.add(left == 1 || (left == Facts.ANY && right != 1) ? right : left);
        }
        Collections.reverse(result);
        return result;
    }

    private static int clamp(long index, int size) {
        return (int) within(index, size);
    }

    private static int clampAxis(long axis, int rank) {
        return (int) Math.max(0, Math.min(axis < 0 ? axis + rank : axis, rank - 1L));
    }
}
