package io.github.headlight.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.chat.ToolCalls.Malformed;
import io.github.headlight.token.Goldens;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;
import java.util.Random;

class ToolCallsTest {
    private static final String BEIJING = "{\"city\": \"北京\", \"days\": 3}";

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static ToolCall call(String name, String arguments) {
        return ToolCall.of(name, json(arguments));
    }

    private static void assertCalls(String answer, String text, ToolCall... calls) {
        ToolCalls parsed = ToolCalls.parse(answer);
        assertThat(parsed.malformed()).isEmpty();
        assertThat(parsed.calls()).containsExactly(calls);
        assertThat(parsed.text()).isEqualTo(text);
    }

    @Test
    void readsTaggedCalls() {
        assertCalls(
                "I look.\n<tool_call>\n{\"name\": \"f\", \"arguments\": "
                        + BEIJING
                        + "}\n</tool_call>\n<tool_call>{\"arguments\":{},\"name\":\"g\"}</tool_call> ok",
                "I look.\n\n ok",
                call("f", BEIJING),
                call("g", "{}"));
    }

    @Test
    void aTextAmongTheArgumentsMayHoldTheTags() {
        String html = "{\"html\": \"<tool_call>{</tool_call> \\\"}\"}";
        assertCalls(
                "<tool_call>{\"name\": \"f\", \"arguments\": " + html + "}</tool_call>",
                "",
                call("f", html));
    }

    /** A model may stop without its last tag. */
    @Test
    void theLastTagMayBeMissing() {
        assertCalls("<tool_call>\n{\"name\": \"f\"}\n", "", call("f", "{}"));
        assertCalls(
                "<tool_call>{\"name\": \"f\"}<tool_call>{\"name\": \"g\"}",
                "",
                call("f", "{}"),
                call("g", "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<|python_tag|>", " \n<|python_tag|>\n "})
    void readsBareCalls(String start) {
        assertCalls(
                start + "{\"name\": \"f\", \"parameters\": " + BEIJING + "}",
                "",
                call("f", BEIJING));
        assertCalls(
                start
                        + "{\"name\": \"f\", \"parameters\": {}}; {\"name\": \"g\", \"parameters\":"
                        + " {\"a\": \";}\"}}",
                "",
                call("f", "{}"),
                call("g", "{\"a\": \";}\"}"));
        assertCalls(
                start + "{\"type\": \"function\", \"name\": \"f\", \"parameters\": {}}; as you see",
                "as you see",
                call("f", "{}"));
    }

    @Test
    void readsLists() {
        ToolCalls parsed =
                ToolCalls.parse(
                        "Let me see. [TOOL_CALLS] [{\"name\": \"f\", \"arguments\": "
                                + BEIJING
                                + ", \"id\": \"a1b2c3d4e\"}, {\"name\": \"g\", \"arguments\": {}},"
                                + " {\"arguments\": {}}]</s>");
        assertThat(parsed.calls())
                .containsExactly(
                        new ToolCall(Optional.of("a1b2c3d4e"), "f", json(BEIJING)),
                        call("g", "{}"));
        assertThat(parsed.malformed())
                .containsExactly(new Malformed("{\"arguments\":{}}", "field name is missing"));
        assertThat(parsed.text()).isEqualTo("Let me see. </s>");
    }

    @Test
    void argumentsMayBeATextThatHoldsJson() {
        assertCalls(
                "<tool_call>{\"name\": \"f\", \"arguments\": \"{\\\"a\\\": [1]}\"}</tool_call>",
                "",
                call("f", "{\"a\": [1]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sets are written {1, 2, 3}.",
                "{\"name\": \"Bob\", \"age\": 3}",
                "{\"name\": \"Bob\"",
                "{\"parameters\": {}}",
                "[1, 2]",
                "```json\n{\"name\": \"f\", \"parameters\": {}}\n```",
                "A call is {\"name\": \"f\", \"parameters\": {}}.",
                "tool_call TOOL_CALLS python_tag",
                "{",
                "if (a) { b(); } else { c(\"}\"); }",
            })
    void allElseIsText(String answer) {
        assertCalls(answer, answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "<tool_call>{\"name\": \"f\", \"argu => comes to an end",
                "<tool_call>{\"name\": \"f\", \"argu</tool_call> => comes to an end",
                "<tool_call> => expected an object with name and arguments",
                "<tool_call>f(1)</tool_call> => comes to an end",
                "<tool_call>{\"name\": f}</tool_call> => not JSON at line 1 column 10",
                "<tool_call>{'name': 'f'}</tool_call> => not JSON at line 1 column 3",
                "<tool_call>{\"arguments\": {}}</tool_call> => field name is missing",
                "<tool_call>{\"name\": \" \"}</tool_call> => has the name of a function",
                "<tool_call>{\"name\": 3}</tool_call> => field name: expected a text, found 3",
                "<tool_call>{\"name\": \"f\", \"arguments\": [1]}</tool_call> => field arguments: expected an object, found [1]",
                "<tool_call>{\"name\": \"f\", \"arguments\": \"a=1\"}</tool_call> => not JSON",
                "<tool_call>{\"name\": \"f\", \"arguments\": \"[1]\"}</tool_call> => not a JSON object",
                "<tool_call>{\"name\": \"f\"} {\"name\": \"g\"}</tool_call> => not JSON at line 1 column 16",
                "<tool_call>[]</tool_call> => expected an object with name and arguments",
                "{\"name\": \"f\", \"parameters\": {\"city\": \"Ber => comes to an end",
                "<|python_tag|>f.call(x=1) => comes to an end",
                "[TOOL_CALLS] [{\"name\": \"f\", \"argum => comes to an end",
                "[TOOL_CALLS] [{'name': 'f'}] => not JSON at line 1",
                "[TOOL_CALLS] f => comes to an end",
            })
    void saysWhatIsWrongWithADamagedCall(String answer, String reason) {
        ToolCalls parsed = ToolCalls.parse(answer);
        assertThat(parsed.calls()).isEmpty();
        assertThat(parsed.text()).isEmpty();
        assertThat(parsed.malformed()).hasSize(1);
        assertThat(answer).contains(parsed.malformed().get(0).text());
        assertThat(parsed.malformed().get(0).reason()).contains(reason);
    }

    @Test
    void whatIsWholeIsReadBesideWhatIsDamaged() {
        ToolCalls parsed =
                ToolCalls.parse(
                        "a<tool_call>{\"name\": }</tool_call>b<tool_call>{\"name\": \"f\"}</tool_call>c"
                                + "<tool_call>{\"na");
        assertThat(parsed.calls()).containsExactly(call("f", "{}"));
        assertThat(parsed.text()).isEqualTo("abc");
        assertThat(parsed.malformed())
                .extracting(Malformed::text)
                .containsExactly("{\"name\": }", "{\"na");

        ToolCalls bare =
                ToolCalls.parse("{\"name\": \"f\", \"parameters\": {}}; {\"name\": \"g\", \"pa");
        assertThat(bare.calls()).containsExactly(call("f", "{}"));
        assertThat(bare.malformed())
                .extracting(Malformed::text)
                .containsExactly("{\"name\": \"g\", \"pa");
    }

    @ParameterizedTest
    @Timeout(20)
    @ValueSource(
            strings = {
                "<tool_call>",
                "<tool_call>{",
                "<tool_call>{\"",
                "<tool_call>{\"\\",
                "<tool_call>{</tool_call>",
                "<tool_call>{\"</tool_call>",
                "<tool_call>{\\\"</tool_call>",
                "<tool_call>{\"}</tool_call>",
                "<tool_call>{\"[</tool_call>]",
                "<tool_call>{{\"}</tool_call>",
                "<tool_call> ",
                "<tool_call>{} </tool_call>{",
                "{\"name\": \"f\", \"parameters\": {}};",
                "[TOOL_CALLS] [",
                "<|python_tag|>{",
                "{\"a\":",
            })
    void takesLongAnswersInLinearTime(String piece) {
        ToolCalls parsed = ToolCalls.parse(piece.repeat((2 << 20) / piece.length()));
        assertThat(parsed.calls().size() + parsed.malformed().size() + parsed.text().length())
                .isPositive();
    }

    @Test
    void isBounded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolCalls.parse("x".repeat((1 << 24) + 1)))
                .withMessageContaining("16777216");
        String deep = "[".repeat(300) + "]".repeat(300);
        ToolCalls parsed =
                ToolCalls.parse(
                        "<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": "
                                + deep
                                + "}}</tool_call>");
        assertThat(parsed.calls()).isEmpty();
        assertThat(parsed.malformed()).hasSize(1);
    }

    @Test
    void anyAnswerIsRead() {
        List<String> pieces =
                List.of(
                        "<tool_call>",
                        "</tool_call>",
                        "[TOOL_CALLS]",
                        "<|python_tag|>",
                        "{\"name\": \"f\"",
                        ", \"arguments\": ",
                        "{\"a\": [1, \"x\"]}",
                        "}",
                        "{",
                        "[",
                        "]",
                        ";",
                        "\"",
                        "\\",
                        " \n",
                        "1e999999999",
                        "text");
        Random random = new Random(20260307);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder answer = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                answer.append(pieces.get(random.nextInt(pieces.size())));
            }
            ToolCalls parsed = ToolCalls.parse(answer.toString());
            assertThat(parsed.calls()).allSatisfy(c -> assertThat(c.name()).isEqualTo("f"));
        }
    }

    /** What Qwen2.5's template writes is read back, and the next turn is as transformers has it. */
    @Test
    void goesRoundThroughTheTemplate() {
        JsonObject golden = Goldens.chatTemplates();
        JsonObject chat = golden.getAsJsonObject("conversations").getAsJsonObject("two calls");
        String rendered =
                golden.getAsJsonObject("rendered")
                        .getAsJsonObject("qwen2.5")
                        .get("two calls")
                        .getAsString();
        ChatMessage question =
                ChatMessage.of(chat.getAsJsonArray("messages").get(0).getAsJsonObject());
        List<JsonObject> tools = List.of(chat.getAsJsonArray("tools").get(0).getAsJsonObject());
        ChatTemplate template = ChatTemplate.of(Goldens.QWEN).orElseThrow();
        String prompt = template.render(List.of(question), tools, true);
        assertThat(rendered).startsWith(prompt);
        String answer =
                rendered.substring(
                        prompt.length(), rendered.indexOf("<|im_end|>", prompt.length()));

        ToolCalls parsed = ToolCalls.parse(answer);

        assertThat(parsed.malformed()).isEmpty();
        assertThat(parsed.text()).isEmpty();
        assertThat(parsed.calls())
                .extracting(ToolCall::name, call -> call.arguments().get("city").getAsString())
                .containsExactly(tuple("get_weather", "北京"), tuple("get_weather", "Zürich"));
        assertThat(
                        template.render(
                                List.of(
                                        question,
                                        parsed.toMessage(),
                                        ChatMessage.tool(
                                                parsed.calls().get(0),
                                                "{\"temp\": 21, \"sky\": \"晴\"}"),
                                        ChatMessage.tool("14 °C")),
                                tools,
                                true))
                .isEqualTo(rendered);
    }

    @Test
    void writesMessagesAsTemplatesReadThem() {
        ToolCall call = call("f", "{\"a\": 1}").withId("a1b2c3d4e");
        assertThat(ChatMessage.assistant("", List.of(call)).json())
                .isEqualTo(
                        json(
                                "{\"role\": \"assistant\", \"content\": null, \"tool_calls\":"
                                        + " [{\"type\": \"function\", \"id\": \"a1b2c3d4e\","
                                        + " \"function\": {\"name\": \"f\", \"arguments\":"
                                        + " {\"a\": 1}}}]}"));
        assertThat(ChatMessage.tool(call, "r").json())
                .isEqualTo(
                        json(
                                "{\"role\": \"tool\", \"content\": \"r\", \"name\": \"f\","
                                        + " \"tool_call_id\": \"a1b2c3d4e\"}"));
        assertThat(ChatMessage.assistant("x", List.of())).isEqualTo(ChatMessage.assistant("x"));
        assertThat(ToolCalls.parse("hi").toMessage()).isEqualTo(ChatMessage.assistant("hi"));
    }

    @Test
    void callsAreCopies() {
        JsonObject arguments = json("{\"a\": 1}");
        ToolCall call = ToolCall.of("f", arguments);
        arguments.addProperty("a", 2);
        call.arguments().addProperty("a", 3);
        assertThat(call.arguments()).isEqualTo(json("{\"a\": 1}"));
        assertThatIllegalArgumentException().isThrownBy(() -> ToolCall.of("", json("{}")));
    }
}
