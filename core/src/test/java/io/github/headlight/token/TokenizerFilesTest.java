package io.github.headlight.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.error.InvalidFileException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files as they come: other kinds of tokenizers, and damaged ones. */
class TokenizerFilesTest {
    @TempDir private Path folder;

    private static final String BYTE_LEVEL =
            """
            {"version": "1.0", "truncation": {"direction": "Right", "max_length": 3,
              "strategy": "LongestFirst", "stride": 0},
             "padding": {"strategy": {"Fixed": 9}, "direction": "Right", "pad_to_multiple_of": null,
              "pad_id": 0, "pad_type_id": 0, "pad_token": "<s>"},
             "added_tokens": [{"id": 5, "content": "<s>", "single_word": false, "lstrip": false,
               "rstrip": false, "normalized": false, "special": true}],
             "normalizer": null,
             "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false,
               "trim_offsets": true, "use_regex": true},
             "post_processor": POST,
             "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true,
               "use_regex": true},
             "model": {"type": "BPE", "dropout": null, "unk_token": null,
               "continuing_subword_prefix": null, "end_of_word_suffix": null, "fuse_unk": false,
               "byte_fallback": false, "ignore_merges": false,
               "vocab": {"a": 0, "b": 1, "Ġ": 2, "Ċ": 3, "ab": 4}, "merges": [["a", "b"]]}}
            """;

    private static final String BEGINS =
            """
            {"type": "TemplateProcessing",
             "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
               {"Sequence": {"id": "A", "type_id": 0}}],
             "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
             "special_tokens": {"<s>": {"id": "<s>", "ids": [5], "tokens": ["<s>"]}}}
            """;

    private static final String SENTENCE_PIECE =
            """
            {"version": "1.0", "added_tokens": [{"id": 0, "content": "<unk>", "single_word": false,
               "lstrip": false, "rstrip": false, "normalized": false, "special": true}],
             "normalizer": {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"},
               {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
             "pre_tokenizer": null, "post_processor": null,
             "decoder": {"type": "Sequence", "decoders": [
               {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
               {"type": "ByteFallback"}, {"type": "Fuse"},
               {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
             "model": {"type": "BPE", "dropout": null, "unk_token": "<unk>",
               "continuing_subword_prefix": null, "end_of_word_suffix": null, "fuse_unk": true,
               "byte_fallback": true, "ignore_merges": false,
               "vocab": {"<unk>": 0, "<0x0A>": 1, "<0xE8>": 2, "<0x8B>": 3, "<0xB9>": 4, "▁": 5,
                 "a": 6, "▁a": 7}, "merges": [["▁", "a"]]}}
            """;

    private static final String WORDS =
            """
            {"version": "1.0", "added_tokens": [], "normalizer": null,
             "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null,
             "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
             "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
               "max_input_chars_per_word": 100, "vocab": {"[UNK]": 0, "look": 1, "##ing": 2}}}
            """;

    private TextTokenizer open(String tokenizer, String config) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), tokenizer);
        if (config != null) {
            Files.writeString(folder.resolve("tokenizer_config.json"), config);
        }
        return TextTokenizer.open(folder);
    }

    private static String byteLevel(String post) {
        return BYTE_LEVEL.replace("POST", post);
    }

    @Test
    void ignoresTruncationAndPaddingOfTheFile() throws IOException {
        try (TextTokenizer tokenizer = open(byteLevel("null"), null)) {
            assertThat(tokenizer.ids("abba ab", true)).containsExactly(4, 1, 0, 2, 4);
            assertThat(tokenizer.encode("ab\nb", TokenRole.PROMPT).tokens())
                    .extracting(Token::label)
                    .containsExactly("ab", "↵", "b");
        }
    }

    @Test
    void addsWhatThePostProcessorAdds() throws IOException {
        try (TextTokenizer tokenizer = open(byteLevel(BEGINS), "{}")) {
            assertThat(tokenizer.ids("ab", true)).containsExactly(5, 4);
            assertThat(tokenizer.ids("ab", false)).containsExactly(4);
            assertThat(tokenizer.encode("ab", TokenRole.USER).tokens())
                    .extracting(Token::role)
                    .containsExactly(TokenRole.USER, TokenRole.USER);
            assertThat(tokenizer.encode(new MarkedText("<s>ab", List.of())).ids())
                    .containsExactly(5, 4);
        }
    }

    @Test
    void configSaysWhetherATextBegins() throws IOException {
        String no = "{\"add_bos_token\": false, \"bos_token\": \"<s>\"}";
        try (TextTokenizer tokenizer = open(byteLevel(BEGINS), no)) {
            assertThat(tokenizer.ids("ab", true)).containsExactly(4);
        }
        String yes = "{\"add_bos_token\": true, \"bos_token\": {\"content\": \"<s>\"}}";
        try (TextTokenizer tokenizer = open(byteLevel("null"), yes)) {
            assertThat(tokenizer.ids("ab", true)).containsExactly(5, 4);
            assertThat(tokenizer.ids("", true)).containsExactly(5);
        }
    }

    @Test
    void readsSentencePieceBytes() throws IOException {
        try (TextTokenizer tokenizer = open(SENTENCE_PIECE, null)) {
            TokenSequence tokens = tokenizer.encode("a 苹\na", TokenRole.PROMPT);
            assertThat(tokens.ids()).containsExactly(7, 5, 2, 3, 4, 1, 6);
            assertThat(tokens.text()).isEqualTo(" a 苹\na");
            assertThat(tokens.tokens())
                    .extracting(Token::label)
                    .containsExactly("·a", "·", "苹 1/3", "苹 2/3", "苹 3/3", "↵", "a");
        }
    }

    @Test
    void fallsBackToDecodedText() throws IOException {
        try (TextTokenizer tokenizer = open(WORDS, null)) {
            TokenSequence tokens = tokenizer.encode("looking", TokenRole.PROMPT);
            assertThat(tokens.ids()).containsExactly(1, 2);
            assertThat(tokens.get(0).text()).isEqualTo("look");
            assertThat(tokens.get(1).text()).contains("ing");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\u0000\u0001",
                "{}",
                "{\"model\": 3}",
                "{\"model\": {\"vocab\": {}}}",
                "{\"model\": {\"vocab\": {\"a\": \"b\"}}}",
                "{\"model\": {\"vocab\": {\"a\": -1}}}",
                "{\"model\": {\"vocab\": {\"a\": 4194304}}}",
                "{\"model\": {\"vocab\": {\"a\": 1e300}}}",
                "{\"model\": {\"vocab\": {\"a\": 0.5}}}",
                "{\"model\": {\"vocab\": [1, 2]}}",
                "{\"model\": {\"vocab\": {\"a\": 0}}} more",
                "{\"model\": {\"vocab\": {\"a\": 0}}}",
                "{\"model\": {\"vocab\": {\"a\": 0}}, \"added_tokens\": [{}]}",
                "{\"model\": {\"vocab\": {\"a\": 0}}, \"added_tokens\": [{\"id\": 0}]}",
                "{\"model\": {\"vocab\": {\"a\": 0}}, \"added_tokens\": {}}",
                "{\"model\": {\"vocab\": {\"a\": 0}}, \"decoder\": []}",
                "{\"model\": {\"type\": \"BPE\", \"continuing_subword_prefix\": \"long\","
                        + " \"vocab\": {\"a\": 0, \"b\": 1, \"ab\": 2}, \"merges\": [\"a b\"]}}",
                "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"a z\"]}}",
            })
    void refusesWhatIsNoTokenizer(String json) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), json);
        assertRefused("tokenizer.json");
    }

    private void assertRefused(String file) {
        assertThatThrownBy(() -> TextTokenizer.open(folder).close())
                .isInstanceOf(InvalidFileException.class)
                .hasMessageStartingWith(folder.resolve(file).toString())
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1))
                .hasMessageContaining("; ");
    }

    /** Each of these ends the process when the library gets it. */
    @Test
    void refusesWhatTheLibraryWouldNotSurvive() throws IOException {
        String undeclared =
                BEGINS.replace("\"special_tokens\": {\"<s>\"", "\"special_tokens\": {\"x\"");
        String table = "{\"type\": \"Precompiled\", \"precompiled_charsmap\": \"AAAA\"}";
        for (String json :
                List.of(
                        byteLevel(undeclared),
                        byteLevel("null")
                                .replace("\"normalizer\": null", "\"normalizer\": " + table),
                        byteLevel("null")
                                .replace(
                                        "\"normalizer\": null",
                                        "\"normalizer\": {\"type\": \"Sequence\", \"normalizers\": ["
                                                + table
                                                + "]}"),
                        byteLevel("null")
                                .replace(
                                        "{\"type\": \"ByteLevel\", \"add_prefix_space\": false",
                                        "{\"type\": \"FixedLength\", \"length\": 0"))) {
            assertThat(json).isNotEqualTo(byteLevel("null"));
            Files.writeString(folder.resolve("tokenizer.json"), json);
            assertRefused("tokenizer.json");
        }
    }

    /** With this pattern the library ends the process at 40 characters. */
    @Test
    void refusesPatternsThatBacktrackWithoutBound() throws IOException {
        String pattern = "{\"Regex\": \"(a+)+$\"}";
        String split =
                "{\"type\": \"Split\", \"behavior\": \"Isolated\", \"invert\": false, \"pattern\": "
                        + pattern
                        + "}";
        String replace = "{\"type\": \"Replace\", \"content\": \"\", \"pattern\": " + pattern + "}";
        for (String json :
                List.of(
                        byteLevel("null")
                                .replace("\"normalizer\": null", "\"normalizer\": " + replace),
                        byteLevel("null")
                                .replace(
                                        "\"pre_tokenizer\": {",
                                        "\"pre_tokenizer\": {\"type\": \"Sequence\","
                                                + " \"pretokenizers\": ["
                                                + split
                                                + "]}, \"other\": {"),
                        SENTENCE_PIECE.replace("{\"type\": \"Fuse\"}", replace))) {
            assertThat(json).contains("(a+)+$");
            Files.writeString(folder.resolve("tokenizer.json"), json);
            assertThatThrownBy(() -> TextTokenizer.open(folder).close())
                    .isInstanceOf(InvalidFileException.class)
                    .hasMessageStartingWith(folder.resolve("tokenizer.json").toString())
                    .hasMessageContaining("the pattern \"(a+)+$\", which may backtrack");
        }
    }

    @ParameterizedTest
    @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
    @ValueSource(strings = {"tokenizer.json", "tokenizer_config.json"})
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void refusesPipes(String name) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("tokenizer.json"), byteLevel("null"));
        Files.deleteIfExists(folder.resolve(name));
        Process process = new ProcessBuilder("mkfifo", folder.resolve(name).toString()).start();
        assertThat(process.waitFor()).isZero();
        assertRefused(name);
    }

    @Test
    void quotesOnlyTheStartOfWhatItFinds() throws IOException {
        String name = "x".repeat(1_000_000);
        Files.writeString(
                folder.resolve("tokenizer.json"),
                byteLevel(
                        BEGINS.replace(
                                "{\"id\": \"<s>\", \"type_id\"",
                                "{\"id\": \"" + name + "\", \"type_id\"")));
        assertThatThrownBy(() -> TextTokenizer.open(folder).close())
                .hasMessageContaining("xxx…, which special_tokens lacks; download")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    }

    @Test
    void refusesDeepNesting() throws IOException {
        String deep = "[".repeat(100_000);
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": " + deep);
        assertRefused("tokenizer.json");
        Files.writeString(folder.resolve("tokenizer.json"), "{\"decoder\": " + deep);
        assertRefused("tokenizer.json");
        String nested = "{\"decoders\": [".repeat(100_000);
        Files.writeString(folder.resolve("tokenizer.json"), "{\"decoder\": " + nested);
        assertRefused("tokenizer.json");
    }

    @Test
    void refusesBytesThatAreNoText() throws IOException {
        byte[] latin1 =
                byteLevel("null").replace("\"a\"", "\"ä\"").getBytes(StandardCharsets.ISO_8859_1);
        Files.write(folder.resolve("tokenizer.json"), latin1);
        assertRefused("tokenizer.json");
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        String whole = byteLevel(BEGINS).strip();
        for (int length = 0; length < whole.length(); length += 17) {
            Files.writeString(folder.resolve("tokenizer.json"), whole.substring(0, length));
            assertRefused("tokenizer.json");
        }
    }

    @Test
    void refusesHugeFilesWithoutReadingThem() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("tokenizer.json").toFile(), "rw")) {
            file.setLength(8L << 30);
        }
        assertRefused("tokenizer.json");
    }

    @Test
    void refusesMissingFilesAndFolders() throws IOException {
        assertRefused("tokenizer.json");
        Files.createDirectory(folder.resolve("tokenizer.json"));
        assertRefused("tokenizer.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "[]",
                "{\"add_bos_token\": \"yes\"}",
                "{\"bos_token\": 3}",
                "{\"bos_token\": {\"text\": \"<s>\"}}",
                "{\"add_bos_token\": true}",
                "{\"add_bos_token\": true, \"bos_token\": \"<none>\"}",
            })
    void refusesADamagedConfig(String config) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), byteLevel("null"));
        Files.writeString(folder.resolve("tokenizer_config.json"), config);
        assertRefused("tokenizer_config.json");
    }
}
