package io.github.headlight.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.token.Goldens;
import io.github.headlight.token.MarkedText;
import io.github.headlight.token.TokenRole;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** Templates as checkpoints have them, against what transformers makes of them. */
class RealTemplatesTest {
    private static final JsonObject GOLDEN = Goldens.chatTemplates();
    private static final String UNKNOWN_ROLE = "unknown role";

    @TempDir private Path folder;

    private static Stream<Arguments> cases() {
        JsonObject rendered = GOLDEN.getAsJsonObject("rendered");
        return rendered.keySet().stream()
                .flatMap(
                        template ->
                                rendered.getAsJsonObject(template).keySet().stream()
                                        .filter(chat -> !chat.equals(UNKNOWN_ROLE))
                                        .map(chat -> Arguments.of(template, chat)));
    }

    private static Stream<String> templates() {
        return GOLDEN.getAsJsonObject("rendered").keySet().stream();
    }

    private static JsonElement expected(String template, String chat) {
        return GOLDEN.getAsJsonObject("rendered").getAsJsonObject(template).get(chat);
    }

    private static Chat chat(String name) {
        JsonObject json = GOLDEN.getAsJsonObject("conversations").getAsJsonObject(name);
        List<ChatMessage> messages =
                json.getAsJsonArray("messages").asList().stream()
                        .map(message -> ChatMessage.of(message.getAsJsonObject()))
                        .toList();
        List<JsonObject> tools =
                json.has("tools")
                        ? json.getAsJsonArray("tools").asList().stream()
                                .map(JsonElement::getAsJsonObject)
                                .toList()
                        : List.of();
        return new Chat(messages, tools, !json.has("add_generation_prompt"));
    }

    private ChatTemplate template(String name) throws IOException {
        Path source = Goldens.CHAT_TEMPLATES.resolve(name + ".jinja");
        if (Files.exists(source)) {
            Files.copy(source, folder.resolve("chat_template.jinja"));
            Files.writeString(
                    folder.resolve("tokenizer_config.json"),
                    GOLDEN.getAsJsonObject("special_tokens").toString());
        } else {
            Files.copy(
                    Goldens.QWEN.resolve("tokenizer_config.json"),
                    folder.resolve("tokenizer_config.json"));
        }
        return ChatTemplate.of(folder)
                .orElseThrow()
                .withClock(
                        Clock.fixed(
                                Instant.parse(GOLDEN.get("now").getAsString()), ZoneOffset.UTC));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersAsTransformersDoes(String name, String conversation) throws IOException {
        ChatTemplate template = template(name);
        Chat chat = chat(conversation);
        JsonElement expected = expected(name, conversation);
        if (expected.isJsonNull()) {
            assertThatThrownBy(() -> template.mark(chat))
                    .isInstanceOfAny(IllegalArgumentException.class, InvalidFileException.class);
        } else {
            assertThat(template.mark(chat).text()).isEqualTo(expected.getAsString());
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void findsWhatTheUserSaid(String name) throws IOException {
        // The last construct counts the characters of the last message, which a mark would change.
        List<String> found = name.equals("constructs") ? List.of("a") : List.of("a", "c");
        // Gemma's template knows no system.
        Chat chat = chat("turns");
        List<ChatMessage> messages =
                expected(name, "turns").isJsonNull()
                        ? chat.messages().subList(1, 4)
                        : chat.messages();
        MarkedText marked = template(name).mark(new Chat(messages, List.of(), true));
        assertThat(marked.spans().stream().filter(span -> span.role() == TokenRole.USER))
                .extracting(span -> marked.text().substring(span.start(), span.end()))
                .containsExactlyElementsOf(found);
    }

    /** What transformers leaves out without a word. */
    @ParameterizedTest
    @MethodSource("templates")
    void refusesRolesThatTheTemplateLeavesOut(String name) throws IOException {
        ChatTemplate template = template(name);
        Chat chat = chat(UNKNOWN_ROLE);
        JsonElement expected = expected(name, UNKNOWN_ROLE);
        String alone = expected(name, "known role").getAsString();
        if (expected.isJsonNull() || expected.getAsString().equals(alone)) {
            assertThatThrownBy(() -> template.mark(chat))
                    .isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(template.mark(chat).text()).isEqualTo(expected.getAsString());
        }
    }
}
