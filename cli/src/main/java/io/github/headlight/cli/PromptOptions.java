package io.github.headlight.cli;

import io.github.headlight.chat.Chat;
import io.github.headlight.chat.ChatMessage;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.file.SmallFile;
import io.github.headlight.session.Prompt;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a model reads: exactly one of these. */
class PromptOptions {
    private static final int MAX_BYTES = 16 << 20;

    @Option(
            names = "--prompt",
            required = true,
            paramLabel = "TEXT",
            description = "The text to read.")
    private String text;

    @Option(
            names = "--text-file",
            required = true,
            paramLabel = "F",
            description = "A file with the text to read, UTF-8.")
    private Path textFile;

    @Option(
            names = "--chat",
            required = true,
            paramLabel = "FILE.json",
            description =
                    "A conversation: a list of messages with role and content, or an object with messages, tools and add_generation_prompt. The checkpoint's chat template is used.")
    private Path chat;

    @Option(
            names = "--ids",
            required = true,
            paramLabel = "ID,ID...",
            converter = IdsConverter.class,
            description = "Token ids, with commas; no tokenizer is needed.")
    private Prompt ids;

    /** The prompt, text as it is. */
    final Prompt read() {
        return read(true);
    }

    /**
     * The prompt; text is a message of the user to the checkpoint's chat template, if it has one,
     * unless raw.
     */
    final Prompt read(boolean raw) {
        if (ids != null) {
            return ids;
        }
        if (chat != null) {
            return Prompt.chat(Chat.read(chat));
        }
        String given = text != null ? text : SmallFile.readText(textFile, MAX_BYTES);
        return raw ? Prompt.text(given) : Prompt.user(given);
    }

    /**
     * The prompt in other words.
     *
     * @param first the prompt
     * @param words in place of the text, or of the last message of the user
     * @param raw as in {@link #read(boolean)}
     */
    final Prompt rewritten(Prompt first, String words, boolean raw) {
        if (!(first instanceof Prompt.Conversation conversation)) {
            return raw ? Prompt.text(words) : Prompt.user(words);
        }
        Chat before = conversation.chat();
        List<ChatMessage> messages = new ArrayList<>(before.messages());
        int last = messages.size() - 1;
        while (last >= 0 && !messages.get(last).role().equals("user")) {
            last--;
        }
        if (last < 0) {
            throw new InvalidFileException(
                    chat, "expected a message of the user to rewrite, found none");
        }
        messages.set(last, ChatMessage.user(words));
        return Prompt.chat(new Chat(messages, before.tools(), before.addGenerationPrompt()));
    }

    final boolean isIds() {
        return ids != null;
    }

    /** Reads a list of ids, and says which of them is none. */
    static final class IdsConverter implements ITypeConverter<Prompt> {
        @Override
        public Prompt convert(String value) {
            String[] parts = value.split(",", -1);
            int[] ids = new int[parts.length];
            for (int i = 0; i < ids.length; i++) {
                try {
                    ids[i] = Integer.parseInt(parts[i].strip());
                } catch (NumberFormatException e) {
                    throw new TypeConversionException(
                            "expected whole numbers with commas, found \""
                                    + parts[i]
                                    + "\" at place "
                                    + i);
                }
            }
            return Prompt.ids(ids);
        }
    }
}
