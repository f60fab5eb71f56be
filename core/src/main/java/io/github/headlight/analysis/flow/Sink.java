package io.github.headlight.analysis.flow;

import java.util.Locale;

/** What becomes of the first token, which draws much attention that carries little. */
public enum Sink {
    /** It stays as it is. */
    SHOWN,
    /**
     * Before layers are combined, its weight is taken out of every row of the mean over heads but
     * its own, and the row is normalised again; a row with nothing left stays on its own token.
     */
    MASKED;

    /** {@return the name used in files: lower case} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
