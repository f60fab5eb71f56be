package io.github.headlight.capture;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import io.github.headlight.model.JsonFields;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Tokens as JSON: a list of {@code {"id", "text", "span": [start, end], "role"}}; a token that is
 * only part of a character has the whole character as text, and its own bytes as {@code hex}.
 */
final class TokensJson {
    private TokensJson() {}

    static String write(TokenSequence tokens) {
        JsonArray array = new JsonArray(tokens.size());
        for (Token token : tokens.tokens()) {
            JsonObject json = new JsonObject();
            json.addProperty("id", token.id());
            json.addProperty("text", token.text());
            byte[] bytes = tokens.bytes(token.index());
            if (!Arrays.equals(bytes, token.text().getBytes(StandardCharsets.UTF_8))) {
                json.addProperty("hex", HexFormat.of().formatHex(bytes));
            }
            JsonArray span = new JsonArray(2);
            span.add(token.start());
            span.add(token.end());
            json.add("span", span);
            json.addProperty("role", token.role().key());
            array.add(json);
        }
        return array.toString();
    }

    /** Reads a list of tokens; spans follow from the bytes and must agree with them. */
    static TokenSequence read(String text) {
        JsonFields wrapped = JsonFields.parse("{\"tokens\":" + text + "}");
        if (!(wrapped.json().get("tokens") instanceof JsonArray array) || array.isEmpty()) {
            throw new IllegalArgumentException("expected a list of at least one token");
        }
        List<TokenPiece> pieces = new ArrayList<>(array.size());
        int at = 0;
        for (JsonElement element : array) {
            if (!element.isJsonObject()) {
                throw new IllegalArgumentException(
                        "token " + pieces.size() + ": expected an object");
            }
            JsonFields json = JsonFields.of(element.getAsJsonObject());
            byte[] bytes =
                    json.has("hex")
                            ? HexFormat.of().parseHex(json.string("hex"))
                            : json.string("text").getBytes(StandardCharsets.UTF_8);
            if (json.has("span") && !json.json().get("span").equals(span(at, at + bytes.length))) {
                throw new IllegalArgumentException(
                        "token "
                                + pieces.size()
                                + ": expected the span ["
                                + at
                                + ", "
                                + (at + bytes.length)
                                + "], found "
                                + json.json().get("span"));
            }
            at += bytes.length;
            pieces.add(
                    new TokenPiece(json.integer("id"), bytes, TokenRole.of(json.string("role"))));
        }
        return TokenSequence.of(pieces);
    }

    private static JsonArray span(int start, int end) {
        JsonArray span = new JsonArray(2);
        span.add(new JsonPrimitive(start));
        span.add(new JsonPrimitive(end));
        return span;
    }
}
