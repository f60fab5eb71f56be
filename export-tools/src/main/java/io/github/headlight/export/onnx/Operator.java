package io.github.headlight.export.onnx;

import static io.github.headlight.export.onnx.AttributeType.FLOAT;
import static io.github.headlight.export.onnx.AttributeType.INT;
import static io.github.headlight.export.onnx.AttributeType.INTS;

import java.util.Map;

/**
 * The operators that graphs here are made of. Those of {@code ai.onnx} are in the version of opset
 * 20: kernels exist for exactly the versions they were registered for, and newer schemas of
 * Reshape, Cast and the like have none on CUDA.
 */
@SuppressWarnings("ImmutableEnumChecker") // maps of Map.of and static methods
public enum Operator {
    /** Element by element, with broadcasting. */
    ADD("Add", 2, 2, 1, Map.of(), Inference::elementwise),
    /** Element by element, with broadcasting. */
    SUB("Sub", 2, 2, 1, Map.of(), Inference::elementwise),
    /** Element by element, with broadcasting. */
    MUL("Mul", 2, 2, 1, Map.of(), Inference::elementwise),
    /** Element by element, with broadcasting; whole numbers are cut. */
    DIV("Div", 2, 2, 1, Map.of(), Inference::elementwise),
    /** Remainder with the sign of the divisor. */
    MOD("Mod", 2, 2, 1, Map.of(), Inference::elementwise),
    /** The smaller of two, element by element, with broadcasting. */
    MIN("Min", 2, 2, 1, Map.of(), Inference::elementwise),
    /** The larger of two, element by element, with broadcasting. */
    MAX("Max", 2, 2, 1, Map.of(), Inference::elementwise),
    /** Natural logarithm. */
    LOG("Log", 1, 1, 1, Map.of(), Inference::sameAsFirst),
    /** The same under another name. */
    IDENTITY("Identity", 1, 1, 1, Map.of(), Inference::sameAsFirst),
    /** Changes the sign. */
    NEG("Neg", 1, 1, 1, Map.of(), Inference::sameAsFirst),
    /** Cosine of radians. */
    COS("Cos", 1, 1, 1, Map.of(), Inference::sameAsFirst),
    /** Sine of radians. */
    SIN("Sin", 1, 1, 1, Map.of(), Inference::sameAsFirst),
    /** To the element type {@code to}. */
    CAST("Cast", 1, 1, 1, Map.of("to", INT), Inference::cast),
    /** The axes {@code start} to {@code end} as numbers. */
    SHAPE("Shape", 1, 1, 1, Map.of("start", INT, "end", INT), Inference::shape),
    /** Joins tensors along {@code axis}. */
    CONCAT("Concat", 1, 64, 1, Map.of("axis", INT), Inference::typeOfFirst),
    /** The same numbers with other axes. */
    RESHAPE("Reshape", 2, 2, 1, Map.of(), Inference::typeOfFirst),
    /** The axes in another order, {@code perm}. */
    TRANSPOSE("Transpose", 1, 1, 1, Map.of("perm", INTS), Inference::transpose),
    /** Cuts into {@code num_outputs} equal pieces along {@code axis}. */
    SPLIT("Split", 1, 1, 64, Map.of("axis", INT, "num_outputs", INT), Inference::typeOfFirst),
    /** New axes of size 1. */
    UNSQUEEZE("Unsqueeze", 2, 2, 1, Map.of(), Inference::typeOfFirst),
    /** Picks from the data by index, along {@code axis}. */
    GATHER("Gather", 2, 2, 1, Map.of("axis", INT), Inference::gather),
    /** Data, starts, ends, axes, steps. */
    SLICE("Slice", 3, 5, 1, Map.of(), Inference::typeOfFirst),
    /** Start, limit, step. */
    RANGE("Range", 3, 3, 1, Map.of(), Inference::typeOfFirst),
    /** Data, axes. */
    REDUCE_SUM("ReduceSum", 1, 2, 1, Map.of("keepdims", INT), Inference::typeOfFirst),
    /** Data, axes. */
    REDUCE_MAX("ReduceMax", 1, 2, 1, Map.of("keepdims", INT), Inference::typeOfFirst),
    /** Data, number of elements before and after each axis; filled with 0. */
    PAD("Pad", 2, 2, 1, Map.of(), Inference::typeOfFirst),
    /** Data, k. Outputs: the k largest along {@code axis}, and where they are. */
    TOP_K("TopK", 2, 2, 2, Map.of("axis", INT, "sorted", INT), Inference::topK),
    /** Element by element, with broadcasting, to true or false. */
    GREATER("Greater", 2, 2, 1, Map.of(), Inference::comparison),
    /** Element by element, with broadcasting, to true or false. */
    EQUAL("Equal", 2, 2, 1, Map.of(), Inference::comparison),
    /** Of true and false, element by element, with broadcasting. */
    OR("Or", 2, 2, 1, Map.of(), Inference::comparison),
    /** Condition, value where it is true, value where it is false; with broadcasting. */
    WHERE("Where", 3, 3, 1, Map.of(), Inference::where),
    /** To probabilities along {@code axis}. */
    SOFTMAX("Softmax", 1, 1, 1, Map.of("axis", INT), Inference::sameAsFirst),
    /** {@code A·B} on the last two axes. */
    MATMUL("MatMul", 2, 2, 1, Map.of(), Inference::matmul),
    /** {@code alpha · A·Bᵀ} with {@code transB}, on the last two axes. */
    FUSED_MATMUL(
            OpDomain.MICROSOFT,
            "FusedMatMul",
            2,
            2,
            1,
            Map.of("transB", INT, "alpha", FLOAT),
            Inference::matmul),
    /** {@code A·Bᵀ + C} with {@code transB}, on two axes. */
    GEMM("Gemm", 2, 3, 1, Map.of("transA", INT, "transB", INT), Inference::gemm),
    /**
     * Root mean square norm over the last axis. The runtime registers it in {@code ai.onnx}, where
     * the standard does not have it.
     */
    SIMPLIFIED_LAYER_NORMALIZATION(
            "SimplifiedLayerNormalization",
            2,
            2,
            1,
            Map.of("axis", INT, "epsilon", FLOAT, "stash_type", INT),
            Inference::norm),
    /** {@code x · sigmoid(alpha·x)}; with alpha 1 it is SiLU. */
    QUICK_GELU(
            OpDomain.MICROSOFT,
            "QuickGelu",
            1,
            1,
            1,
            Map.of("alpha", FLOAT),
            Inference::sameAsFirst),
    /**
     * {@code A·Bᵀ} where B has {@code bits} per weight. Inputs: A {@code [rows, K]}, B {@code [N,
     * blocks, bytes]}, scales {@code [N, blocks]}, and packed zero points, which are 8 if missing.
     */
    MATMUL_NBITS(
            OpDomain.MICROSOFT,
            "MatMulNBits",
            3,
            4,
            1,
            Map.of("K", INT, "N", INT, "bits", INT, "block_size", INT),
            Inference::matmulNBits),
    /** Rows by index, where the data has {@code bits} per weight, scales and zero points. */
    GATHER_BLOCK_QUANTIZED(
            OpDomain.MICROSOFT,
            "GatherBlockQuantized",
            3,
            4,
            1,
            Map.of("bits", INT, "block_size", INT, "gather_axis", INT, "quantize_axis", INT),
            Inference::gatherBlocks),
    /**
     * Attention with rotary embedding, cache and grouped KV heads. Inputs: query, key, value, past
     * key, past value, seqlens_k, total_sequence_length, cos_cache, sin_cache, position_ids.
     * Outputs: output, present key, present value, and the probabilities with {@code qk_output} 2.
     */
    GROUP_QUERY_ATTENTION(
            OpDomain.MICROSOFT,
            "GroupQueryAttention",
            7,
            10,
            4,
            Map.of(
                    "num_heads", INT,
                    "kv_num_heads", INT,
                    "do_rotary", INT,
                    "rotary_interleaved", INT,
                    "qk_output", INT,
                    "scale", FLOAT),
            Inference::typeOfFirst),
    /**
     * Attention without rotary embedding. Inputs: query, key, value, bias, key_padding_mask,
     * attention_bias, past_key, past_value. Outputs: output, present key, present value, and the
     * masked scores.
     */
    MULTI_HEAD_ATTENTION(
            OpDomain.MICROSOFT,
            "MultiHeadAttention",
            3,
            8,
            4,
            Map.of(
                    "num_heads", INT,
                    "unidirectional", INT,
                    "mask_filter_value", FLOAT,
                    "scale", FLOAT),
            Inference::typeOfFirst);

    private final OpDomain domain;
    private final String onnxName;
    private final int minInputs;
    private final int maxInputs;
    private final int maxOutputs;
    private final Map<String, AttributeType> attributes;
    private final Inference.Rule inference;

    Operator(
            String onnxName,
            int minInputs,
            int maxInputs,
            int maxOutputs,
            Map<String, AttributeType> attributes,
            Inference.Rule inference) {
        this(OpDomain.ONNX, onnxName, minInputs, maxInputs, maxOutputs, attributes, inference);
    }

    Operator(
            OpDomain domain,
            String onnxName,
            int minInputs,
            int maxInputs,
            int maxOutputs,
            Map<String, AttributeType> attributes,
            Inference.Rule inference) {
        this.domain = domain;
        this.onnxName = onnxName;
        this.minInputs = minInputs;
        this.maxInputs = maxInputs;
        this.maxOutputs = maxOutputs;
        this.attributes = attributes;
        this.inference = inference;
    }

    OpDomain domain() {
        return domain;
    }

    String onnxName() {
        return onnxName;
    }

    int minInputs() {
        return minInputs;
    }

    int maxInputs() {
        return maxInputs;
    }

    int maxOutputs() {
        return maxOutputs;
    }

    Map<String, AttributeType> attributes() {
        return attributes;
    }

    Inference.Rule inference() {
        return inference;
    }
}
