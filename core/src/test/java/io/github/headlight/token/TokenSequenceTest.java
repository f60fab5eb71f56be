package io.github.headlight.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class TokenSequenceTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static TokenSequence ofTexts(String... texts) {
        return TokenSequence.of(
                Arrays.stream(texts)
                        .map(text -> new TokenPiece(7, utf8(text), TokenRole.PROMPT))
                        .toList());
    }

    /** One token a byte: the hardest split there is. */
    private static TokenSequence ofBytes(byte[] bytes) {
        List<TokenPiece> pieces = new ArrayList<>();
        for (byte b : bytes) {
            pieces.add(new TokenPiece(b & 0xFF, new byte[] {b}, TokenRole.PROMPT));
        }
        return TokenSequence.of(pieces);
    }

    private static List<String> labels(TokenSequence tokens) {
        return tokens.tokens().stream().map(Token::label).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "苹", // three bytes
                "🧑\u200d🚀", // joined emoji
                "👩🏽\u200d💻", // with a skin tone
                "🇩🇪", // flag of two letters
                "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F", // tags
                "e\u0301\u0323", // combining marks
                "\u1112\u1161\u11AB", // Hangul jamo
                "❤\uFE0F\u200d🔥", // variation selector
                "नि"
            })
    void charactersSplitOverBytesAreOneGroup(String character) {
        TokenSequence tokens = ofBytes(utf8("a" + character + "b"));
        int size = utf8(character).length;
        assertThat(tokens.get(0).parts()).isEqualTo(1);
        for (int i = 1; i <= size; i++) {
            Token token = tokens.get(i);
            assertThat(token.text()).isEqualTo(character);
            assertThat(token.label()).isEqualTo(character + " " + i + "/" + size);
            assertThat(token.part()).isEqualTo(i);
            assertThat(token.parts()).isEqualTo(size);
            assertThat(token.groupStart()).isEqualTo(1);
        }
        assertThat(tokens.get(size + 1).label()).isEqualTo("b");
        assertThat(tokens.get(size + 1).groupStart()).isEqualTo(size + 1);
    }

    @Test
    void twoFlagsAreTwoGroups() {
        assertThat(ofBytes(utf8("🇩🇪🇫🇷")).tokens()).extracting(Token::parts).containsOnly(8);
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "' a b ',·a·b·",
                "'\n',↵",
                "'\r\n',␍↵",
                "'\t',⇥",
                "'\u3000',␣",
                "'\u00A0',‹U+00A0›",
                "'\u202Eabc',‹U+202E›abc",
                "'\u2067x\u2069',‹U+2067›x‹U+2069›",
                "'\u001B[31m',‹U+001B›[31m",
                "'\u0000',‹U+0000›",
                "'\u0085',‹U+0085›",
                "'\u2028',‹U+2028›",
                "'\uFEFF',‹U+FEFF›",
                "'a\u200Bb',a‹U+200B›b",
                "'a\u200Db',a‹U+200D›b",
                "'a\uDB40\uDC41',a‹U+E0041›",
                "'\uFE0F',‹U+FE0F›",
                "'a\uFE0F\uFE0E',a\uFE0F‹U+FE0E›",
                "'\u3164',‹U+3164›",
                "'\uE000',‹U+E000›",
                "'\uFFFD',‹U+FFFD›",
                "'\u0301',◌\u0301",
                "'\u0645\u06CC\u200C\u062E',\u0645\u06CC\u200C\u062E",
            })
    void whatCannotBeSeenIsShown(String text, String label) {
        assertThat(labels(ofTexts(text))).containsExactly(label);
    }

    @Test
    void strayBytesAreShownByNumber() {
        TokenSequence tokens =
                TokenSequence.of(
                        List.of(
                                new TokenPiece(1, utf8("ab"), TokenRole.PROMPT),
                                new TokenPiece(2, new byte[] {(byte) 0xE8}, TokenRole.PROMPT),
                                new TokenPiece(
                                        3, new byte[] {(byte) 0x8B, 'x'}, TokenRole.PROMPT)));
        assertThat(labels(tokens)).containsExactly("ab", "‹E8›", "‹8B›x");
    }

    @Test
    void aMarkAfterASpaceOrLetterBelongsToIt() {
        TokenSequence tokens = ofTexts("e", "\u0301", "x");
        assertThat(labels(tokens)).containsExactly("e\u0301 1/2", "e\u0301 2/2", "x");
    }

    @Test
    void lineEndsAreNoCharacter() {
        assertThat(labels(ofTexts("\r", "\n"))).containsExactly("␍", "↵");
    }

    @Test
    void idsAreTheirOwnLabels() {
        TokenSequence tokens = TokenSequence.ofIds(new int[] {5, 151643});
        assertThat(labels(tokens)).containsExactly("5", "151643");
        assertThat(tokens.ids()).containsExactly(5, 151643);
    }

    @Test
    void refusesNoTokens() {
        assertThatIllegalArgumentException().isThrownBy(() -> TokenSequence.of(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenSequence.ofIds(new int[0]));
    }

    @Test
    void textOfARange() {
        TokenSequence tokens = ofTexts("苹果", "公司", " x");
        assertThat(tokens.text(1, 3)).isEqualTo("公司 x");
        assertThat(tokens.text(1, 1)).isEmpty();
        assertThat(tokens.text(3, 3)).isEmpty();
        assertThat(tokens.bytes(0)).isEqualTo(utf8("苹果"));
    }

    @Test
    void anyBytesInAnySplitMakeASoundSequence() {
        Random random = new Random(20260101);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = randomBytes(random);
            List<TokenPiece> pieces = split(bytes, random);
            TokenSequence tokens = TokenSequence.of(pieces);
            assertThat(tokens.utf8()).isEqualTo(bytes);
            assertSound(tokens, pieces);
        }
    }

    private static byte[] randomBytes(Random random) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(20);
        int[] interesting = {
            0x200D, 0xFE0F, 0x301, 0x1F1E9, 0x1F469, 0x1F3FD, 0x202E, 0, '\n', 0xD800, 0x94D, 0x1161
        };
        for (int i = 0; i < length; i++) {
            int c =
                    switch (random.nextInt(4)) {
                        case 0 -> interesting[random.nextInt(interesting.length)];
                        case 1 -> ' ' + random.nextInt(95);
                        case 2 -> random.nextInt(0x3000);
                        default -> random.nextInt(0x110000);
                    };
            text.appendCodePoint(c);
        }
        byte[] bytes = utf8(text.toString());
        if (random.nextInt(3) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static List<TokenPiece> split(byte[] bytes, Random random) {
        List<TokenPiece> pieces = new ArrayList<>();
        int most = 1 + random.nextInt(6);
        for (int at = 0; at < bytes.length; ) {
            int end = Math.min(bytes.length, at + random.nextInt(most + 1));
            pieces.add(
                    new TokenPiece(
                            random.nextInt(1000),
                            Arrays.copyOfRange(bytes, at, end),
                            random.nextBoolean() ? TokenRole.PROMPT : TokenRole.GENERATED));
            at = end;
        }
        return pieces;
    }

    private static void assertSound(TokenSequence tokens, List<TokenPiece> pieces) {
        assertThat(tokens.size()).isEqualTo(pieces.size());
        int end = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            assertThat(token.index()).isEqualTo(i);
            assertThat(token.id()).isEqualTo(pieces.get(i).id());
            assertThat(token.role()).isEqualTo(pieces.get(i).role());
            assertThat(token.start()).isEqualTo(end);
            end = token.end();
            assertThat(end - token.start()).isEqualTo(pieces.get(i).length());
            assertThat(token.part()).isBetween(1, token.parts());
            Token first = tokens.get(token.groupStart());
            assertThat(first.part()).isEqualTo(1);
            assertThat(token.parts()).isEqualTo(first.parts());
            assertThat(token.text()).isEqualTo(first.text());
            if (token.part() == token.parts()) {
                String whole =
                        new String(
                                tokens.utf8(),
                                first.start(),
                                token.end() - first.start(),
                                StandardCharsets.UTF_8);
                assertThat(token.text()).isEqualTo(whole);
            }
            assertLabel(token.label());
        }
        assertThat(end).isEqualTo(tokens.utf8().length);
    }

    private static void assertLabel(String label) {
        assertThat(label).isNotBlank();
        assertThat(label.codePoints())
                .allSatisfy(
                        c -> {
                            int type = Character.getType(c);
                            boolean joiner = c == 0x200D || c == 0x200C || (c >> 8) == 0xE00;
                            assertThat(type)
                                    .as("U+%04X", c)
                                    .isNotIn(
                                            (int) Character.CONTROL,
                                            (int) Character.SURROGATE,
                                            (int) Character.LINE_SEPARATOR,
                                            (int) Character.PARAGRAPH_SEPARATOR);
                            assertThat(type == Character.FORMAT && !joiner)
                                    .as("U+%04X", c)
                                    .isFalse();
                            assertThat(c).isNotEqualTo(0xFFFD);
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"stray", "zalgo", "flags", "joiners", "jamo", "one cluster"})
    @Timeout(5)
    void takesTimeInProportionToItsLength(String kind) {
        int size = 100_000;
        byte[] bytes =
                switch (kind) {
                    case "stray" -> new byte[size];
                    case "zalgo" -> utf8("e" + "\u0301".repeat(size / 2));
                    case "flags" -> utf8("🇩".repeat(size / 4));
                    case "joiners" -> utf8("🧑\u200d".repeat(size / 7));
                    case "jamo" -> utf8("\u1112\u1161\u11AB".repeat(size / 9));
                    default -> utf8("\u1112".repeat(size / 3));
                };
        if (kind.equals("stray")) {
            Arrays.fill(bytes, (byte) 0xE8);
        }
        assertThat(ofBytes(bytes).utf8()).isEqualTo(bytes);
    }
}
