package io.github.headlight.session;

import io.github.headlight.chat.Chat;
import io.github.headlight.chat.ChatMessage;

import java.util.ArrayList;
import java.util.List;

/** What a model is given to read. */
public sealed interface Prompt {
    /**
     * Text as it is, without a chat template.
     *
     * @param text at least one character
     */
    record Text(String text) implements Prompt {}

    /**
     * What a user says to a model: one message in the checkpoint's chat template, or plain text if
     * it has none.
     *
     * @param text at least one character
     */
    record User(String text) implements Prompt {}

    /**
     * A conversation, written in the checkpoint's chat template.
     *
     * @param chat at least one message
     */
    record Conversation(Chat chat) implements Prompt {}

    /**
     * Token ids; they need no tokenizer and are their own labels.
     *
     * @param ids at least one
     */
    record Ids(List<Integer> ids) implements Prompt {
        public Ids {
            ids = List.copyOf(ids);
        }
    }

    /**
     * {@return text as it is}
     *
     * @param text at least one character
     */
    static Prompt text(String text) {
        return new Text(text);
    }

    /**
     * {@return one message of the user, in the checkpoint's chat template if it has one}
     *
     * @param text at least one character
     */
    static Prompt user(String text) {
        return new User(text);
    }

    /**
     * {@return a conversation, in the checkpoint's chat template}
     *
     * @param chat at least one message
     */
    static Prompt chat(Chat chat) {
        return new Conversation(chat);
    }

    /**
     * {@return a conversation without tools in which the assistant speaks next, in the checkpoint's
     * chat template}
     *
     * @param messages at least one
     */
    static Prompt chat(ChatMessage... messages) {
        return chat(List.of(messages));
    }

    /**
     * {@return a conversation without tools in which the assistant speaks next, in the checkpoint's
     * chat template}
     *
     * @param messages at least one
     */
    static Prompt chat(List<ChatMessage> messages) {
        return chat(new Chat(messages, List.of(), /* addGenerationPrompt= */ true));
    }

    /**
     * {@return token ids}
     *
     * @param ids at least one
     */
    static Prompt ids(int... ids) {
        List<Integer> list = new ArrayList<>(ids.length);
        for (int id : ids) {
            list.add(id);
        }
        return new Ids(list);
    }

    /**
     * {@return the sequences of a padded batch, without their padding}
     *
     * @param inputIds {@code [batch, sequence]}
     * @param attentionMask {@code [batch, sequence]}: 1 for a token, 0 for padding at the left or
     *     the right
     * @throws IllegalArgumentException if the shapes differ, a mask has a hole or no token, or an
     *     id is none
     */
    static List<Prompt> batch(long[][] inputIds, long[][] attentionMask) {
        if (inputIds.length != attentionMask.length) {
            throw new IllegalArgumentException(
                    inputIds.length
                            + " rows of ids, but "
                            + attentionMask.length
                            + " rows of mask");
        }
        List<Prompt> prompts = new ArrayList<>(inputIds.length);
        for (int row = 0; row < inputIds.length; row++) {
            prompts.add(unpadded(row, inputIds[row], attentionMask[row]));
        }
        return prompts;
    }

    private static Prompt unpadded(int row, long[] ids, long[] mask) {
        if (ids.length != mask.length) {
            throw new IllegalArgumentException(
                    "row " + row + ": " + ids.length + " ids, but a mask of " + mask.length);
        }
        List<Integer> kept = new ArrayList<>();
        int last = -1;
        for (int i = 0; i < ids.length; i++) {
            if (mask[i] == 0) {
                continue;
            }
            if (last >= 0 && last != i - 1) {
                throw new IllegalArgumentException(
                        "row " + row + ": the mask has a hole before position " + i);
            }
            last = i;
            if (ids[i] < 0 || ids[i] > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "row " + row + ": expected an id from 0 on, found " + ids[i]);
            }
            kept.add((int) ids[i]);
        }
        if (kept.isEmpty()) {
            throw new IllegalArgumentException("row " + row + ": the mask leaves no token");
        }
        return new Ids(kept);
    }
}
