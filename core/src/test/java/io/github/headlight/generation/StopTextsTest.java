package io.github.headlight.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class StopTextsTest {
    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void findsATextAcrossTokens() {
        StopTexts stop = new StopTexts(List.of("\n\nUser:"));
        assertThat(stop.read(utf8("Hello.\n"))).isFalse();
        assertThat(stop.read(utf8("\nUs"))).isFalse();
        assertThat(stop.read()).isFalse();
        assertThat(stop.found()).isEmpty();
        assertThat(stop.read(utf8("er: more"))).isTrue();
        assertThat(stop.found()).contains("\n\nUser:");
        assertThat(stop.read(utf8("and on"))).isTrue();
    }

    @Test
    void findsCharactersThatTokensSplit() {
        for (String text : List.of("é", "。", "🙂", "好。🙂")) {
            byte[] bytes = utf8("a" + text);
            StopTexts stop = new StopTexts(List.of(text));
            for (int i = 0; i < bytes.length; i++) {
                assertThat(stop.read(bytes[i])).isEqualTo(i == bytes.length - 1);
            }
        }
        // Shares its first bytes with the one above.
        assertThat(new StopTexts(List.of("🙂")).read(utf8("🙃"))).isFalse();
    }

    @Test
    void namesTheTextThatIsCompleteFirst() {
        StopTexts stop = new StopTexts(List.of("later", "cd", "bcd", "b"));
        assertThat(stop.read(utf8("a"))).isFalse();
        assertThat(stop.read(utf8("bcd later"))).isTrue();
        assertThat(stop.found()).contains("b");
        stop = new StopTexts(List.of("cd", "bcd"));
        assertThat(stop.read(utf8("abcd"))).isTrue();
        assertThat(stop.found()).contains("cd");
    }

    @Test
    void withoutTextsNothingIsFound() {
        assertThat(new StopTexts(List.of()).read(utf8("anything"))).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new StopTexts(List.of("")));
    }

    /** Two letters, so that texts overlap themselves and each other. */
    @Test
    void findsWhatAPlainSearchFinds() {
        Random random = new Random(5);
        int found = 0;
        for (int round = 0; round < 5_000; round++) {
            List<String> texts = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                texts.add(letters(random, 1 + random.nextInt(9)));
            }
            StopTexts stop = new StopTexts(texts);
            StringBuilder answer = new StringBuilder();
            for (int token = 0; token < 12; token++) {
                String piece = letters(random, random.nextInt(5));
                answer.append(piece);
                boolean expected = texts.stream().anyMatch(text -> answer.indexOf(text) >= 0);
                assertThat(stop.read(piece.getBytes(ISO_8859_1)))
                        .as("%s in %s", texts, answer)
                        .isEqualTo(expected);
            }
            found += stop.found().isPresent() ? 1 : 0;
        }
        assertThat(found).isBetween(1_000, 4_900);
    }

    private static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, length).forEach(i -> text.append(random.nextInt(4) == 0 ? 'b' : 'a'));
        return text.toString();
    }

    @Test
    void findsALongTextAfterMuchThatLooksLikeIt() {
        byte[] answer = new byte[100_000];
        Arrays.fill(answer, (byte) 'a');
        StopTexts stop = new StopTexts(List.of("a".repeat(1_023) + "b"));
        assertThat(stop.read(answer)).isFalse();
        assertThat(stop.read((byte) 'b')).isTrue();
    }
}
