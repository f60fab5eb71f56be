package io.github.headlight.session;

import io.github.headlight.chat.Chat;
import io.github.headlight.chat.ChatMessage;
import io.github.headlight.chat.ChatTemplate;
import io.github.headlight.error.PromptException;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelFile;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.token.TextTokenizer;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Turns prompts into tokens, with the tokenizer that belongs to a model. The tokenizer is opened
 * when first needed.
 */
final class PromptReader implements AutoCloseable {
    private static final String TOKENIZER = "tokenizer.json";

    private final Path model;
    private final ModelSpec spec;
    private final List<Path> folders;
    private TextFiles text;

    private PromptReader(Path model, ModelSpec spec, List<Path> folders) {
        this.model = model;
        this.spec = spec;
        this.folders = folders;
    }

    /** What a folder gives for reading text. */
    private record TextFiles(
            Path folder, TextTokenizer tokenizer, Optional<ChatTemplate> template) {}

    static PromptReader of(ModelFile file, Path weights, ModelSpec spec, SessionConfig config) {
        Set<Path> folders = new LinkedHashSet<>();
        if (config.tokenizer().isPresent()) {
            folders.add(config.tokenizer().get());
        } else {
            folders.add(file.path().toAbsolutePath().getParent());
            folders.add(file.resolve("."));
            // Its weights may be links into another folder, as in a model hub's cache.
            String checkpoint = file.metadata().get(ModelContract.CHECKPOINT_KEY);
            if (checkpoint != null) {
                folders.add(file.resolve(checkpoint));
            }
            folders.add(weights.toAbsolutePath().normalize());
        }
        return new PromptReader(file.path(), spec, List.copyOf(folders));
    }

    TokenSequence read(Prompt prompt, boolean beyondContext) {
        TokenSequence tokens = tokens(prompt);
        int[] ids = tokens.ids();
        if (!beyondContext && spec.contextLength() > 0 && ids.length > spec.contextLength()) {
            throw new PromptException(
                    String.format(
                            Locale.ROOT,
                            "the prompt has %,d tokens, but %s was made for at most %,d; shorten"
                                    + " it, or allow more (--beyond-context,"
                                    + " CaptureOptions.allowingBeyondContext) and expect the"
                                    + " model to lose its way",
                            ids.length,
                            model,
                            spec.contextLength()));
        }
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || (spec.vocabularySize() > 0 && ids[i] >= spec.vocabularySize())) {
                throw new PromptException(
                        "token "
                                + i
                                + " of the prompt: expected an id from 0 to "
                                + (spec.vocabularySize() - 1)
                                + " (the vocabulary of "
                                + model
                                + "), found "
                                + ids[i]);
            }
        }
        return tokens;
    }

    private TokenSequence tokens(Prompt prompt) {
        if (prompt instanceof Prompt.Ids given) {
            if (given.ids().isEmpty()) {
                throw new PromptException("the prompt is empty: give at least one token id");
            }
            return TokenSequence.ofIds(given.ids().stream().mapToInt(Integer::intValue).toArray());
        }
        if (prompt instanceof Prompt.Text given) {
            String content = notEmpty(given.text());
            return text().tokenizer().encode(content, TokenRole.PROMPT);
        }
        if (prompt instanceof Prompt.User given) {
            Chat chat = Chat.of(ChatMessage.user(notEmpty(given.text())));
            return text().template().isPresent()
                    ? written(chat)
                    : text().tokenizer().encode(given.text(), TokenRole.USER);
        }
        return written(((Prompt.Conversation) prompt).chat());
    }

    private static String notEmpty(String text) {
        if (text.isEmpty()) {
            throw new PromptException("the prompt is empty: give at least one character");
        }
        return text;
    }

    private TokenSequence written(Chat chat) {
        ChatTemplate template =
                text().template()
                        .orElseThrow(
                                () ->
                                        new PromptException(
                                                "a chat needs a chat template, and "
                                                        + text().folder()
                                                        + " has none; give the prompt as text"));
        try {
            return text().tokenizer().encode(template.mark(chat));
        } catch (IllegalArgumentException e) {
            throw new PromptException(e.getMessage(), e);
        }
    }

    /**
     * A token that the model writes after a prompt; the id is its label where the prompt is ids.
     */
    TokenPiece piece(Prompt prompt, int id) {
        return prompt instanceof Prompt.Ids
                ? new TokenPiece(
                        id,
                        Integer.toString(id).getBytes(StandardCharsets.US_ASCII),
                        TokenRole.GENERATED)
                : text().tokenizer().piece(id, TokenRole.GENERATED);
    }

    /** The text of a token; part of a character is U+FFFD. */
    String text(int id) {
        byte[] bytes = text().tokenizer().piece(id, TokenRole.GENERATED).bytes();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private synchronized TextFiles text() {
        if (text == null) {
            Path folder =
                    folders.stream()
                            .filter(f -> Files.isRegularFile(f.resolve(TOKENIZER)))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new PromptException(
                                                    "text needs a tokenizer, and no "
                                                            + TOKENIZER
                                                            + " is in "
                                                            + String.join(
                                                                    " or ",
                                                                    folders.stream()
                                                                            .map(Path::toString)
                                                                            .toList())
                                                            + "; give its folder (--tokenizer DIR, SessionConfig.withTokenizer) or token ids"));
            TextTokenizer tokenizer = TextTokenizer.open(folder);
            tokenizer.requireFits(spec);
            text = new TextFiles(folder, tokenizer, ChatTemplate.of(folder));
        }
        return text;
    }

    @Override
    public synchronized void close() {
        if (text != null) {
            text.tokenizer().close();
        }
    }
}
