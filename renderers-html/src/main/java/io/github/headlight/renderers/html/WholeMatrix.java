package io.github.headlight.renderers.html;

import io.github.headlight.tensor.AttentionMatrix;

import java.util.Optional;

/** A matrix of which every cell is known. */
record WholeMatrix(AttentionMatrix matrix) implements PageMatrix {
    /** See {@link HeadCodec}. */
    static final String FORM = "dense";

    @Override
    public String form() {
        return FORM;
    }

    @Override
    public boolean isCausal() {
        return HeadCodec.isCausal(matrix);
    }

    @Override
    public byte[] encode(Bands bands, boolean causal) {
        return new HeadCodec(bands, causal).encode(matrix);
    }

    @Override
    public float[] shrink(Tiles tiles) {
        return tiles.shrink(matrix);
    }

    @Override
    public Optional<LongLink> longestLink(Words words) {
        return LongLink.of(matrix, words);
    }
}
