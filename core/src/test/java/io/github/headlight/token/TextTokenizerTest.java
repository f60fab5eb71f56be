package io.github.headlight.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.model.ModelSpec;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class TextTokenizerTest {
    private static TextTokenizer qwen;

    @BeforeAll
    static void open() {
        qwen = TextTokenizer.open(Goldens.QWEN);
    }

    @AfterAll
    static void close() {
        qwen.close();
    }

    private static Stream<JsonObject> texts() {
        return stream(Goldens.qwen().getAsJsonArray("texts"));
    }

    private static Stream<JsonObject> stream(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsJsonObject);
    }

    private static String text(JsonObject expected) {
        return expected.get("text").getAsString();
    }

    @Test
    void givesTheIdsOfTransformers() {
        assertThat(texts())
                .hasSizeGreaterThan(10)
                .allSatisfy(
                        expected ->
                                assertThat(qwen.ids(text(expected), true))
                                        .isEqualTo(ids(expected)));
    }

    @Test
    void givesTheIdsOfRenderedChats() {
        assertThat(stream(Goldens.qwen().getAsJsonArray("chats")))
                .isNotEmpty()
                .allSatisfy(
                        chat -> {
                            String rendered = chat.get("rendered").getAsString();
                            TokenSequence tokens = qwen.encode(new MarkedText(rendered, List.of()));
                            assertThat(tokens.ids()).isEqualTo(ids(chat));
                            assertThat(tokens.text()).isEqualTo(rendered);
                            assertThat(tokens.tokens())
                                    .allMatch(token -> token.role() == TokenRole.TEMPLATE);
                        });
    }

    private static int[] ids(JsonObject expected) {
        return Goldens.ints(expected.getAsJsonArray("ids"));
    }

    @Test
    void bytesOfTheTokensAreTheNormalisedText() {
        assertThat(texts().filter(expected -> !text(expected).isEmpty()))
                .allSatisfy(
                        expected -> {
                            String text = text(expected);
                            TokenSequence tokens = qwen.encode(text, TokenRole.PROMPT);
                            String read = Normalizer.normalize(text, Normalizer.Form.NFC);
                            assertThat(tokens.utf8())
                                    .isEqualTo(read.getBytes(StandardCharsets.UTF_8));
                        });
    }

    /** transformers gives each part of a split character the offsets of the whole character. */
    @Test
    void spansCoverTheCharactersThatTransformersNames() {
        assertThat(texts().filter(e -> Normalizer.isNormalized(text(e), Normalizer.Form.NFC)))
                .filteredOn(expected -> !text(expected).isEmpty())
                .hasSizeGreaterThan(7)
                .allSatisfy(
                        expected -> {
                            TokenSequence tokens = qwen.encode(text(expected), TokenRole.PROMPT);
                            JsonArray offsets = expected.getAsJsonArray("char_offsets");
                            int[] characters = characterOfByte(tokens.utf8());
                            for (Token token : tokens.tokens()) {
                                int[] offset =
                                        Goldens.ints(offsets.get(token.index()).getAsJsonArray());
                                assertThat(characters[token.start()]).isEqualTo(offset[0]);
                                assertThat(characters[token.end() - 1] + 1).isEqualTo(offset[1]);
                            }
                        });
    }

    private static int[] characterOfByte(byte[] utf8) {
        int[] characters = new int[utf8.length];
        int character = -1;
        for (int i = 0; i < utf8.length; i++) {
            character += (utf8[i] & 0xC0) == 0x80 ? 0 : 1;
            characters[i] = character;
        }
        return characters;
    }

    @Test
    void wholeTokensReadAsTransformersDecodesThem() {
        assertThat(texts().filter(expected -> !text(expected).isEmpty()))
                .allSatisfy(
                        expected -> {
                            TokenSequence tokens = qwen.encode(text(expected), TokenRole.PROMPT);
                            JsonArray decoded = expected.getAsJsonArray("decoded_each");
                            for (Token token : tokens.tokens()) {
                                String alone = decoded.get(token.index()).getAsString();
                                byte[] bytes = tokens.bytes(token.index());
                                assertThat(new String(bytes, StandardCharsets.UTF_8))
                                        .isEqualTo(alone);
                            }
                        });
    }

    @Test
    void labelsAreReadable() {
        List<String> labels =
                texts().filter(expected -> !text(expected).isEmpty())
                        .flatMap(
                                expected ->
                                        qwen
                                                .encode(text(expected), TokenRole.PROMPT)
                                                .tokens()
                                                .stream())
                        .map(Token::label)
                        .toList();
        assertThat(labels)
                .hasSizeGreaterThan(100)
                .allSatisfy(
                        label ->
                                assertThat(label)
                                        .isNotEmpty()
                                        .doesNotContain("\uFFFD", "‹", "Ġ", "è", " \u200d"));
    }

    @Test
    void partsOfACharacterShareItsLabel() {
        assertThat(labels("龘 rare")).containsExactly("龘 1/2", "龘 2/2", "·rare");
        assertThat(labels("🧑\u200d🚀"))
                .allMatch(label -> label.startsWith("🧑\u200d🚀 "))
                .hasSize(4);
    }

    private static List<String> labels(String text) {
        return qwen.encode(text, TokenRole.USER).tokens().stream().map(Token::label).toList();
    }

    @Test
    void keepsWholeLongTexts() {
        String text = "The quick brown fox. 苹果公司 ".repeat(4_000);
        TokenSequence tokens = qwen.encode(text, TokenRole.PROMPT);
        assertThat(tokens.size()).isGreaterThan(30_000);
        assertThat(tokens.text()).isEqualTo(text);
    }

    @Test
    void teachingModelGivesTheIdsItWasTrainedWith() throws IOException {
        try (TextTokenizer tokenizer = TextTokenizer.open(Goldens.TEACHING_MODEL)) {
            JsonObject runs = Goldens.teachingRuns();
            assertThat(runs.keySet()).hasSize(5);
            for (String name : runs.keySet()) {
                JsonObject run = runs.getAsJsonObject(name);
                int length = run.get("prompt_length").getAsInt();
                int[] expected = Arrays.copyOf(inputIds(name), length);
                String prompt = run.get("prompt").getAsString();
                TokenSequence tokens = tokenizer.encode(prompt, TokenRole.PROMPT);
                assertThat(tokens.ids()).as(name).isEqualTo(expected);
                assertThat(tokens.text()).isEqualTo(prompt);
                assertThat(allTexts(tokenizer, inputIds(name)))
                        .isEqualTo(strings(run.getAsJsonArray("tokens")));
            }
        }
    }

    private static List<String> allTexts(TextTokenizer tokenizer, int[] ids) {
        List<TokenPiece> pieces = new ArrayList<>();
        for (int id : ids) {
            pieces.add(tokenizer.piece(id, TokenRole.GENERATED));
        }
        return TokenSequence.of(pieces).tokens().stream().map(Token::text).toList();
    }

    private static List<String> strings(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }

    private static int[] inputIds(String run) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(Goldens.teachingTensors()));
        file.order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(file.getLong());
        byte[] header = new byte[length];
        file.get(header);
        JsonArray offsets =
                JsonParser.parseString(new String(header, StandardCharsets.UTF_8))
                        .getAsJsonObject()
                        .getAsJsonObject(run + ".input_ids")
                        .getAsJsonArray("data_offsets");
        int from = 8 + length + offsets.get(0).getAsInt();
        int to = 8 + length + offsets.get(1).getAsInt();
        return IntStream.range(0, (to - from) / 8)
                .map(i -> (int) file.getLong(from + 8 * i))
                .toArray();
    }

    @Test
    void marksWhoWroteEachToken() {
        String text = "<|im_start|>user\nhi there<|im_end|>\n🍎!";
        int hi = text.indexOf("hi");
        int apple = text.indexOf("🍎");
        TokenSequence tokens =
                qwen.encode(
                        new MarkedText(
                                text,
                                List.of(
                                        new MarkedText.Span(hi, hi + 8, TokenRole.USER),
                                        new MarkedText.Span(
                                                apple, apple + 3, TokenRole.ASSISTANT))));
        assertThat(tokens.tokens())
                .extracting(Token::label, Token::role)
                .containsExactly(
                        tuple("<|im_start|>", TokenRole.TEMPLATE),
                        tuple("user", TokenRole.TEMPLATE),
                        tuple("↵", TokenRole.TEMPLATE),
                        tuple("hi", TokenRole.USER),
                        tuple("·there", TokenRole.USER),
                        tuple("<|im_end|>", TokenRole.TEMPLATE),
                        tuple("↵", TokenRole.TEMPLATE),
                        tuple("🍎", TokenRole.ASSISTANT),
                        tuple("!", TokenRole.ASSISTANT));
    }

    @Test
    void paddingRowsOfTheModelHaveTheirNumberAsLabel() {
        assertThat(qwen.size()).isEqualTo(151_665);
        TokenPiece padding = qwen.piece(151_900, TokenRole.GENERATED);
        assertThat(padding.length()).isZero();
        assertThat(TokenSequence.of(List.of(padding)).get(0).label()).isEqualTo("‹151900›");
        assertThat(qwen.piece(151_645, TokenRole.GENERATED).length()).isEqualTo(10);
    }

    @Test
    void modelMustHoldEveryId() {
        qwen.requireFits(model(152_064));
        qwen.requireFits(model(151_665));
        qwen.requireFits(model(0));
        assertThatThrownBy(() -> qwen.requireFits(model(151_664)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContainingAll("tokenizer.json", "151664", "151663");
    }

    private static ModelSpec model(int vocabulary) {
        return new ModelSpec("qwen2", 1, 1, 1, 8, vocabulary, 64, List.of(), "");
    }

    @Test
    void refusesEmptyText() {
        assertThat(qwen.ids("", true)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> qwen.encode("", TokenRole.PROMPT))
                .withMessageContaining("empty");
    }

    @Test
    void takesTextThatIsNoUnicode() {
        TokenSequence tokens = qwen.encode("a\uD800b\0c🍎\uDC00", TokenRole.PROMPT);
        assertThat(tokens.text()).isEqualTo("a\uFFFDb\0c🍎\uFFFD");
        assertThat(tokens.tokens())
                .extracting(Token::label)
                .allSatisfy(label -> assertThat(label).doesNotContain("\uFFFD", "\0"));
    }

    @Test
    void servesManyThreads() {
        List<String> texts = texts().map(TextTokenizerTest::text).toList();
        List<int[]> alone = texts.stream().map(text -> qwen.ids(text, true)).toList();
        IntStream.range(0, 400)
                .parallel()
                .forEach(
                        i -> {
                            int t = i % texts.size();
                            assertThat(qwen.ids(texts.get(t), true)).isEqualTo(alone.get(t));
                        });
    }

    @Test
    void closesTwiceAndNamesItselfAfterwards() {
        TextTokenizer tokenizer = TextTokenizer.open(Goldens.TEACHING_MODEL);
        tokenizer.close();
        tokenizer.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> tokenizer.encode("a", TokenRole.PROMPT))
                .withMessageContainingAll("tokenizer", "closed");
    }

    @Test
    void leavesSystemPropertiesAlone() {
        assertThat(System.getProperties())
                .doesNotContainKeys("RUST_FLAVOR", "OPT_OUT_TRACKING", "ai.djl.offline");
    }
}
