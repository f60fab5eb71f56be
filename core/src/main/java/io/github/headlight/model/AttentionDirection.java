package io.github.headlight.model;

import java.util.Arrays;
import java.util.Locale;

/** Which keys a query of a model sees. */
public enum AttentionDirection {
    /** Those up to itself: a decoder. */
    CAUSAL,
    /** All of the sequence: an encoder. */
    BIDIRECTIONAL;

    /** {@return the name in files: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@return the direction with a name used in files}
     *
     * @param key lower case name
     * @throws IllegalArgumentException if there is none
     */
    public static AttentionDirection of(String key) {
        return Arrays.stream(values())
                .filter(direction -> direction.key().equals(key))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "attention: expected causal or bidirectional, found \""
                                                + key
                                                + "\""));
    }

    /**
     * {@return how many keys a query sees, from the first on}
     *
     * @param query its place, from 0
     * @param size length of the sequence
     */
    public int keys(int query, int size) {
        return this == CAUSAL ? query + 1 : size;
    }

    /**
     * {@return the first query that measures are taken of: in a causal model the very first has
     * only itself to look at}
     */
    public int firstRow() {
        return this == CAUSAL ? 1 : 0;
    }
}
