package io.github.headlight.internal.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.internal.canvas.TextStyle;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.api.Test;

import java.awt.Color;
import java.util.List;

class TokenLabelTest {
    @Test
    void marksPiecesThatContinueAWordAndNotSpacesBeforeWords() {
        assertThat(labels("The", " un", "believ", "able", ",", "yes", " no"))
                .containsExactly("The", "un", "‐believ", "‐able", ",", "yes", "no");
    }

    @Test
    void marksNothingInScriptsWithoutSpacesOrNumbers() {
        assertThat(labels("苹果", "公司", "1", "9", "ไทย", "ไทย"))
                .containsExactly("苹果", "公司", "1", "9", "ไทย", "ไทย");
    }

    @Test
    void keepsWhitespaceVisible() {
        assertThat(labels(" ", "\n", "\t", "    ", "  x"))
                .containsExactly("·", "↵", "⇥", "····", "··x");
    }

    @Test
    void doesNotJoinTokensThatAreNotNeighbours() {
        var tokens = Samples.tokens(List.of("un", "seen", "able"));
        assertThat(TokenLabel.of(List.of(tokens.get(0), tokens.get(2))))
                .extracting(TokenLabel::text)
                .containsExactly("un", "able");
    }

    @Test
    void alwaysSaysWhichPartOfACharacterATokenIs() {
        byte[] apple = {(byte) 0xF0, (byte) 0x9F, (byte) 0x8D, (byte) 0x8E};
        var tokens =
                TokenSequence.of(
                                List.of(
                                        new TokenPiece(
                                                0,
                                                new byte[] {apple[0], apple[1]},
                                                TokenRole.PROMPT),
                                        new TokenPiece(
                                                1,
                                                new byte[] {apple[2], apple[3]},
                                                TokenRole.PROMPT)))
                        .tokens();
        List<TokenLabel> labels = TokenLabel.of(tokens);
        assertThat(labels).extracting(TokenLabel::full).containsExactly("🍎 1/2", "🍎 2/2");
        TextStyle style = new TextStyle(10, false, Color.BLACK);
        assertThat(labels.get(1).fit(style, 25)).endsWith(" 2/2");
    }

    private static List<String> labels(String... texts) {
        return TokenLabel.of(Samples.tokens(List.of(texts))).stream()
                .map(TokenLabel::full)
                .toList();
    }
}
