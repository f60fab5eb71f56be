package io.github.headlight.renderers.html;

import com.google.gson.stream.JsonWriter;

import io.github.headlight.analysis.profile.HeadProfile;
import io.github.headlight.capture.Measure;
import io.github.headlight.token.Token;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;

/**
 * The metadata of a file, as JSON. For the file: {@code format}, {@code version}, start values of
 * the switches, {@code colors}. For each of {@code captures}: its shape; {@code prompt}, the length
 * of the prompt; {@code labels}, a string a token (rows, if rows and columns are tokens of two
 * texts, have {@code queryLabels}); {@code groups}, the first token of the character a token
 * belongs to; {@code values}, the probability of each code; {@code causal}, the order of cells (see
 * {@link HeadCodec}); {@code queryEdges} and {@code keyEdges} of the map (see {@link Tiles});
 * {@code kinds} and {@code sinks} of heads; {@code slots}, those written in full, absent if all
 * are; {@code first}, what to show first.
 */
final class ReportJson {
    private static final int VERSION = 1;

    private ReportJson() {}

    static String write(Page page, List<PreparedCapture> captures) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setHtmlSafe(true);
            json.beginObject();
            json.name("format").value("headlight-report");
            json.name("version").value(VERSION);
            json.name("theme").value(Palette.name(page.theme()));
            json.name("gamma").value(page.scale().gamma());
            json.name("colors");
            Palette.write(json);
            json.name("captures").beginArray();
            for (PreparedCapture capture : captures) {
                write(json, capture);
            }
            json.endArray().endObject();
        }
        return text.toString();
    }

    private static void write(JsonWriter json, PreparedCapture prepared) throws IOException {
        PageCapture capture = prepared.capture();
        json.beginObject();
        json.name("layers").value(capture.layers());
        json.name("heads").value(capture.heads());
        json.name("columns").value(capture.columns());
        json.name("kvHeads").value(capture.model().kvHeads());
        json.name("queries").value(capture.queries().size());
        json.name("keys").value(capture.keys().size());
        json.name("prompt").value(capture.promptLength());
        List<Token> tokens = capture.tokens().isEmpty() ? capture.keys() : capture.tokens();
        labels(json.name("labels"), tokens);
        if (capture.tokens().isEmpty()) {
            labels(json.name("queryLabels"), capture.queries());
        }
        groups(json.name("groups"), tokens);
        json.name("causal").value(prepared.survey().causal());
        json.name("values").beginArray();
        for (BigDecimal value : prepared.bands().values()) {
            json.value(value);
        }
        json.endArray();
        integers(json.name("queryEdges"), prepared.survey().tiles().queryEdges());
        integers(json.name("keyEdges"), prepared.survey().tiles().keyEdges());
        heads(json, prepared.survey().heads());
        if (!prepared.chunks().hasAll()) {
            integers(
                    json.name("slots"),
                    prepared.chunks().slots().stream().mapToInt(Integer::intValue).toArray());
        }
        Findings findings = prepared.findings();
        json.name("first").beginObject();
        json.name("layer").value(findings.layer());
        json.name("head").value(findings.head());
        json.name("query").value(findings.query());
        json.endObject().endObject();
    }

    private static void labels(JsonWriter json, List<Token> tokens) throws IOException {
        json.beginArray();
        for (Token token : tokens) {
            json.value(TokenText.label(token));
        }
        json.endArray();
    }

    private static void groups(JsonWriter json, List<Token> tokens) throws IOException {
        json.beginArray();
        for (int i = 0; i < tokens.size(); i++) {
            json.value(Math.max(0, i - tokens.get(i).part() + 1));
        }
        json.endArray();
    }

    private static void heads(JsonWriter json, List<HeadProfile> heads) throws IOException {
        json.name("kinds").beginArray();
        for (HeadProfile head : heads) {
            json.value(head.pattern().key().replace('_', ' '));
        }
        json.endArray();
        json.name("sinks").beginArray();
        for (HeadProfile head : heads) {
            json.value(Math.round(head.measure(Measure.SINK) * 1000) / 1000.0);
        }
        json.endArray();
    }

    private static void integers(JsonWriter json, int[] values) throws IOException {
        json.beginArray();
        for (int value : values) {
            json.value(value);
        }
        json.endArray();
    }
}
