package io.github.headlight.renderers.html;

import com.google.gson.stream.JsonWriter;

import io.github.headlight.analysis.profile.HeadProfile;
import io.github.headlight.analysis.profile.Pattern;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.Measure;
import io.github.headlight.error.CaptureException;
import io.github.headlight.generation.Candidate;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The metadata of a file, as JSON. For the file: {@code format}, {@code version}, {@code start},
 * the address where it opens, start values of the switches, {@code colors}. For each of {@code
 * captures}: its shape; {@code prompt}, the length of the prompt; {@code labels}, a string a token
 * or block (rows, if rows and columns are tokens of two texts, have {@code queryLabels}); {@code
 * groups} and {@code words}, the first token of the character and of the word that a token belongs
 * to; {@code values}, the probability of each code; {@code causal}, the order of cells (see {@link
 * HeadCodec}); {@code forms}, how each slot is written; {@code queryEdges} and {@code keyEdges} of
 * the map (see {@link Tiles}); {@code patterns} and {@code measures} of heads, {@code badges} of
 * patterns; {@code steps}, of each token of the answer the probability and what else was probable;
 * {@code first}, what to show first. {@code comparison}: the tokens of the first two captures that
 * are partners, if they are compared; {@code measures} of these have {@code divergence}.
 */
final class ReportJson {
    private static final int VERSION = 2;

    /** Tokens that might have been written in place of one. */
    private static final int MOST_OTHERS = 3;

    /** Less probable ones say nothing. */
    private static final double LEAST_OTHER = 0.01;

    private ReportJson() {}

    static String write(Page page, List<PreparedCapture> captures) throws IOException {
        StringWriter text = new StringWriter();
        List<Double> divergences = page.comparison().divergences();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setHtmlSafe(true);
            json.beginObject();
            json.name("format").value("headlight-report");
            json.name("version").value(VERSION);
            json.name("theme").value(Palette.name(page.options().theme()));
            json.name("language").value(page.options().language().tag());
            json.name("start").value(page.start());
            Palette.writeShading(json, page.options().shading());
            json.name("colors");
            Palette.write(json, page.options().colorMap());
            json.name("captures").beginArray();
            List<String> names = CaptureNames.of(page.captures());
            for (int i = 0; i < captures.size(); i++) {
                // The comparison is of the first two.
                write(json, names.get(i), captures.get(i), i < 2 ? divergences : List.of());
            }
            json.endArray();
            page.comparison().write(json);
            json.endObject();
        }
        return text.toString();
    }

    private static void write(
            JsonWriter json, String name, PreparedCapture prepared, List<Double> divergences)
            throws IOException {
        PageCapture capture = prepared.capture();
        json.beginObject();
        json.name("name").value(name);
        json.name("layers").value(capture.layers());
        json.name("heads").value(capture.heads());
        json.name("columns").value(capture.matrices().columns());
        json.name("kvHeads").value(capture.model().kvHeads());
        json.name("queries").value(capture.rows());
        json.name("keys").value(capture.columns());
        json.name("tokens").value(capture.tokens().size());
        json.name("prompt").value(capture.promptLength());
        json.name("block").value(capture.block());
        json.name("kept").value(capture.kept());
        json.name("plan").value(capture.attention().map(a -> a.plan().toString()).orElse(""));
        text(json, capture);
        json.name("causal").value(prepared.survey().causal());
        json.name("values").beginArray();
        for (BigDecimal value : prepared.bands().values()) {
            json.value(value);
        }
        json.endArray();
        boolean map = prepared.survey().hasMap();
        integers(
                json.name("queryEdges"), map ? prepared.survey().tiles().queryEdges() : new int[0]);
        integers(json.name("keyEdges"), map ? prepared.survey().tiles().keyEdges() : new int[0]);
        heads(json, prepared.survey().heads(), divergences);
        json.name("forms").beginObject();
        for (Map.Entry<String, String> form : prepared.chunks().forms().entrySet()) {
            json.name(form.getKey()).value(form.getValue());
        }
        json.endObject();
        steps(json, capture);
        Findings findings = prepared.findings();
        json.name("first").beginObject();
        json.name("layer").value(findings.layer());
        json.name("head").value(findings.head());
        json.name("query").value(findings.query());
        json.endObject().endObject();
    }

    private static void text(JsonWriter json, PageCapture capture) throws IOException {
        List<Token> tokens = capture.tokens().isEmpty() ? capture.keys() : capture.tokens();
        json.name("lang").value(TextLanguage.of(tokens));
        if (capture.block() > 1) {
            blocks(json, capture);
            return;
        }
        labels(json.name("labels"), tokens);
        if (capture.tokens().isEmpty()) {
            labels(json.name("queryLabels"), capture.queries());
        }
        json.name("groups").beginArray();
        for (int i = 0; i < tokens.size(); i++) {
            json.value(Math.max(0, i - tokens.get(i).part() + 1));
        }
        json.endArray();
        json.name("words").beginArray();
        for (int i = 0, first = 0; i < tokens.size(); i++) {
            boolean continues =
                    i > 0
                            && io.github.headlight.token.Words.continues(
                                    tokens.get(i - 1), tokens.get(i));
            first = continues ? first : i;
            json.value(first);
        }
        json.endArray();
    }

    private static void blocks(JsonWriter json, PageCapture capture) throws IOException {
        json.name("labels").beginArray();
        for (int from = 0; from < capture.queries().size(); from += capture.block()) {
            int to = Math.min(from + capture.block(), capture.queries().size()) - 1;
            json.value(from == to ? "" + from : from + "–" + to);
        }
        json.endArray();
        for (String units : List.of("groups", "words")) {
            json.name(units).beginArray();
            for (int i = 0; i < capture.rows(); i++) {
                json.value(i);
            }
            json.endArray();
        }
    }

    private static void labels(JsonWriter json, List<Token> tokens) throws IOException {
        json.beginArray();
        for (Token token : tokens) {
            json.value(TokenText.label(token));
        }
        json.endArray();
    }

    private static void heads(JsonWriter json, List<HeadProfile> heads, List<Double> divergences)
            throws IOException {
        json.name("patterns").beginArray();
        for (HeadProfile head : heads) {
            json.value(head.pattern().key());
        }
        json.endArray();
        json.name("badges").beginObject();
        for (Pattern pattern : Pattern.values()) {
            if (pattern != Pattern.MIXED) {
                json.name(pattern.key()).value(pattern.code());
            }
        }
        json.endObject();
        json.name("measures").beginObject();
        for (Measure measure : heads.isEmpty() ? new Measure[0] : Measure.values()) {
            measure(json, measure.key(), heads.stream().map(head -> head.measure(measure)));
        }
        if (!divergences.isEmpty()) {
            measure(json, "divergence", divergences.stream());
        }
        json.endObject();
    }

    private static void measure(JsonWriter json, String name, Stream<Double> values)
            throws IOException {
        json.name(name).beginArray();
        for (double value : (Iterable<Double>) values::iterator) {
            if (Double.isFinite(value)) {
                json.jsonValue(rounded(value));
            } else {
                json.nullValue();
            }
        }
        json.endArray();
    }

    /** How probable each token of the answer was, and what else, where logits were captured. */
    private static void steps(JsonWriter json, PageCapture capture) throws IOException {
        json.name("steps").beginArray();
        if (capture.attention().isPresent()) {
            Attention attention = capture.attention().get();
            for (int i = 0; i < attention.generatedLength(); i++) {
                step(json, attention, i);
            }
        }
        json.endArray();
    }

    private static void step(JsonWriter json, Attention attention, int step) throws IOException {
        double probability = Double.NaN;
        List<Candidate> others = List.of();
        try {
            probability = attention.probability(step);
            int written = attention.tokens().get(attention.promptLength() + step).id();
            others =
                    attention.alternatives(step, MOST_OTHERS + 1).stream()
                            .filter(other -> other.id() != written)
                            .filter(other -> other.probability() >= LEAST_OTHER)
                            .filter(other -> attention.texts().containsKey(other.id()))
                            .limit(MOST_OTHERS)
                            .toList();
        } catch (CaptureException e) {
            // Logits are not in every capture; the step is shown without.
        }
        json.beginObject();
        json.name("p");
        if (Double.isFinite(probability)) {
            json.jsonValue(rounded(probability));
        } else {
            json.nullValue();
        }
        json.name("others").beginArray();
        for (Candidate other : others) {
            byte[] text = attention.texts().get(other.id()).getBytes(StandardCharsets.UTF_8);
            TokenPiece piece = new TokenPiece(other.id(), text, TokenRole.GENERATED);
            json.beginArray();
            json.value(TokenText.label(TokenSequence.of(List.of(piece)).get(0)));
            json.jsonValue(rounded(other.probability()));
            json.endArray();
        }
        json.endArray().endObject();
    }

    private static String rounded(double value) {
        return new BigDecimal(String.format(Locale.ROOT, "%.4f", value))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static void integers(JsonWriter json, int[] values) throws IOException {
        json.beginArray();
        for (int value : values) {
            json.value(value);
        }
        json.endArray();
    }
}
