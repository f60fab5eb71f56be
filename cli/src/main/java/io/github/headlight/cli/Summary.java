package io.github.headlight.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.github.headlight.capture.Attention;
import io.github.headlight.generation.Candidate;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.token.Token;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** One-line descriptions for people. */
final class Summary {
    /** What to know of measures of an encoder. */
    static final String BIDIRECTIONAL =
            "queries see later keys too, as an encoder's do: what is about earlier tokens only has no"
                    + " measure and no pattern";

    private static final int ALTERNATIVES = 5;

    private Summary() {}

    static String of(Attention attention) {
        int generated = attention.generatedLength();
        String tokens =
                attention.tokens().size()
                        + " tokens"
                        + (generated > 0 ? " (" + generated + " generated)" : "");
        String direction = attention.model().isBidirectional() ? ", bidirectional" : "";
        return tokens + ", " + of(attention.model()) + direction;
    }

    static String of(ModelSpec model) {
        String shared =
                model.kvHeads() == model.heads() ? "" : " over " + model.kvHeads() + " KV heads";
        return Messages.oneLine(model.architecture())
                + ", "
                + model.layers()
                + " layers × "
                + model.heads()
                + " heads"
                + shared;
    }

    /**
     * A capture for programs: its file, and how each token of the answer came about.
     *
     * @param texts gives the text of a token, empty without a tokenizer
     */
    static JsonObject json(Attention attention, Path file, IntFunction<Optional<String>> texts) {
        JsonObject json = new JsonObject();
        json.addProperty("file", file.toString());
        json.addProperty("plan", attention.plan().toString());
        json.addProperty("prompt_tokens", attention.promptLength());
        json.addProperty("generated_tokens", attention.generatedLength());
        attention.finish().ifPresent(why -> json.addProperty("finish", why.key()));
        json.addProperty("answer", answerText(attention, !attention.tokens().hasTexts()));
        JsonArray tokens = new JsonArray();
        for (int i = 0; i < attention.generatedLength(); i++) {
            Token token = attention.tokens().get(attention.promptLength() + i);
            JsonObject written = new JsonObject();
            written.addProperty("id", token.id());
            written.addProperty("text", token.text());
            written.addProperty("row", attention.writingRow(i));
            written.addProperty("probability", attention.probability(i));
            JsonArray alternatives = new JsonArray();
            for (Candidate candidate : attention.alternatives(i, ALTERNATIVES)) {
                JsonObject alternative = new JsonObject();
                alternative.addProperty("id", candidate.id());
                texts.apply(candidate.id())
                        .ifPresent(text -> alternative.addProperty("text", text));
                alternative.addProperty("probability", candidate.probability());
                alternatives.add(alternative);
            }
            written.add("alternatives", alternatives);
            tokens.add(written);
        }
        json.add("tokens", tokens);
        return json;
    }

    /** What the model wrote, for a terminal. */
    static String answer(Attention attention, boolean ids) {
        return visible(answerText(attention, ids));
    }

    /** Ids are no text and need something between them. */
    private static String answerText(Attention attention, boolean ids) {
        if (!ids) {
            return attention.answer();
        }
        return attention.tokens().tokens().stream()
                .skip(attention.promptLength())
                .map(Token::text)
                .collect(Collectors.joining(" "));
    }

    /** Text of a model, which must not steer a terminal. */
    static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> visible.appendCodePoint(steersTerminal(c) ? 0xFFFD : c));
        return visible.toString();
    }

    private static boolean steersTerminal(int c) {
        boolean lineOrJoiner = c == '\n' || c == '\t' || c == 0x200D;
        return !lineOrJoiner
                && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }
}
