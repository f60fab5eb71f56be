package io.github.headlight.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.token.Goldens;
import io.github.headlight.token.MarkedText;
import io.github.headlight.token.TextTokenizer;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

class ChatTemplateTest {
    private static final ChatTemplate QWEN = ChatTemplate.of(Goldens.QWEN).orElseThrow();

    @TempDir private Path folder;

    private static Stream<JsonObject> qwenChats() {
        return objects(Goldens.qwen().getAsJsonArray("chats")).stream();
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsJsonObject).toList();
    }

    private static Chat chat(JsonObject json) {
        List<ChatMessage> messages =
                objects(json.getAsJsonArray("messages")).stream().map(ChatMessage::of).toList();
        List<JsonObject> tools =
                json.has("tools") ? objects(json.getAsJsonArray("tools")) : List.of();
        boolean prompt =
                !json.has("add_generation_prompt")
                        || json.get("add_generation_prompt").getAsBoolean();
        return new Chat(messages, tools, prompt);
    }

    @ParameterizedTest
    @MethodSource("qwenChats")
    void rendersAsTransformersDoes(JsonObject expected) {
        Chat chat = chat(expected);
        assertThat(QWEN.render(chat.messages(), chat.tools(), chat.addGenerationPrompt()))
                .isEqualTo(expected.get("rendered").getAsString());
    }

    @ParameterizedTest
    @MethodSource("qwenChats")
    void marksEachMessageAndNothingElse(JsonObject expected) {
        Chat chat = chat(expected);
        MarkedText marked = QWEN.mark(chat);
        assertThat(marked.text()).isEqualTo(expected.get("rendered").getAsString());
        assertThat(marked.spans())
                .extracting(
                        span -> marked.text().substring(span.start(), span.end()),
                        MarkedText.Span::role)
                .containsExactlyElementsOf(
                        chat.messages().stream()
                                .map(m -> tuple(m.content().orElseThrow(), m.tokenRole()))
                                .toList());
    }

    @Test
    void givesTheTokensTheirRoles() {
        try (TextTokenizer tokenizer = TextTokenizer.open(Goldens.QWEN)) {
            Chat chat = Chat.of(ChatMessage.system("Be a cat."), ChatMessage.user("a 龘"));
            TokenSequence tokens = tokenizer.encode(QWEN.mark(chat));
            assertThat(tokens.tokens())
                    .filteredOn(token -> token.role() != TokenRole.TEMPLATE)
                    .extracting(Token::label, Token::role)
                    .containsExactly(
                            tuple("Be", TokenRole.SYSTEM),
                            tuple("·a", TokenRole.SYSTEM),
                            tuple("·cat", TokenRole.SYSTEM),
                            tuple(".", TokenRole.SYSTEM),
                            tuple("a", TokenRole.USER),
                            tuple("·龘 1/3", TokenRole.USER),
                            tuple("·龘 2/3", TokenRole.USER),
                            tuple("·龘 3/3", TokenRole.USER));
        }
    }

    /** A token that begins in a message belongs to it. */
    @Test
    void givesTheTokensOfAllRolesTheirRoles() {
        ToolCall call =
                ToolCall.of(
                        "get_time",
                        JsonParser.parseString("{\"zone\": \"UTC\", \"n\": [1]}")
                                .getAsJsonObject());
        Chat chat =
                Chat.of(
                        ChatMessage.system("Be brief."),
                        ChatMessage.user("What time is it?"),
                        ChatMessage.assistant("I look.", List.of(call, call)),
                        ChatMessage.tool(call, "9:05"),
                        ChatMessage.assistant("It is 9:05."),
                        ChatMessage.user("Thanks"));
        try (TextTokenizer tokenizer = TextTokenizer.open(Goldens.QWEN)) {
            TokenSequence tokens = tokenizer.encode(QWEN.mark(chat));
            List<String> runs = new ArrayList<>();
            TokenRole last = null;
            for (Token token : tokens.tokens()) {
                if (token.role() == last) {
                    runs.set(runs.size() - 1, runs.get(runs.size() - 1) + token.label());
                } else {
                    runs.add(token.role() + " " + token.label());
                }
                last = token.role();
            }
            String call1 = "ASSISTANT get_time\",·\"arguments\":·{\"zone\":·\"UTC\",·\"n\":·[1]}}↵";
            assertThat(runs)
                    .containsExactly(
                            "TEMPLATE <|im_start|>system↵",
                            "SYSTEM Be·brief.",
                            "TEMPLATE <|im_end|>↵<|im_start|>user↵",
                            "USER What·time·is·it?",
                            "TEMPLATE <|im_end|>↵<|im_start|>assistant↵",
                            "ASSISTANT I·look.↵",
                            "TEMPLATE <tool_call>↵{\"name\":·\"",
                            call1,
                            "TEMPLATE </tool_call>↵<tool_call>↵{\"name\":·\"",
                            call1,
                            "TEMPLATE </tool_call><|im_end|>↵<|im_start|>user↵<tool_response>↵",
                            "TOOL 9:05",
                            "TEMPLATE ↵</tool_response><|im_end|>↵<|im_start|>assistant↵",
                            "ASSISTANT It·is·9:05.",
                            "TEMPLATE <|im_end|>↵<|im_start|>user↵",
                            "USER Thanks",
                            "TEMPLATE <|im_end|>↵<|im_start|>assistant↵");
        }
    }

    @Test
    void rendersThePromptsOfTheTeachingModel() {
        ChatTemplate template = ChatTemplate.of(Goldens.TEACHING_MODEL).orElseThrow();
        JsonObject runs = Goldens.teachingRuns();
        for (String name : runs.keySet()) {
            JsonObject run = runs.getAsJsonObject(name);
            Chat chat = Chat.of(ChatMessage.user(run.get("user").getAsString()));
            assertThat(template.mark(chat).text()).isEqualTo(run.get("prompt").getAsString());
            assertThat(template.mark(chat).spans()).hasSize(1);
        }
    }

    private ChatTemplate template(String source) throws IOException {
        Files.writeString(folder.resolve("chat_template.jinja"), source);
        return ChatTemplate.of(folder).orElseThrow();
    }

    private static List<String> marked(ChatTemplate template, ChatMessage... messages) {
        MarkedText marked = template.mark(Chat.of(messages));
        return marked.spans().stream()
                .map(span -> span.role() + " " + marked.text().substring(span.start(), span.end()))
                .toList();
    }

    @Test
    void findsMessagesThatTheTemplateTrims() throws IOException {
        ChatTemplate template =
                template(
                        "{% for m in messages %}{{ m.role }}: {{ m.content | trim }}\n{% endfor %}");
        assertThat(marked(template, ChatMessage.user("\n r \n"), ChatMessage.assistant("s")))
                .containsExactly("USER r", "ASSISTANT s");
    }

    @Test
    void findsTheOtherMessagesWhenTheTemplateLooksIntoOne() throws IOException {
        ChatTemplate template =
                template(
                        "{% for m in messages %}[{{ m.content.split('</think>')[-1] }}]{% endfor %}");
        assertThat(
                        marked(
                                template,
                                ChatMessage.user("s"),
                                ChatMessage.assistant("hm</think>s"),
                                ChatMessage.user("t")))
                .containsExactly("USER s", "USER t");
    }

    @Test
    void takesAnyContent() throws IOException {
        ChatTemplate template = template("{% for m in messages %}{{ m.content }};{% endfor %}");
        assertThat(marked(template, ChatMessage.user("{{ 1 }}{% x %}"), ChatMessage.user("  ")))
                .containsExactly("USER {{ 1 }}{% x %}");
        assertThat(marked(template, ChatMessage.user("a\uFDD0b"))).isEmpty();
    }

    @Test
    void knowsTheSpecialTokensAndTheDay() throws IOException {
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"bos_token\": {\"content\": \"<s>\"}, \"eos_token\": \"</s>\"}");
        ChatTemplate template =
                template(
                                "{{ bos_token }}{{ strftime_now('%d %b %Y') }}{{ eos_token }}{{ pad_token }}")
                        .withClock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        assertThat(template.render(List.of(ChatMessage.user("x")), List.of(), true))
                .isEqualTo("<s>01 Jan 1970</s>");
    }

    @Test
    void choosesANamedTemplate() throws IOException {
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"chat_template\": [{\"name\": \"default\", \"template\": \"d\"},"
                        + " {\"name\": \"tool_use\", \"template\": \"{{ tools|length }}\"}]}");
        ChatTemplate template = ChatTemplate.of(folder).orElseThrow();
        List<ChatMessage> messages = List.of(ChatMessage.user("x"));
        assertThat(template.render(messages, List.of(), true)).isEqualTo("d");
        assertThat(template.render(messages, List.of(new JsonObject()), true)).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsTheTemplateForToolsInItsFolder(boolean inConfig) throws IOException {
        if (inConfig) {
            Files.writeString(
                    folder.resolve("tokenizer_config.json"), "{\"chat_template\": \"d\"}");
        } else {
            Files.writeString(folder.resolve("chat_template.jinja"), "d");
        }
        Path file = folder.resolve("additional_chat_templates/tool_use.jinja");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{{ tools|length }}");
        ChatTemplate template = ChatTemplate.of(folder).orElseThrow();
        List<ChatMessage> messages = List.of(ChatMessage.user("x"));
        assertThat(template.render(messages, List.of(), true)).isEqualTo("d");
        assertThat(template.render(messages, List.of(new JsonObject()), true)).isEqualTo("1");
        Files.writeString(file, "{% if");
        assertThatThrownBy(() -> ChatTemplate.of(folder))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("tool_use.jinja");
    }

    /** A template that writes a mark of its own shows nothing, but does no harm. */
    @Test
    void marksThatTheTemplateMakesUpAreNoPlaces() throws IOException {
        for (String mark : List.of("9", "0.5", "x", "", "-1", "0.0")) {
            ChatTemplate template =
                    template(
                            "{% if '\uFDD0' in messages[0].content %}\uFDD0"
                                    + mark
                                    + "\uFDD0a\uFDD1{% else %}a{% endif %}");
            assertThat(marked(template, ChatMessage.user("b"))).isEmpty();
        }
    }

    @Test
    void refusesARoleThatTheTemplateDoesNotKnow() {
        List<ChatMessage> messages =
                List.of(
                        ChatMessage.user("a"),
                        ChatMessage.of("critic", "b"),
                        ChatMessage.user("a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QWEN.render(messages, List.of(), true))
                .withMessageContainingAll(
                        "message 1", "role critic", "system, user, assistant, tool");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QWEN.mark(new Chat(messages, List.of(), true)))
                .withMessageContaining("message 1");
        JsonArray parts = new JsonArray();
        parts.add(JsonParser.parseString("{\"type\": \"text\", \"text\": \"b\"}"));
        JsonObject json = new JsonObject();
        json.addProperty("role", "x".repeat(1000));
        json.add("content", parts);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QWEN.mark(Chat.of(ChatMessage.user("a"), ChatMessage.of(json))))
                .withMessageContaining("message 1")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void takesARoleThatTheTemplateKnows() throws IOException {
        ChatTemplate template =
                template(
                        "{% for m in messages %}{{ m.content.split('</think>')[-1] if m.role =="
                                + " 'developer' or m.content == 'x' }}{% endfor %}");
        assertThat(
                        template.render(
                                List.of(ChatMessage.of("developer", "hm</think>a")),
                                List.of(),
                                true))
                .isEqualTo("a");
        assertThat(template.render(List.of(ChatMessage.of("critic", " ")), List.of(), true))
                .isEmpty();
        assertThat(template.render(List.of(ChatMessage.tool("dropped")), List.of(), true))
                .isEmpty();
    }

    @Test
    void findsTextsOfParts() throws IOException {
        ChatTemplate template =
                template(
                        "{% for m in messages %}{% for p in m.content %}[{{ p.text }}]{% endfor %}"
                                + "{% endfor %}");
        ChatMessage message =
                ChatMessage.of(
                        JsonParser.parseString(
                                        "{\"role\": \"user\", \"content\": [{\"type\": \"text\","
                                                + " \"text\": \"a\"}, {\"type\": \"text\","
                                                + " \"text\": \"b\"}]}")
                                .getAsJsonObject());
        assertThat(marked(template, message)).containsExactly("USER a", "USER b");
    }

    @Test
    void someCheckpointsHaveNone() {
        assertThat(ChatTemplate.of(folder)).isEmpty();
    }

    @Test
    void aTemplateMayRefuse() throws IOException {
        ChatTemplate template = template("{{ raise_exception('roles must alternate') }}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.mark(Chat.of(ChatMessage.user("x"))))
                .withMessageContaining("roles must alternate");
    }

    @Test
    void namesTheFileOfABrokenTemplate() throws IOException {
        assertThatThrownBy(() -> template("a\n{% if %}"))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContainingAll("chat_template.jinja", "line 2");
        ChatTemplate endless =
                template(
                        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}");
        assertThatThrownBy(() -> endless.mark(Chat.of(ChatMessage.user("x"))))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("bounds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "[1]", "[{}]", "{}", "[{\"name\": \"x\", \"template\": 1}]"})
    void refusesFieldsOfTheWrongType(String field) throws IOException {
        Files.writeString(
                folder.resolve("tokenizer_config.json"), "{\"chat_template\": " + field + "}");
        assertThatThrownBy(() -> ChatTemplate.of(folder))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("tokenizer_config.json");
    }

    @Test
    void readsChatFiles() throws IOException {
        Path file = folder.resolve("chat.json");
        Files.writeString(file, "[{\"role\": \"user\", \"content\": \"hi\"}]");
        Chat list = Chat.read(file);
        assertThat(list.messages()).extracting(ChatMessage::role).containsExactly("user");
        assertThat(list.addGenerationPrompt()).isTrue();
        assertThat(list.tools()).isEmpty();

        JsonObject object = Goldens.qwen().getAsJsonArray("chats").get(3).getAsJsonObject();
        Files.writeString(file, new Gson().toJson(object));
        Chat withTools = Chat.read(file);
        assertThat(withTools.tools()).hasSize(1);
        assertThat(QWEN.mark(withTools).text()).isEqualTo(object.get("rendered").getAsString());

        Files.writeString(
                file,
                "\uFEFF{\"messages\": [{\"role\": \"assistant\", \"content\": null,"
                        + " \"tool_calls\": []}], \"add_generation_prompt\": false}");
        assertThat(Chat.read(file).addGenerationPrompt()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[]",
                "{}",
                "3",
                "[1]",
                "[{}]",
                "[{\"role\": 3}]",
                "[{\"role\": \"\"}]",
                "[{\"role\": \"assistant\", \"tool_calls\": {}}]",
                "[{\"role\": \"assistant\", \"tool_calls\": [1]}]",
                "[{\"role\": \"user\", \"content\": 3}]",
                "{\"messages\": {}}",
                "{\"messages\": [{\"role\": \"user\"}], \"tools\": 3}",
                "{\"messages\": [{\"role\": \"user\"}], \"tools\": [3]}",
                "{\"messages\": [{\"role\": \"user\"}], \"add_generation_prompt\": 1}",
                "[{\"role\": \"user\"}] x",
                "[{\"role\": \"user\"}], \"tools\": []",
            })
    void refusesOtherFiles(String json) throws IOException {
        Path file = folder.resolve("chat.json");
        Files.writeString(file, json);
        assertThatThrownBy(() -> Chat.read(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageStartingWith(file.toString())
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void saysThatAChatFileIsEmpty() throws IOException {
        Path file = folder.resolve("chat.json");
        Files.writeString(file, "{\"messages\": []}");
        assertThatThrownBy(() -> Chat.read(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContainingAll("chat.json", "a chat has at least one message");
        assertThatIllegalArgumentException()
                .isThrownBy(Chat::of)
                .withMessageContaining("at least one message");
    }

    @Test
    void messagesAreCopies() {
        JsonObject json =
                JsonParser.parseString("{\"role\":\"user\",\"content\":\"a\"}").getAsJsonObject();
        ChatMessage message = ChatMessage.of(json);
        json.addProperty("content", "b");
        message.json().addProperty("content", "c");
        assertThat(message.content()).contains("a");
    }
}
