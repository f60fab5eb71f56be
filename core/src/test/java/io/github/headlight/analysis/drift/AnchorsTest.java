package io.github.headlight.analysis.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.Captured;
import io.github.headlight.error.CaptureException;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

class AnchorsTest {
    private static Attention capture(Planted planted) {
        return planted.full(1, 1, (l, h, query, key) -> 1);
    }

    private static Attention prompt(String... tokens) {
        return capture(
                new Planted()
                        .tokens(TokenRole.TEMPLATE, "<s>")
                        .tokens(TokenRole.USER, tokens)
                        .tokens(TokenRole.TEMPLATE, "<e>")
                        .tokens(TokenRole.GENERATED, "ok"));
    }

    private static Anchor anchor(Attention attention, String text) {
        return Anchors.ofTexts(attention, List.of(text)).list().get(0);
    }

    @Test
    void findsAllOccurrencesOfAWordAndWhereTheyAre() {
        Attention attention =
                prompt("Ros", "tol", " lives", " here", ".\n", "Where", " is", " Ros", "tol", "?");
        Anchor anchor = anchor(attention, "Rostol");
        assertThat(anchor.tokens()).containsExactly(1, 2, 8, 9);
        assertThat(anchor.tokens(PromptPart.QUESTION)).containsExactly(8, 9);
        assertThat(anchor.partly()).isEmpty();
        Occurrence second = anchor.occurrences().get(1);
        assertThat(second.part()).isEqualTo(PromptPart.QUESTION);
        assertThat(attention.tokens().text().substring(second.start(), second.end()))
                .isEqualTo("Rostol");
    }

    @Test
    void saysWhichTokensHoldMoreThanTheWord() {
        Attention attention = prompt("\u3002苹果公司成立于", "1", "9", "年", "苹果", "吗", "?");
        Anchor anchor = anchor(attention, "苹果");
        assertThat(anchor.tokens()).containsExactly(1, 5);
        assertThat(anchor.partly()).containsExactly(1);
    }

    @Test
    void findsPhrasesOverTokensAndSplitCharacters() {
        byte[] fruit = "果".getBytes(StandardCharsets.UTF_8);
        Attention attention =
                capture(
                        new Planted()
                                .tokens(TokenRole.PROMPT, "x苹")
                                .bytes(TokenRole.PROMPT, new byte[] {fruit[0], fruit[1]})
                                .bytes(TokenRole.PROMPT, new byte[] {fruit[2], '!'})
                                .tokens(TokenRole.GENERATED, "ok"));
        Anchor anchor = anchor(attention, "苹果");
        assertThat(anchor.tokens()).containsExactly(0, 1, 2);
        assertThat(anchor.partly()).containsExactly(0, 2);
        assertThat(anchor.occurrences().get(0).start()).isEqualTo(1);
        assertThat(anchor.occurrences().get(0).end()).isEqualTo(7);
    }

    @Test
    void livesWithBytesThatAreNoCharacter() {
        Attention attention =
                capture(
                        new Planted()
                                .bytes(TokenRole.PROMPT, new byte[] {(byte) 0xE6, 'a', ' '})
                                .tokens(TokenRole.PROMPT, "🍎", " pie")
                                .tokens(TokenRole.GENERATED, "ok"));
        assertThat(anchor(attention, "🍎").tokens()).containsExactly(1);
        assertThat(anchor(attention, "pie").tokens()).containsExactly(2);
        assertThat(anchor(attention, "pie").partly()).isEmpty();
    }

    @Test
    void takesWholeWordsOnlyAndNoneOfTheTemplate() {
        Attention attention = prompt("Anna", " and", " Ann", ".");
        assertThat(anchor(attention, "Ann").tokens()).containsExactly(3);
        assertThatThrownBy(() -> anchor(attention, "An"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"An\"")
                .hasMessageContaining("inside \"Anna\"");
        assertThatThrownBy(() -> anchor(attention, "<s>"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"rostol,Rostol", "Rosto,Rostol", "Rostool,Rostol", "苹里,苹果", "成位,成立"})
    void namesWhatIsNearAnAnchorThatDoesNotOccur(String wanted, String near) {
        Attention attention = prompt("Rostol", " eats", " 苹果", "成立", ".");
        assertThatThrownBy(() -> anchor(attention, wanted))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + wanted + "\": does not occur in the prompt")
                .hasMessageContaining("\"" + near + "\"");
    }

    @Test
    void doesNotLookIntoTheAnswer() {
        Attention attention = prompt("Is", " it", "?");
        assertThatThrownBy(() -> anchor(attention, "ok"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"ok\"");
    }

    @Test
    void takesSpansOfTokensAndBytes() {
        Attention attention = prompt("Ros", "tol", " lives", ".");
        Anchor tokens = Anchors.ofTokens(attention, 1, 3).list().get(0);
        assertThat(tokens.text()).isEqualTo("Rostol");
        Anchor bytes = Anchors.ofBytes(attention, 4, 7).list().get(0);
        assertThat(bytes.text()).isEqualTo("ost");
        assertThat(bytes.tokens()).containsExactly(1, 2);
        assertThat(bytes.partly()).containsExactly(1, 2);
        assertThatThrownBy(() -> Anchors.ofTokens(attention, 3, 7))
                .hasMessageContaining("0 to 6 (exclusive), found 3 to 7");
        assertThatThrownBy(() -> Anchors.ofBytes(attention, 3, 3))
                .hasMessageContaining("found 3 to 3");
    }

    @Test
    void needsTextsOnlyWhereTheyAreSearched() {
        TokenSequence ids = TokenSequence.ofIds(new int[] {7, 8, 9});
        float[] cells = {1, 0, 0.5f, 0.5f};
        Attention attention =
                new Attention(
                        ModelSpec.unknown(1, 1),
                        CapturePlan.FULL,
                        ids,
                        2,
                        Captured.full(
                                AttentionTensor.of(
                                        1,
                                        1,
                                        List.of(
                                                AttentionMatrix.of(
                                                        FloatBuffer.wrap(cells), 2, 2)))),
                        null);
        assertThatThrownBy(() -> anchor(attention, "7"))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("by their tokens");
        Drift drift = Drift.of(attention, Anchors.ofTokens(attention, 1, 2));
        assertThat(drift.look().masses().anchors()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Rostol lives in Leeds. Where does Rostol live?|Rostol,live",
                "Where does Tolne live? Answer in JSON.|Tolne,live",
                "Tolne is in Leeds. Explain Tolne's job.|Tolne,job",
                "赵涛洋住在天津。她是护士。赵涛洋的职业是什么?|赵涛洋,职业",
                "苹果是水果。苹果公司成立于1976年。苹果公司成立于哪一年?|苹果公司成立",
                "苹果是水果。小米公司很大。苹果公司成立于哪一年?|苹果,公司,成立",
                "她有一个白色的台灯。谁有白色的台灯?|白色,台灯"
            })
    void takesTheContentWordsOfTheQuestion(String text, String expected) {
        Attention attention = prompt(text);
        assertThat(Anchors.ofQuestion(attention).list())
                .extracting(Anchor::text)
                .containsExactly(expected.split(",", -1));
        assertThat(Anchors.ofQuestion(attention).isFromQuestion()).isTrue();
    }

    @Test
    void readsTheLastMessageOfTheUser() {
        Attention attention =
                capture(
                        new Planted()
                                .tokens(TokenRole.TEMPLATE, "<s>")
                                .tokens(TokenRole.USER, "Who", " is", " Anna", "?")
                                .tokens(TokenRole.TEMPLATE, "<e>")
                                .tokens(TokenRole.ASSISTANT, "A", " judge", ".")
                                .tokens(TokenRole.TEMPLATE, "<e>")
                                .tokens(TokenRole.USER, "And", " Rostol", "?")
                                .tokens(TokenRole.TEMPLATE, "<e>")
                                .tokens(TokenRole.GENERATED, "ok"));
        assertThat(Question.of(attention).text()).isEqualTo("And Rostol?");
        assertThat(Anchors.ofQuestion(attention).toString()).isEqualTo("[Rostol]");
    }

    @Test
    void refusesAQuestionThatSaysNothing() {
        Attention attention = prompt("Who", " is", " it", "?");
        assertThatThrownBy(() -> Anchors.ofQuestion(attention))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"Who is it?\" has no content word");
    }

    @Test
    void refusesAnchorsOfAnotherPrompt() {
        Attention longer = prompt("one", " two", " three", " four", " five", " six");
        Attention shorter = prompt("one");
        assertThatThrownBy(() -> Drift.of(shorter, Anchors.ofTexts(longer, List.of("six"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"six\"");
    }
}
