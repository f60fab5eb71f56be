package io.github.headlight.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Stream;

/** A tokenizer of BERT's kind: its pieces are labelled with the text that they are of. */
class WordPieceTest {
    private static TextTokenizer tokenizer;

    @BeforeAll
    static void open() {
        tokenizer = TextTokenizer.open(Goldens.WORD_PIECE);
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static Stream<JsonObject> texts() {
        return Goldens.wordPiece().asList().stream().map(JsonElement::getAsJsonObject);
    }

    private static TokenSequence encode(String text) {
        return tokenizer.encode(text, TokenRole.PROMPT);
    }

    private static List<String> labels(TokenSequence tokens) {
        return tokens.tokens().stream().map(Token::label).toList();
    }

    @Test
    void givesTheIdsOfTheLibraryAndNeitherCutsNorFillsUp() {
        assertThat(texts())
                .hasSizeGreaterThan(10)
                .allSatisfy(
                        expected ->
                                assertThat(encode(expected.get("text").getAsString()).ids())
                                        .isEqualTo(Goldens.ints(expected.getAsJsonArray("ids"))));
    }

    @Test
    void addedTokensAreTemplateAndTheOthersAreNot() {
        assertThat(texts())
                .allSatisfy(
                        expected -> {
                            TokenSequence tokens = encode(expected.get("text").getAsString());
                            int[] special = Goldens.ints(expected.getAsJsonArray("special"));
                            for (int i = 0; i < special.length; i++) {
                                assertThat(tokens.get(i).role())
                                        .isEqualTo(
                                                special[i] == 1
                                                        ? TokenRole.TEMPLATE
                                                        : TokenRole.PROMPT);
                            }
                        });
    }

    @Test
    void everyTokenHasTheTextThatItCovers() {
        assertThat(texts())
                .allSatisfy(
                        expected -> {
                            String text = expected.get("text").getAsString();
                            TokenSequence tokens = encode(text);
                            for (int i = 1; i + 1 < tokens.size(); i++) {
                                int[] span =
                                        Goldens.ints(
                                                expected.getAsJsonArray("offsets")
                                                        .get(i)
                                                        .getAsJsonArray());
                                String covered =
                                        text.substring(
                                                text.offsetByCodePoints(0, span[0]),
                                                text.offsetByCodePoints(0, span[1]));
                                assertThat(tokens.text(i, i + 1)).contains(covered);
                            }
                            assertThat(tokens.text())
                                    .isEqualTo("[CLS]" + text.stripTrailing() + "[SEP]");
                        });
    }

    @Test
    void labelsKeepCapitalsAccentsAndSpaces() {
        assertThat(labels(encode("Playing unhappiness, in New York's café!")))
                .containsExactly(
                        "[CLS]", "Play", "ing", "·un", "happi", "ness", ",", "·in", "·New", "·York",
                        "'", "s", "·café", "!", "[SEP]");
        assertThat(labels(encode("苹果公司 is 苹果.")))
                .containsExactly("[CLS]", "苹", "果", "公", "司", "·is", "·苹", "果", ".", "[SEP]");
        // What no token covers stays with the one before it.
        assertThat(encode("CAFE\u0301s").text(1, 2)).isEqualTo("CAFE\u0301");
    }

    @Test
    void piecesOfAWordAreMerged() {
        assertThat(Words.merge(encode("unhappiness played").tokens()))
                .extracting(Token::text)
                .containsExactly("[CLS]", "unhappiness", " played", "[SEP]");
    }

    @Test
    void aTokenByItselfHasNoMarkOfItsPlace() {
        assertThat(tokenizer.piece(8, TokenRole.PROMPT).bytes()).asString().isEqualTo("ing");
        assertThat(tokenizer.piece(3, TokenRole.PROMPT).bytes()).asString().isEqualTo("[SEP]");
    }

    @Test
    void partsOfAChatHaveTheirRoles() {
        TokenSequence tokens =
                tokenizer.encode(
                        new MarkedText(
                                "the played apple",
                                List.of(new MarkedText.Span(4, 10, TokenRole.USER))));
        assertThat(labels(tokens)).containsExactly("the", "·play", "ed", "·apple");
        assertThat(tokens.tokens())
                .extracting(Token::role)
                .containsExactly(
                        TokenRole.TEMPLATE, TokenRole.USER, TokenRole.USER, TokenRole.TEMPLATE);
    }
}
