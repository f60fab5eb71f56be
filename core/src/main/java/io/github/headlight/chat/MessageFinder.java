package io.github.headlight.chat;

import io.github.headlight.error.HeadlightException;
import io.github.headlight.token.MarkedText;
import io.github.headlight.token.MarkedText.Span;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the messages of a conversation in its rendered text. Searching for their text would find it
 * in the template too. So the conversation is rendered a second time with marks around each text;
 * where the marks change nothing else, they show the place.
 */
final class MessageFinder {
    private static final char OPEN = '\uFDD0';
    private static final char CLOSE = '\uFDD1';

    /** Who needs more than this has no use for marks one by one. */
    private static final int MAX_SINGLE = 256;

    private final ChatTemplate template;
    private final Chat chat;
    private final String rendered;

    MessageFinder(ChatTemplate template, Chat chat) {
        this.template = template;
        this.chat = chat;
        this.rendered = template.render(chat);
    }

    MarkedText mark() {
        int count = chat.messages().size();
        Optional<List<Span>> all = find(0, count);
        List<Span> spans = new ArrayList<>(all.orElse(List.of()));
        for (int i = 0; all.isEmpty() && i < Math.min(count, MAX_SINGLE); i++) {
            // A template that looks into one message still shows the others.
            find(i, i + 1).ifPresent(spans::addAll);
        }
        return new MarkedText(rendered, withoutOverlaps(spans));
    }

    /** The places of some messages; empty if marks change what the template does. */
    private Optional<List<Span>> find(int from, int to) {
        if (rendered.indexOf(OPEN) >= 0 || rendered.indexOf(CLOSE) >= 0) {
            return Optional.empty();
        }
        List<ChatMessage> messages = new ArrayList<>(chat.messages());
        for (int i = from; i < to; i++) {
            ChatMessage message = messages.get(i);
            int number = i;
            message.content()
                    .ifPresent(text -> messages.set(number, marked(message, number, text)));
        }
        try {
            Chat marked = new Chat(messages, chat.tools(), chat.addGenerationPrompt());
            return read(template.render(marked));
        } catch (HeadlightException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Marks are within the white space at both ends, which templates cut off. */
    private static ChatMessage marked(ChatMessage message, int number, String text) {
        String core = text.strip();
        if (core.isEmpty()) {
            return message;
        }
        int start = text.indexOf(core);
        return message.withContent(
                text.substring(0, start)
                        + OPEN
                        + number
                        + OPEN
                        + core
                        + CLOSE
                        + text.substring(start + core.length()));
    }

    private Optional<List<Span>> read(String marked) {
        StringBuilder plain = new StringBuilder(marked.length());
        List<Span> spans = new ArrayList<>();
        int number = -1;
        int start = 0;
        for (int at = 0; at < marked.length(); at++) {
            char c = marked.charAt(at);
            if (c == OPEN) {
                int end = marked.indexOf(OPEN, at + 1);
                if (end < 0 || number >= 0) {
                    return Optional.empty();
                }
                number = Integer.parseInt(marked.substring(at + 1, end));
                if (number < 0 || number >= chat.messages().size()) {
                    return Optional.empty();
                }
                start = plain.length();
                at = end;
            } else if (c == CLOSE) {
                if (number < 0) {
                    return Optional.empty();
                }
                spans.add(new Span(start, plain.length(), chat.messages().get(number).tokenRole()));
                number = -1;
            } else {
                plain.append(c);
            }
        }
        return number < 0 && plain.toString().equals(rendered)
                ? Optional.of(spans)
                : Optional.empty();
    }

    private static List<Span> withoutOverlaps(List<Span> spans) {
        List<Span> kept = new ArrayList<>();
        int end = 0;
        for (Span span : spans.stream().sorted(Comparator.comparingInt(Span::start)).toList()) {
            if (span.start() >= end) {
                kept.add(span);
                end = span.end();
            }
        }
        return kept;
    }
}
