package io.github.headlight.analysis.flow;

/** What becomes of the first token, which draws much attention that carries little. */
public enum FirstToken {
    /** It stays as it is. */
    KEPT("shown"),
    /**
     * Before layers are combined, its weight is taken out of every row of the mean over heads but
     * its own, and the row is normalised again; a row with nothing left stays on its own token.
     */
    LEFT_OUT("renormalised");

    private final String key;

    FirstToken(String key) {
        this.key = key;
    }

    /** {@return the name used in files, as of what pictures do with the sink} */
    public String key() {
        return key;
    }
}
