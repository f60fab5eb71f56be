package io.github.headlight.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class GenerationTest {
    @Test
    void isGreedyAndStopsAtTheEndUnlessToldOtherwise() {
        assertThat(Generation.NONE.maxTokens()).isZero();
        Generation generation = Generation.upTo(5);
        assertThat(generation.maxTokens()).isEqualTo(5);
        assertThat(generation.stopAtEnd()).isTrue();
        assertThat(generation.sampling()).isEqualTo(Sampling.GREEDY);
        assertThat(generation.stopTexts()).isEmpty();
        assertThat(generation.stopIds()).isEmpty();
    }

    @Test
    void copiesChangeOneThing() {
        Sampling sampling = Sampling.GREEDY.withTemperature(0.5);
        Generation all =
                Generation.NONE
                        .withMaxTokens(3)
                        .withStopAtEnd(false)
                        .withSampling(sampling)
                        .withStopTexts(List.of("x"))
                        .withStopIds(Set.of(7, 2));
        assertThat(all).isEqualTo(new Generation(3, false, sampling, List.of("x"), Set.of(2, 7)));
        assertThat(all.stopIds()).containsExactly(2, 7);
    }

    @Test
    void keepsItsOwnCopies() {
        List<String> texts = new ArrayList<>(List.of("x"));
        Set<Integer> ids = new HashSet<>(Set.of(1));
        Generation generation = Generation.upTo(1).withStopTexts(texts).withStopIds(ids);
        texts.clear();
        ids.clear();
        assertThat(generation.stopTexts()).containsExactly("x");
        assertThat(generation.stopIds()).isUnmodifiable().containsExactly(1);
    }

    @Test
    void refusesWhatCannotStopAnAnswer() {
        Generation generation = Generation.upTo(1);
        refuses(-1, generation::withMaxTokens, "tokens to generate: expected 0 or more, found -1");
        refuses(
                List.of("a", ""),
                generation::withStopTexts,
                "expected 1 to 1024 characters, found 0");
        refuses(List.of("a".repeat(1_025)), generation::withStopTexts, "found 1025");
        refuses(List.of("a\ud83d"), generation::withStopTexts, "surrogate");
        refuses(Collections.nCopies(65, "a"), generation::withStopTexts, "at most 64, found 65");
        refuses(Set.of(-1), generation::withStopIds, "0 or more, found -1");
        refuses(
                IntStream.range(0, 1_025).boxed().collect(Collectors.toSet()),
                generation::withStopIds,
                "at most 1024, found 1025");
    }

    private static <T> void refuses(T value, Consumer<T> with, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with.accept(value))
                .withMessageContaining(message);
    }

    @Test
    void samplingCopiesChangeOneThing() {
        assertThat(
                        Sampling.GREEDY
                                .withTemperature(0.5)
                                .withTopK(2)
                                .withTopP(0.25)
                                .withMinP(0.125)
                                .withRepetitionPenalty(1.5)
                                .withSeed(-9))
                .isEqualTo(new Sampling(0.5, 2, 0.25, 0.125, 1.5, -9));
        assertThat(Sampling.GREEDY.isGreedy()).isTrue();
        assertThat(Sampling.GREEDY.withTemperature(0.01).isGreedy()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void samplingRefusesWhatIsOutOfBounds(double bad) {
        Sampling greedy = Sampling.GREEDY;
        refuses(
                bad,
                greedy::withTemperature,
                "temperature: expected a number, 0 or more, found " + bad);
        refuses(bad, greedy::withTopP, "top-p: expected more than 0, at most 1, found " + bad);
        refuses(bad, greedy::withMinP, "min-p: expected 0 (off) to 1, found " + bad);
        refuses(
                bad,
                greedy::withRepetitionPenalty,
                "repetition penalty: expected a number, more than 0, found " + bad);
    }

    @Test
    void samplingKeepsItsBounds() {
        Sampling greedy = Sampling.GREEDY;
        refuses(-1, greedy::withTopK, "top-k: expected 0 (off) or more, found -1");
        refuses(0d, greedy::withTopP, "found 0.0");
        refuses(1.01, greedy::withTopP, "found 1.01");
        refuses(1.01, greedy::withMinP, "found 1.01");
        refuses(0d, greedy::withRepetitionPenalty, "found 0.0");
    }

    @ParameterizedTest
    @EnumSource
    void reasonsHaveKeys(FinishReason reason) {
        assertThat(FinishReason.of(reason.key())).isSameAs(reason);
        assertThat(reason.key()).isEqualTo(reason.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void refusesAnUnknownReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FinishReason.of("END_TOKEN"))
                .withMessage(
                        "finish reason \"END_TOKEN\": expected one of end_token, stop_id,"
                                + " stop_text, max_tokens, context_limit");
    }
}
