package io.github.headlight.renderers.html;

import java.util.Optional;

/** One matrix as a page needs it, whatever was captured of it. */
interface PageMatrix {
    /** How it is written: the name of its codec in the page's metadata. */
    String form();

    /** Whether nothing looks ahead. */
    boolean isCausal();

    /** Its bytes before they are packed. */
    byte[] encode(Bands bands, boolean causal);

    /** Its thumbnail, row by row. */
    float[] shrink(Tiles tiles);

    /** The strongest link between two different words far apart, if there is one. */
    Optional<LongLink> longestLink(Words words);
}
