package io.github.headlight.chat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import io.github.headlight.chat.ToolCalls.Malformed;
import io.github.headlight.model.JsonFields;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes an assistant's answer apart into calls, damaged calls and text. Used once. */
final class ToolCallParser {
    private static final int MAX_LENGTH = 1 << 24;

    private static final String OPEN = "<tool_call>";
    private static final String CLOSE = "</tool_call>";
    private static final String LIST = "[TOOL_CALLS]";
    private static final String PYTHON = "<|python_tag|>";

    private static final List<String> ARGUMENTS = List.of("arguments", "parameters");

    /** How a call starts that no mark announces. */
    private static final Pattern BARE_START =
            Pattern.compile(
                    "\\{\\s*+(?:\"type\"\\s*+:\\s*+\"function\"\\s*+,\\s*+)?+"
                            + "\"name\"\\s*+:\\s*+\"[^\"\\\\]*+\"\\s*+,\\s*+"
                            + "\"(?:arguments|parameters)\"");

    private final String answer;
    private final List<ToolCall> calls = new ArrayList<>();
    private final List<Malformed> malformed = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /** Characters that may still be searched for the end of a call, so that no answer is slow. */
    private long searchable;

    ToolCallParser(String answer) {
        if (answer.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "expected an answer of at most "
                            + MAX_LENGTH
                            + " characters, found "
                            + answer.length());
        }
        this.answer = answer;
        searchable = 4L * answer.length();
    }

    ToolCalls parse() {
        int start = skipSpace(0);
        if (answer.contains(OPEN)) {
            tagged();
        } else if (answer.contains(LIST)) {
            list(answer.indexOf(LIST));
        } else if (answer.startsWith(PYTHON, start)) {
            bare(skipSpace(start + PYTHON.length()), /* announced= */ true);
        } else {
            bare(start, /* announced= */ false);
        }
        return new ToolCalls(calls, malformed, text.toString().strip());
    }

    private void tagged() {
        int from = 0;
        for (int open = answer.indexOf(OPEN); open >= 0; open = answer.indexOf(OPEN, from)) {
            text.append(answer, from, open);
            int body = open + OPEN.length();
            int end = endOfTagged(body);
            call(answer.substring(body, end));
            from = answer.startsWith(CLOSE, end) ? end + CLOSE.length() : end;
        }
        text.append(answer, from, answer.length());
    }

    /**
     * Where the inside of a tag ends. A text among the arguments may hold the tag itself, so the
     * JSON goes first; where it has no end or more follows, the closing tag decides.
     */
    private int endOfTagged(int body) {
        int json = skipSpace(body);
        int end = searchable > 0 && answer.startsWith("{", json) ? JsonEnd.of(answer, json) : -1;
        searchable -= (end < 0 ? answer.length() : end) - json;
        int next = end < 0 ? -1 : skipSpace(end);
        if (next == answer.length()
                || (next >= 0
                        && (answer.startsWith(CLOSE, next) || answer.startsWith(OPEN, next)))) {
            return next;
        }
        int close = answer.indexOf(CLOSE, body);
        return close < 0 ? answer.length() : close;
    }

    private void list(int mark) {
        text.append(answer, 0, mark);
        int start = skipSpace(mark + LIST.length());
        int end = answer.startsWith("[", start) ? JsonEnd.of(answer, start) : -1;
        if (end < 0) {
            refuse(answer.substring(start), "expected a list of calls that comes to an end");
            return;
        }
        String list = answer.substring(start, end);
        try {
            for (JsonElement entry : (JsonArray) JsonFields.parseAny(list)) {
                call(entry, entry.toString());
            }
        } catch (IllegalArgumentException e) {
            refuse(list, e.getMessage());
        }
        text.append(answer, end, answer.length());
    }

    private void bare(int start, boolean announced) {
        int from = start;
        while (announced || startsBare(from)) {
            int end = answer.startsWith("{", from) ? JsonEnd.of(answer, from) : -1;
            if (end < 0) {
                call(answer.substring(from));
                return;
            }
            call(answer.substring(from, end));
            from = skipSpace(end);
            if (!answer.startsWith(";", from)) {
                break;
            }
            from = skipSpace(from + 1);
            announced = answer.startsWith("{", from);
        }
        text.append(answer, from, answer.length());
    }

    private boolean startsBare(int from) {
        return BARE_START.matcher(answer).region(from, answer.length()).lookingAt();
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < answer.length() && Character.isWhitespace(answer.charAt(at))) {
            at++;
        }
        return at;
    }

    private void call(String piece) {
        try {
            call(JsonFields.parseAny(piece), piece);
        } catch (IllegalArgumentException e) {
            boolean ends = JsonEnd.of(piece, 0) >= 0;
            refuse(piece, ends ? e.getMessage() : "no JSON object that comes to an end");
        }
    }

    private void call(JsonElement json, String piece) {
        try {
            calls.add(read(json));
        } catch (IllegalArgumentException e) {
            refuse(piece, e.getMessage());
        }
    }

    private void refuse(String piece, String reason) {
        malformed.add(new Malformed(piece.strip(), reason));
    }

    private static ToolCall read(JsonElement json) {
        if (!(json instanceof JsonObject object)) {
            throw new IllegalArgumentException("expected an object with name and arguments");
        }
        JsonFields fields = JsonFields.of(object);
        Optional<String> id =
                fields.has("id") ? Optional.of(fields.string("id")) : Optional.empty();
        return new ToolCall(id, fields.string("name"), arguments(fields));
    }

    private static JsonObject arguments(JsonFields fields) {
        for (String name : ARGUMENTS) {
            if (!fields.has(name)) {
                continue;
            }
            JsonElement value = fields.json().get(name);
            return value instanceof JsonPrimitive primitive && primitive.isString()
                    ? JsonFields.parse(primitive.getAsString()).json()
                    : fields.object(name).json();
        }
        return new JsonObject();
    }
}
