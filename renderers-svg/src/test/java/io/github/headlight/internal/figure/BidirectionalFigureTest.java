package io.github.headlight.internal.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.model.AttentionDirection;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.SignedMatrix;
import io.github.headlight.token.Token;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.Difference;
import io.github.headlight.view.HeadGrid;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Lens;
import io.github.headlight.view.Reduction;
import io.github.headlight.view.Shading;
import io.github.headlight.view.TokenMatrix;
import io.github.headlight.view.TokenShades;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.FloatBuffer;
import java.util.List;

/** In an encoder's pictures nothing is masked, also where a probability is 0. */
class BidirectionalFigureTest {
    private static final List<Token> TOKENS = Samples.tokens(List.of("[CLS]", "a", "b", "[SEP]"));

    /** Only key 0 and the query's own. */
    private static AttentionMatrix matrix() {
        float[] values = new float[16];
        for (int query = 0; query < 4; query++) {
            values[query * 4] += 0.5f;
            values[query * 4 + query] += 0.5f;
        }
        return AttentionMatrix.of(FloatBuffer.wrap(values), 4, 4);
    }

    @ParameterizedTest
    @EnumSource
    void onlyADecodersPicturesSpeakOfTheFuture(AttentionDirection direction) {
        TokenMatrix cells = TokenMatrix.of(matrix(), TOKENS, TOKENS, direction);
        List<AttentionView> views =
                List.of(
                        new Heatmap("t", cells),
                        new HeadGrid(
                                "t",
                                AttentionTensor.of(1, 1, List.of(matrix())),
                                1,
                                4,
                                TOKENS,
                                Lens.PLAIN,
                                Reduction.NONE,
                                direction),
                        new Difference(
                                "t",
                                new SignedMatrix(new float[16], 4, 4),
                                TOKENS,
                                TOKENS,
                                "a",
                                "b",
                                direction),
                        new TokenShades("t", TOKENS, cells, 1, TokenShades.Direction.READS));
        for (AttentionView view : views) {
            List<String> texts = Pictures.texts(Figures.of(view, RenderOptions.DEFAULT));
            if (direction == AttentionDirection.CAUSAL) {
                assertThat(texts).as(view.kind()).contains("future, masked");
            } else {
                assertThat(texts).as(view.kind()).doesNotContain("future, masked");
            }
        }
        CellGrid grid = CellGrid.of(cells, Shading.DEFAULT, 1, 1);
        assertThat(grid.level(0, 3))
                .isEqualTo(direction == AttentionDirection.CAUSAL ? CellGrid.MASKED : 0);
    }
}
