package io.github.headlight.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.capture.Attention;
import io.github.headlight.render.RendererContractTest;

import org.junit.jupiter.api.Test;

import java.util.List;

class DifferenceTest {
    private static final Attention ATTENTION =
            RendererContractTest.sample(1, 2, List.of("a", " b", " c"));

    @Test
    void isTheSecondLessTheFirst() {
        TokenMatrix before = Subject.head(0, 0).of(ATTENTION);
        TokenMatrix after = Subject.head(0, 1).of(ATTENTION);
        Difference difference = Difference.of("title", before, after, "first", "second");
        for (int query = 0; query < 3; query++) {
            for (int key = 0; key < 3; key++) {
                assertThat(difference.matrix().get(query, key))
                        .isEqualTo(
                                after.matrix().probability(query, key)
                                        - before.matrix().probability(query, key));
            }
        }
        assertThat(difference.matrix().extent()).isPositive();
        assertThat(Difference.of("same", before, before, "a", "a").matrix().extent()).isZero();
    }

    @Test
    void comparesMatricesOfOneShape() {
        TokenMatrix before = Subject.head(0, 0).of(ATTENTION);
        TokenMatrix crop = before.through(Lens.PLAIN.with(new TokenRange(0, 2)));
        assertThatThrownBy(() -> Difference.of("title", before, crop, "first", "second"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one shape");
    }
}
