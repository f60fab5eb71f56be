package io.github.headlight.export.instrument;

/**
 * The values that a layer keeps its keys and values in from one run to the next, empty where there
 * are none.
 *
 * @param pastKey an input {@code [batch, KV heads, past, head size]}
 * @param pastValue the same for values
 * @param presentKey the value that holds past and new keys
 * @param presentValue the same for values
 */
record Cache(String pastKey, String pastValue, String presentKey, String presentValue) {
    static final Cache NONE = new Cache("", "", "", "");
}
