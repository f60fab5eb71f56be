package io.github.headlight.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Stream;

class PatternCheckTest {
    /** Of GPT-2, GPT-4, o200k, Tekken, Qwen2, Llama 3, DeepSeek V3, DeepSeek Coder and others. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+"
                        + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s",
                "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
                        + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
                        + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
                        + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}"
                        + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
                        + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
                        + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*"
                        + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
                        + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
                        + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+"
                        + "|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*"
                        + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "[一-龥぀-ゟ゠-ヿ]+",
                "\\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳ]+",
                "\\s?[!-/:-~！-／：-～‘-‟\u3000-。]+",
                "\\s+$",
                "[\\r\\n]",
                "\\p{N}{1,3}",
                " ?[^(\\s|[.,!?…。，、।۔،])]+",
                " {2,}",
                "(?=(\\d{3})+(?!\\d))",
                "[0-9][0-9][0-9]",
                "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
                "[[:alpha:]]+(?<name>x)(?i)y|z",
            })
    void acceptsPublishedPatterns(String pattern) {
        assertThatCode(() -> PatternCheck.check(pattern)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+$",
                "(?:a*)*b",
                "(a+){10,}b",
                "(a|a)+$",
                "(?i:a|A)*b",
                "(.|a)*b",
                "(a?)+b",
                "(a{1,3})+$",
                "([ab]|b)*?c",
                "(?=(a+)+b)",
                "(?>(a+)+b)",
                "(a+)++b|(?:(?:x+)+y)?z",
                "a*a*b",
                "\\s+\\S*.*x",
                "(a|a){30}",
                "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaa",
                "(?i)(a+)+$",
            })
    void refusesWhatBacktracksWithoutBound(String pattern) {
        assertRefused(pattern, "may backtrack without bound");
    }

    private static Stream<String> strange() {
        return Stream.of(
                "(a)\\1",
                "(?<n>a)\\k<n>",
                "(?<n>a\\g<n>)",
                "(?x)(a+ # )\n)+$",
                "(?~a)",
                "(?{a})",
                "(*FAIL)",
                "(a)(?(1)b|c)",
                "\\c(",
                "\\",
                "(a",
                "a)",
                "[a",
                "[]a]",
                "[[]x](a+)+$",
                "+a",
                "a{2,1}",
                "a{b}",
                "\\p",
                "(".repeat(3_000),
                "[".repeat(3_000));
    }

    @ParameterizedTest
    @MethodSource("strange")
    void refusesWhatItDoesNotUnderstand(String pattern) {
        assertRefused(pattern, "");
    }

    @ParameterizedTest
    @ValueSource(ints = {4_001, 1_000_000})
    void refusesLongPatterns(int length) {
        assertRefused("a".repeat(length), "more than 4,000 characters");
    }

    private static void assertRefused(String pattern, String why) {
        assertThatThrownBy(() -> PatternCheck.check(pattern))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(pattern.substring(0, Math.min(99, pattern.length())))
                .hasMessageContaining(why)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(220));
    }
}
