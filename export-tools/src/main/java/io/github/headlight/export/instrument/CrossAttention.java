package io.github.headlight.export.instrument;

/** Tells attention to other tokens, as those of an encoder, from attention to a layer's own. */
final class CrossAttention {
    private static final int TOKENS = InputKind.IDS.bit() | InputKind.OTHER.bit();

    private CrossAttention() {}

    /** {@return whether keys leave out an input that queries are made of} */
    static boolean is(Origins origins, String query, String key) {
        int queryTokens = origins.content(query) & TOKENS;
        return (queryTokens & ~origins.content(key)) != 0;
    }
}
