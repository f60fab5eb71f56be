package io.github.headlight.chat;

import io.github.headlight.error.Excerpt;
import io.github.headlight.error.HeadlightException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Refuses messages that a template leaves out because it does not know who speaks. Many templates
 * choose by role and say nothing of a role that they do not have. What they leave out of messages
 * in the usual roles, as past thoughts, they leave out on purpose.
 */
final class UnknownRoles {
    private static final List<String> USUAL = List.of("system", "user", "assistant", "tool");

    /** A noncharacter, so that no template treats it in its own way. */
    private static final String MARK = "\uFDD2";

    private static final Pattern NUMBER = Pattern.compile(MARK + "([0-9]{1,9})" + MARK);

    private UnknownRoles() {}

    /**
     * Looks at the messages in unusual roles.
     *
     * @throws IllegalArgumentException if the text of one does not reach the rendering
     */
    static void refuse(ChatTemplate template, Chat chat) {
        List<ChatMessage> marked = new ArrayList<>(chat.messages());
        List<Integer> unusual = new ArrayList<>();
        for (int i = 0; i < marked.size(); i++) {
            ChatMessage message = marked.get(i);
            if (!USUAL.contains(message.role())) {
                marked.set(i, marked(message, i));
                if (!marked.get(i).equals(message)) {
                    unusual.add(i);
                }
            }
        }
        if (unusual.isEmpty()) {
            return;
        }
        String rendered;
        try {
            rendered = template.write(new Chat(marked, chat.tools(), chat.addGenerationPrompt()));
        } catch (HeadlightException | IllegalArgumentException e) {
            // The template minds the marks, so it reads these messages.
            return;
        }
        Set<String> reached =
                NUMBER.matcher(rendered)
                        .results()
                        .map(mark -> mark.group(1))
                        .collect(Collectors.toSet());
        for (int i : unusual) {
            if (!reached.contains(Integer.toString(i))) {
                throw new IllegalArgumentException(
                        "message "
                                + i
                                + " has the role "
                                + Excerpt.of(chat.messages().get(i).role())
                                + ", and the chat template leaves such messages out; expected one"
                                + " of "
                                + String.join(", ", USUAL));
            }
        }
    }

    /** Marks are at both ends, because some templates drop what stands before {@code </think>}. */
    private static ChatMessage marked(ChatMessage message, int number) {
        String mark = MARK + number + MARK;
        return message.withTexts(text -> text.isBlank() ? text : mark + text + mark);
    }
}
