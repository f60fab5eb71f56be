package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.headlight.tensor.AttentionMatrix;

import org.junit.jupiter.api.Test;

class TilesTest {
    @Test
    void aRowOfAThumbnailIsAllAttentionOfItsQueries() {
        AttentionMatrix matrix = Captures.made(1, 1, 1, Captures.words(500), 0).tensor().head(0, 0);
        Tiles tiles = new Tiles(500, 500);
        float[] tile = tiles.shrink(matrix);
        assertThat(tile).hasSize(32 * 32);
        assertThat(tiles.keyEdges()).startsWith(0, 1).endsWith(500);
        for (int y = 0; y < 32; y++) {
            double sum = 0;
            for (int x = 0; x < 32; x++) {
                sum += tile[y * 32 + x];
            }
            assertThat(sum).isCloseTo(1, within(1e-4));
        }
        assertThat((double) tile[0]).isCloseTo(1, within(1e-6));
    }

    @Test
    void aShortTextIsNotShrunk() {
        AttentionMatrix matrix = Captures.made(1, 1, 1, Captures.words(7), 0).tensor().head(0, 0);
        float[] tile = new Tiles(7, 7).shrink(matrix);
        assertThat(tile[6 * 7 + 3]).isEqualTo(matrix.probability(6, 3));
    }
}
