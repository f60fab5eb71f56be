package io.github.headlight.chat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.headlight.error.Excerpt;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.file.SmallFile;
import io.github.headlight.internal.jinja.Json;
import io.github.headlight.internal.jinja.Template;
import io.github.headlight.internal.jinja.TemplateException;
import io.github.headlight.internal.jinja.Value;
import io.github.headlight.model.JsonFields;
import io.github.headlight.token.MarkedText;
import io.github.headlight.token.TokenizerConfig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The template with which a checkpoint writes conversations, as transformers' {@code
 * apply_chat_template} renders it: {@code chat_template.jinja}, or {@code chat_template} in {@code
 * tokenizer_config.json}, and {@code additional_chat_templates/tool_use.jinja} for conversations
 * with tools. Templates are untrusted: they reach nothing but the conversation, and their work is
 * bounded. Safe for many threads.
 */
public final class ChatTemplate {
    private static final String FILE_NAME = "chat_template.jinja";
    private static final String TOOL_USE_FILE = "additional_chat_templates/tool_use.jinja";
    private static final int MAX_BYTES = 1 << 20;
    private static final String FIELD = "chat_template";
    private static final String DEFAULT = "default";
    private static final String TOOL_USE = "tool_use";
    private static final List<String> SPECIAL_TOKENS =
            List.of(
                    "bos_token",
                    "eos_token",
                    "pad_token",
                    "unk_token",
                    "sep_token",
                    "cls_token",
                    "mask_token");

    private final Path file;
    private final Map<String, Template> templates;
    private final Map<String, Value> specialTokens;
    private final Clock clock;

    private ChatTemplate(
            Path file,
            Map<String, Template> templates,
            Map<String, Value> specialTokens,
            Clock clock) {
        this.file = file;
        this.templates = templates;
        this.specialTokens = specialTokens;
        this.clock = clock;
    }

    /**
     * Reads the template of a checkpoint.
     *
     * @param folder the checkpoint's folder
     * @return the template, if it has one
     * @throws InvalidFileException if it is damaged, or uses what is not supported
     */
    public static Optional<ChatTemplate> of(Path folder) {
        TokenizerConfig config = TokenizerConfig.read(folder);
        Path own = folder.resolve(FILE_NAME);
        SmallFile.refuseOther(own);
        Map<String, Template> templates = new TreeMap<>();
        Path file = Files.exists(own) ? own : config.file();
        if (Files.exists(own)) {
            templates.put(DEFAULT, read(own));
        } else if (config.get(FIELD).isPresent()) {
            addTemplates(templates, file, config.get(FIELD).get());
        } else {
            return Optional.empty();
        }
        Path toolUse = folder.resolve(TOOL_USE_FILE);
        SmallFile.refuseOther(toolUse);
        if (Files.exists(toolUse)) {
            templates.put(TOOL_USE, read(toolUse));
        }
        Map<String, Value> tokens = new HashMap<>();
        for (String name : SPECIAL_TOKENS) {
            config.specialToken(name).ifPresent(token -> tokens.put(name, Value.of(token)));
        }
        return Optional.of(
                new ChatTemplate(file, templates, tokens, Clock.system(ZoneId.systemDefault())));
    }

    private static void addTemplates(
            Map<String, Template> templates, Path file, JsonElement field) {
        try {
            if (!(field instanceof JsonArray named)) {
                JsonObject one = new JsonObject();
                one.add(FIELD, field);
                templates.put(DEFAULT, parse(file, JsonFields.of(one).string(FIELD)));
                return;
            }
            for (JsonElement element : named) {
                JsonFields entry = JsonFields.of(element.getAsJsonObject());
                templates.put(entry.string("name"), parse(file, entry.string("template")));
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new InvalidFileException(
                    file,
                    "field chat_template: expected a text, or a list of name and template;"
                            + " download the file again",
                    e);
        }
    }

    private static Template read(Path file) {
        return parse(file, SmallFile.readText(file, MAX_BYTES));
    }

    private static Template parse(Path file, String source) {
        try {
            return Template.of(source);
        } catch (TemplateException e) {
            throw broken(file, e);
        }
    }

    private static InvalidFileException broken(Path file, TemplateException e) {
        return new InvalidFileException(
                file,
                "chat template, "
                        + String.join(" ", e.getMessage().lines().toList())
                        + "; give the prompt as text, without the template",
                e);
    }

    /**
     * {@return this template with another clock}
     *
     * @param other what templates that name the day read
     */
    public ChatTemplate withClock(Clock other) {
        return new ChatTemplate(file, templates, specialTokens, other);
    }

    /**
     * Writes a conversation.
     *
     * @param messages at least one
     * @param tools what the model may call; mostly none
     * @param addGenerationPrompt whether to begin the assistant's answer
     * @return the text, complete with special tokens
     * @throws InvalidFileException if the template fails
     * @throws IllegalArgumentException if the template refuses the conversation; the message is the
     *     template's. Also if it leaves out a message because it does not know its role
     */
    public String render(
            List<ChatMessage> messages, List<JsonObject> tools, boolean addGenerationPrompt) {
        Chat chat = new Chat(messages, tools, addGenerationPrompt);
        String text = write(chat);
        UnknownRoles.refuse(this, chat);
        return text;
    }

    /**
     * Writes a conversation and says who wrote what in it.
     *
     * @param chat the conversation
     * @return the text of {@link #render}; messages that the template changed so much that they
     *     cannot be found in it count as template
     * @throws InvalidFileException as {@link #render}
     * @throws IllegalArgumentException as {@link #render}
     */
    public MarkedText mark(Chat chat) {
        MessageFinder finder = new MessageFinder(this, chat);
        UnknownRoles.refuse(this, chat);
        return finder.mark();
    }

    String write(Chat chat) {
        Map<String, Value> variables = new HashMap<>(specialTokens);
        variables.put(
                "messages",
                values(chat.messages().stream().map(ChatMessage::templateFields).toList()));
        variables.put("tools", chat.tools().isEmpty() ? Json.none() : values(chat.tools()));
        variables.put("documents", Json.none());
        variables.put("add_generation_prompt", Value.of(chat.addGenerationPrompt()));
        try {
            return template(chat).render(variables, clock);
        } catch (TemplateException e) {
            if (e.isRefusal()) {
                throw new IllegalArgumentException(
                        "the chat template refuses this conversation: " + e.getMessage(), e);
            }
            throw broken(file, e);
        }
    }

    private static Value values(List<JsonObject> objects) {
        return Value.of(objects.stream().map(Json::value).toList());
    }

    private Template template(Chat chat) {
        Template template = chat.tools().isEmpty() ? null : templates.get(TOOL_USE);
        if (template == null) {
            template = templates.get(DEFAULT);
        }
        if (template != null) {
            return template;
        }
        throw new InvalidFileException(
                file,
                "expected a chat template named default, found "
                        + Excerpt.of(String.join(", ", templates.keySet()))
                        + "; give the prompt as text, without the template");
    }
}
