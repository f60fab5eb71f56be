package io.github.headlight.export.instrument;

/** Operators that are a layer's whole attention. */
enum FusedOperator {
    /** {@code com.microsoft}, always causal; its fourth output gives probabilities if told so. */
    GROUP_QUERY_ATTENTION(3, 4, 1, 2),
    /** {@code com.microsoft}; its fourth output gives masked scores. */
    MULTI_HEAD_ATTENTION(6, 7, 1, 2),
    /** {@code com.microsoft}, which multiplies with the weights of query, key and value itself. */
    PACKED_ATTENTION(-1, -1, -1, -1),
    /** {@code ai.onnx} from opset 23; its fourth output gives probabilities if told so. */
    ATTENTION(4, 5, 1, 2);

    private final int pastKey;
    private final int pastValue;
    private final int presentKey;
    private final int presentValue;

    FusedOperator(int pastKey, int pastValue, int presentKey, int presentValue) {
        this.pastKey = pastKey;
        this.pastValue = pastValue;
        this.presentKey = presentKey;
        this.presentValue = presentValue;
    }

    /** {@return the form of a node, or null if it is another operator} */
    static FusedOperator of(ForeignNode node) {
        if (node.is("Attention")) {
            return ATTENTION;
        }
        if (!node.domain().equals(ForeignNode.MICROSOFT)) {
            return null;
        }
        return switch (node.op()) {
            case "GroupQueryAttention" -> GROUP_QUERY_ATTENTION;
            case "MultiHeadAttention" -> MULTI_HEAD_ATTENTION;
            case "Attention" -> PACKED_ATTENTION;
            default -> null;
        };
    }

    /** {@return where a node of this form has its cache} */
    Cache cache(ForeignNode node) {
        return this == PACKED_ATTENTION
                ? Cache.NONE
                : new Cache(
                        node.input(pastKey),
                        node.input(pastValue),
                        node.output(presentKey),
                        node.output(presentValue));
    }
}
