package io.github.headlight.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class WordsTest {
    @Test
    void joinsPiecesOfWords() {
        assertThat(words("The", " un", "believ", "able", ",", " 20", "26", " harb", "our"))
                .containsExactly("The", " unbelievable", ",", " 2026", " harbour");
    }

    @Test
    void keepsWhatPunctuationOrSpaceDivides() {
        assertThat(words("a", "-", "b", "_", "c", ".", "d", "\n", "e", " ", "f"))
                .containsExactly("a", "-", "b", "_", "c", ".", "d", "\n", "e", " ", "f");
    }

    @Test
    void joinsWhatApostrophesJoin() {
        assertThat(words(" don", "'t", " it", "’s", " dogs", "'", " he", "'", "ll"))
                .containsExactly(" don't", " it’s", " dogs", "'", " he", "'", "ll");
    }

    @Test
    void joinsLettersAndTheirMarks() {
        assertThat(words("cafe", "\u0301", "s", " नम", "स्", "ते"))
                .containsExactly("cafe\u0301s", " नमस्ते");
    }

    @Test
    void keepsTokensOfScriptsWithoutSpaces() {
        assertThat(words("苹果", "公司", "は", "ไทย", "ไทย", "iPh", "one", "手机"))
                .containsExactly("苹果", "公司", "は", "ไทย", "ไทย", "iPhone", "手机");
    }

    @Test
    void putsSplitCharactersTogether() {
        byte[] emoji = "👩‍💻".getBytes(StandardCharsets.UTF_8);
        List<TokenPiece> pieces = new ArrayList<>();
        pieces.add(piece(" hi".getBytes(StandardCharsets.UTF_8), TokenRole.PROMPT));
        for (int from = 0; from < emoji.length; from += 3) {
            int to = Math.min(from + 3, emoji.length);
            pieces.add(piece(Arrays.copyOfRange(emoji, from, to), TokenRole.PROMPT));
        }
        pieces.add(piece("there".getBytes(StandardCharsets.UTF_8), TokenRole.PROMPT));
        List<Token> tokens = TokenSequence.of(pieces).tokens();

        List<Token> words = Words.merge(tokens);

        assertThat(words).extracting(Token::text).containsExactly(" hi", "👩‍💻", "there");
        Token whole = words.get(1);
        assertThat(whole.label()).isEqualTo("👩‍💻");
        assertThat(whole.parts()).isEqualTo(1);
        assertThat(whole.start()).isEqualTo(3);
        assertThat(whole.end()).isEqualTo(3 + emoji.length);
    }

    @Test
    void endsWordsWhereRolesChangeAndKeepsTemplates() {
        List<Token> tokens =
                TokenSequence.of(
                                List.of(
                                        text("im", TokenRole.TEMPLATE),
                                        text("start", TokenRole.TEMPLATE),
                                        text("user", TokenRole.PROMPT),
                                        text("name", TokenRole.PROMPT),
                                        text("yes", TokenRole.GENERATED)))
                        .tokens();
        assertThat(Words.merge(tokens))
                .extracting(Token::text)
                .containsExactly("im", "start", "username", "yes");
        assertThat(Words.merge(tokens))
                .extracting(Token::role)
                .endsWith(TokenRole.PROMPT, TokenRole.GENERATED);
    }

    @Test
    void doesNotJoinTokensThatAreNotNeighbours() {
        List<Token> tokens = tokens("un", "seen", "able");
        assertThat(Words.merge(List.of(tokens.get(0), tokens.get(2)))).hasSize(2);
    }

    @Test
    void coversAllTokensInOrder() {
        List<Token> tokens = tokens(" a", "b", " c", "d", "e", "!", " f");
        List<Token> words = Words.merge(tokens);
        assertThat(words).extracting(Token::index).containsExactly(0, 2, 5, 6);
        assertThat(words).extracting(Token::start).containsExactly(0, 3, 7, 8);
        assertThat(words.get(1).end()).isEqualTo(words.get(2).start());
        assertThat(Words.merge(List.of())).isEmpty();
    }

    private static List<String> words(String... texts) {
        return Words.merge(tokens(texts)).stream().map(Token::text).toList();
    }

    private static List<Token> tokens(String... texts) {
        List<TokenPiece> pieces = new ArrayList<>();
        for (String text : texts) {
            pieces.add(text(text, TokenRole.PROMPT));
        }
        return TokenSequence.of(pieces).tokens();
    }

    private static TokenPiece text(String text, TokenRole role) {
        return piece(text.getBytes(StandardCharsets.UTF_8), role);
    }

    private static TokenPiece piece(byte[] bytes, TokenRole role) {
        return new TokenPiece(1, bytes, role);
    }
}
