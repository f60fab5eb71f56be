package io.github.headlight.analysis.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.CaptureException;
import io.github.headlight.testing.Attentions;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.stream.IntStream;

class AlignmentTest {
    @Test
    void matchesWhatBothPromptsSay() {
        Alignment alignment =
                Alignment.of(
                        capture(5, "The", " cat", " sat", " down", "."),
                        capture(6, "The", " old", " cat", " lay", " down", "."));
        assertThat(pairs(alignment)).isEqualTo("0-0 1-2 3-4 4-5 ");
        assertThat(alignment.partnerOfFirst(2)).isEqualTo(-1);
        assertThat(alignment.partnerOfFirst(3)).isEqualTo(4);
        assertThat(alignment.partnerOfSecond(1)).isEqualTo(-1);
        assertThat(alignment.partnerOfSecond(2)).isEqualTo(1);
        assertThat(alignment.byId()).isFalse();
    }

    @Test
    void keepsPromptsAndAnswersApart() {
        Alignment alignment =
                Alignment.of(
                        capture(2, "a", "b", "c", "d"), capture(3, "a", "b", "c", "x", "d", "c"));
        assertThat(pairs(alignment)).isEqualTo("0-0 1-1 3-4 ");
        assertThat(alignment.promptMatches()).isEqualTo(2);
    }

    @Test
    void comparesBytesAndNotIdsOfDifferentVocabularies() {
        // "Aa" and "BB" have one hash, and so one id here.
        Alignment alignment = Alignment.of(capture(2, "Aa", "x"), capture(2, "BB", "x"));
        assertThat(pairs(alignment)).isEqualTo("1-1 ");
    }

    @Test
    void comparesIdsWhereThereAreNoTexts() {
        Attention first = Attentions.random(1, 1, TokenSequence.ofIds(new int[] {4, 5, 6}), 3, 1);
        Attention second = Attentions.random(1, 1, TokenSequence.ofIds(new int[] {5, 6, 7}), 3, 1);
        Alignment alignment = Alignment.of(first, second);
        assertThat(alignment.byId()).isTrue();
        assertThat(pairs(alignment)).isEqualTo("1-0 2-1 ");
        assertThatThrownBy(() -> Alignment.of(first, capture(1, "a", "b")))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("the first capture has ids without texts");
    }

    @Test
    void findsAsMuchAsThereIsAndInOrder() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            int[] first = random.ints(random.nextInt(13), 0, 4).toArray();
            int[] second = random.ints(random.nextInt(13), 0, 4).toArray();
            int[] partners = CommonSubsequence.partners(first, second);
            int last = -1;
            int length = 0;
            for (int i = 0; i < first.length; i++) {
                if (partners[i] >= 0) {
                    assertThat(partners[i]).isGreaterThan(last);
                    assertThat(second[partners[i]]).isEqualTo(first[i]);
                    last = partners[i];
                    length++;
                }
            }
            assertThat(length).isEqualTo(longest(first, second, 0, 0));
        }
    }

    /** By trying everything. */
    private static int longest(int[] first, int[] second, int i, int j) {
        if (i == first.length || j == second.length) {
            return 0;
        }
        return first[i] == second[j]
                ? 1 + longest(first, second, i + 1, j + 1)
                : Math.max(longest(first, second, i + 1, j), longest(first, second, i, j + 1));
    }

    @Test
    void refusesWhatWouldTakeTooLong() {
        int[] first = IntStream.range(0, 50_000).map(i -> 2 * i).toArray();
        int[] second = IntStream.range(0, 50_000).map(i -> 2 * i + 1).toArray();
        assertThatThrownBy(() -> CommonSubsequence.partners(first, second))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("50000 and 50000 tokens")
                .hasMessageContaining("shorter");
        // What is equal at both ends costs nothing.
        assertThat(CommonSubsequence.partners(first, first))
                .isEqualTo(IntStream.range(0, 50_000).toArray());
    }

    private static Attention capture(int prompt, String... texts) {
        return Attentions.random(1, 1, Attentions.tokens(prompt, texts), prompt, 1);
    }

    private static String pairs(Alignment alignment) {
        StringBuilder text = new StringBuilder();
        for (int pair = 0; pair < alignment.size(); pair++) {
            text.append(alignment.inFirst(pair))
                    .append('-')
                    .append(alignment.inSecond(pair))
                    .append(' ');
        }
        return text.toString();
    }
}
