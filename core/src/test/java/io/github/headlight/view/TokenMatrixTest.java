package io.github.headlight.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.CaptureException;
import io.github.headlight.render.RendererContractTest;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.token.Token;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

class TokenMatrixTest {
    private static final List<String> TEXTS =
            List.of("un", "seen", " har", "bour", "s", ",", " 苹果", "公司", "do", "n", "'t", "!");

    private static TokenMatrix sample() {
        return Subject.head(0, 1).of(RendererContractTest.sample(1, 2, TEXTS));
    }

    @Test
    void leavesTheFirstTokenOut() {
        TokenMatrix plain = sample();
        TokenMatrix masked = plain.through(Lens.PLAIN.with(Sink.MASKED));
        for (int query = 0; query < TEXTS.size(); query++) {
            float[] expected = plain.matrix().row(query);
            expected[0] = 0;
            assertThat(masked.matrix().row(query)).containsExactly(expected);
        }
        assertThat(masked.lens().sink()).isEqualTo(Sink.MASKED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void renormalisesRowsToOne(boolean words) {
        TokenMatrix plain = sample();
        TokenMatrix renormalised =
                plain.through(new Lens(Sink.RENORMALISED, words, TokenRange.ALL));
        for (int query = 0; query < renormalised.queries().size(); query++) {
            float[] row = renormalised.matrix().row(query);
            assertThat(row[0]).isZero();
            // The first token, or word, has nothing else to look at.
            assertThat(sum(row)).isCloseTo(query == 0 ? 0 : 1, offset(1e-5));
        }
    }

    @Test
    void keepsProportionsWhenItRenormalises() {
        TokenMatrix plain = sample();
        TokenMatrix renormalised = plain.through(Lens.PLAIN.with(Sink.RENORMALISED));
        for (int query = 1; query < TEXTS.size(); query++) {
            float[] row = plain.matrix().row(query);
            double rest = sum(row) - row[0];
            for (int key = 1; key < TEXTS.size(); key++) {
                assertThat((double) renormalised.matrix().probability(query, key))
                        .isCloseTo(row[key] / rest, offset(1e-5));
            }
        }
    }

    @Test
    void givesNothingWhereTheSinkHadAll() {
        float[] values = {1, 0, 1, 0};
        Attention attention = RendererContractTest.sample(1, 1, List.of("a", "b"));
        TokenMatrix matrix =
                TokenMatrix.of(
                        AttentionMatrix.of(FloatBuffer.wrap(values), 2, 2),
                        attention.tokens().tokens(),
                        attention.tokens().tokens());
        assertThat(matrix.through(Lens.PLAIN.with(Sink.RENORMALISED)).matrix().row(1))
                .containsExactly(0, 0);
    }

    @Test
    void makesWordsOfTokens() {
        TokenMatrix plain = sample();
        TokenMatrix words = plain.through(Lens.PLAIN.withWords(true));
        assertThat(words.keys())
                .extracting(Token::text)
                .containsExactly("unseen", " harbours", ",", " 苹果", "公司", "don't", "!");
        assertThat(words.keys()).extracting(Token::index).containsExactly(0, 2, 5, 6, 7, 8, 11);
        assertThat(words.queries()).isEqualTo(words.keys());
        for (int query = 0; query < words.queries().size(); query++) {
            assertThat(sum(words.matrix().row(query))).isCloseTo(1, offset(1e-5));
        }
        // The word of tokens 2 to 4 looks at that of tokens 0 and 1.
        double mean = 0;
        for (int query = 2; query < 5; query++) {
            mean += plain.matrix().probability(query, 0) + plain.matrix().probability(query, 1);
        }
        assertThat((double) words.matrix().probability(1, 0)).isCloseTo(mean / 3, offset(1e-6));
    }

    @Test
    void leavesTheWholeFirstWordOut() {
        TokenMatrix words = sample().through(new Lens(Sink.MASKED, true, TokenRange.ALL));
        for (int query = 0; query < words.queries().size(); query++) {
            assertThat(words.matrix().probability(query, 0)).isZero();
        }
        assertThat(words.matrix().probability(1, 1)).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Sink.class)
    void cropsToTheCellsAsked(Sink sink) {
        TokenMatrix whole = sample().through(Lens.PLAIN.with(sink));
        TokenMatrix crop = sample().through(new Lens(sink, false, new TokenRange(3, 7)));
        assertThat(crop.queries()).extracting(Token::index).containsExactly(3, 4, 5, 6);
        for (int query = 0; query < 4; query++) {
            for (int key = 0; key < 4; key++) {
                assertThat(crop.matrix().probability(query, key))
                        .isEqualTo(whole.matrix().probability(query + 3, key + 3));
            }
        }
    }

    @Test
    void showsWholeWordsOfACrop() {
        TokenMatrix crop = sample().through(new Lens(Sink.SHOWN, true, new TokenRange(2, 8)));
        assertThat(crop.keys())
                .extracting(Token::text)
                .containsExactly(" harbours", ",", " 苹果", "公司");
        TokenMatrix part = sample().through(new Lens(Sink.SHOWN, true, new TokenRange(3, 4)));
        assertThat(part.keys()).extracting(Token::text).containsExactly(" harbours");
        TokenMatrix words = sample().through(Lens.PLAIN.withWords(true));
        assertThat(crop.matrix().row(3))
                .containsExactly(Arrays.copyOfRange(words.matrix().row(4), 1, 5));
    }

    @Test
    void leavesTheFirstBlockOut() {
        Attention full =
                RendererContractTest.sample(
                        1, 2, IntStream.range(0, 12).mapToObj(i -> " w" + i).toList());
        TokenMatrix blocks = Subject.head(0, 0).of(Reduced.to("pooled:4", full));
        TokenMatrix masked = blocks.through(Lens.PLAIN.with(Sink.RENORMALISED));
        assertThat(masked.matrix().row(2)[0]).isZero();
        assertThat(sum(masked.matrix().row(2))).isCloseTo(1, offset(1e-5));
        assertThatThrownBy(() -> blocks.through(Lens.PLAIN.withWords(true)))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("blocks of 4 tokens");
    }

    @Test
    void looksOnceAndAtSomething() {
        TokenMatrix masked = sample().through(Lens.PLAIN.with(Sink.MASKED));
        assertThatThrownBy(() -> masked.through(Lens.PLAIN.withWords(true)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(
                        () -> sample().through(new Lens(Sink.SHOWN, false, new TokenRange(12, 20))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are 0 to 11");
    }

    @Test
    void readsRanges() {
        assertThat(TokenRange.parse("10:40")).isEqualTo(new TokenRange(10, 40));
        assertThat(TokenRange.parse("10:").overlaps(11, 12)).isTrue();
        assertThat(TokenRange.parse(":")).isEqualTo(TokenRange.ALL);
        for (String text : List.of("", "10", "4:4", "a:b", "-1:3", "1:2:3", "99999999999:")) {
            assertThatThrownBy(() -> TokenRange.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("range of tokens: expected");
        }
    }

    private static double sum(float[] row) {
        double sum = 0;
        for (float p : row) {
            sum += p;
        }
        return sum;
    }
}
