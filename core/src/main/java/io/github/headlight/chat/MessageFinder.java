package io.github.headlight.chat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.headlight.error.HeadlightException;
import io.github.headlight.internal.jinja.Json;
import io.github.headlight.internal.jinja.TemplateException;
import io.github.headlight.token.MarkedText;
import io.github.headlight.token.MarkedText.Span;
import io.github.headlight.token.TokenRole;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the messages of a conversation in its rendered text. Searching for their text would find it
 * in the template too. So the conversation is rendered a second time with marks around each text;
 * where the marks change nothing else, they show the place.
 */
final class MessageFinder {
    private static final char OPEN = '\uFDD0';
    private static final char CLOSE = '\uFDD1';

    /** The most that a template writes between a function and its arguments. */
    private static final int MAX_GAP = 64;

    /** Who needs more than this has no use for marks one by one. */
    private static final int MAX_SINGLE = 256;

    private final ChatTemplate template;
    private final Chat chat;
    private final String rendered;
    private final Map<String, Place> places = new HashMap<>();

    /** What a mark stands for; a call's name has the arguments behind it. */
    private record Place(TokenRole role, Optional<JsonElement> arguments) {}

    MessageFinder(ChatTemplate template, Chat chat) {
        this.template = template;
        this.chat = chat;
        this.rendered = template.write(chat);
        for (int i = 0; i < chat.messages().size(); i++) {
            ChatMessage message = chat.messages().get(i);
            places.put(mark(i), new Place(message.tokenRole(), Optional.empty()));
            List<JsonObject> functions = message.functions();
            for (int call = 0; call < functions.size(); call++) {
                Optional<JsonElement> arguments =
                        Optional.ofNullable(functions.get(call).get("arguments"));
                places.put(mark(i, call), new Place(message.tokenRole(), arguments));
            }
        }
    }

    private static String mark(int message) {
        return Integer.toString(message);
    }

    private static String mark(int message, int call) {
        return message + "." + call;
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
            int number = i;
            messages.set(
                    i,
                    messages.get(i)
                            .withTexts(text -> marked(text, mark(number)))
                            .withFunctions(call -> name -> marked(name, mark(number, call))));
        }
        try {
            Chat marked = new Chat(messages, chat.tools(), chat.addGenerationPrompt());
            return read(template.write(marked));
        } catch (HeadlightException | IllegalArgumentException | TemplateException e) {
            return Optional.empty();
        }
    }

    /** Marks are within the white space at both ends, which templates cut off. */
    private static String marked(String text, String mark) {
        String core = text.strip();
        if (core.isEmpty()) {
            return text;
        }
        int start = text.indexOf(core);
        return text.substring(0, start)
                + OPEN
                + mark
                + OPEN
                + core
                + CLOSE
                + text.substring(start + core.length());
    }

    private Optional<List<Span>> read(String marked) {
        StringBuilder plain = new StringBuilder(marked.length());
        List<Span> spans = new ArrayList<>();
        Place place = null;
        int start = 0;
        for (int at = 0; at < marked.length(); at++) {
            char c = marked.charAt(at);
            if (c == OPEN) {
                int end = marked.indexOf(OPEN, at + 1);
                if (end < 0 || place != null) {
                    return Optional.empty();
                }
                place = places.get(marked.substring(at + 1, end));
                start = plain.length();
                at = end;
            } else if (c == CLOSE) {
                if (place == null) {
                    return Optional.empty();
                }
                int end = endOfArguments(place, plain.length());
                spans.add(new Span(start, end, place.role()));
                place = null;
            } else {
                plain.append(c);
            }
        }
        return place == null && plain.toString().equals(rendered)
                ? Optional.of(spans)
                : Optional.empty();
    }

    /** Marks within the arguments would change how some templates write them. */
    private int endOfArguments(Place place, int from) {
        if (place.arguments().isEmpty()) {
            return from;
        }
        JsonElement arguments = place.arguments().get();
        String json = Json.text(Json.value(arguments));
        String text = arguments.isJsonPrimitive() ? arguments.getAsString() : json;
        for (int at = from; at <= from + MAX_GAP; at++) {
            for (String written : List.of(json, text)) {
                if (!written.isEmpty() && rendered.startsWith(written, at)) {
                    return at + written.length();
                }
            }
        }
        return from;
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
