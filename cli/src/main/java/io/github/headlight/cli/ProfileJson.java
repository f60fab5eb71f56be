package io.github.headlight.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import io.github.headlight.analysis.flow.RolloutOptions;
import io.github.headlight.analysis.profile.Evidence;
import io.github.headlight.analysis.profile.HeadProfile;
import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.analysis.profile.HeadSummary;
import io.github.headlight.analysis.profile.MeasureSummary;
import io.github.headlight.analysis.profile.PatternLabel;
import io.github.headlight.analysis.profile.PatternScore;
import io.github.headlight.analysis.profile.ProfileSum;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.Measure;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.token.Token;

import java.util.List;
import java.util.stream.IntStream;

/** Head profiles for programs. What is not defined is null. */
final class ProfileJson {
    private static final int FORMAT = 1;
    private static final int EVIDENCE = 3;

    private ProfileJson() {}

    static JsonObject of(Attention attention, HeadProfiles profiles) {
        JsonObject json = start(attention.model());
        JsonArray tokens = new JsonArray();
        attention.tokens().tokens().forEach(token -> tokens.add(token(token)));
        json.add("tokens", tokens);
        JsonObject even = new JsonObject();
        for (Measure measure : Measure.values()) {
            even.add(measure.key(), number(profiles.even(measure)));
        }
        json.add("even", even);
        List<HeadProfile> all = profiles.heads();
        JsonObject[] heads = new JsonObject[all.size()];
        IntStream.range(0, heads.length)
                .parallel()
                .forEach(i -> heads[i] = head(attention, profiles, all.get(i)));
        JsonArray list = new JsonArray();
        List.of(heads).forEach(list::add);
        json.add("heads", list);
        RolloutJson.addTo(json, attention, RolloutOptions.DEFAULT);
        return json;
    }

    private static JsonObject head(
            Attention attention, HeadProfiles profiles, HeadProfile profile) {
        JsonObject json = start(profile.layer(), profile.head(), profile.kvHead());
        JsonObject measures = new JsonObject();
        JsonObject rows = new JsonObject();
        for (Measure measure : Measure.values()) {
            measures.add(measure.key(), number(profile.measure(measure)));
            rows.addProperty(measure.key(), profiles.rows(measure));
        }
        json.add("measures", measures);
        json.add("rows", rows);
        profile.topKey()
                .ifPresentOrElse(
                        top -> {
                            JsonObject key = new JsonObject();
                            key.addProperty("index", top.index());
                            key.addProperty("text", text(attention, top.index()));
                            key.add("mass", number(top.mass()));
                            json.add("top_key", key);
                        },
                        () -> json.add("top_key", JsonNull.INSTANCE));
        add(json, profile.label(), profile.scores());
        JsonArray evidence = new JsonArray();
        if (attention.captured().full().isPresent()) {
            Evidence.of(attention, profile.layer(), profile.head(), profile.pattern(), EVIDENCE)
                    .forEach(cell -> evidence.add(evidence(attention, cell)));
        }
        json.add("evidence", evidence);
        return json;
    }

    private static JsonObject evidence(Attention attention, Evidence cell) {
        JsonObject json = new JsonObject();
        json.addProperty("query", cell.query());
        json.addProperty("query_text", text(attention, cell.query()));
        json.addProperty("key", cell.key());
        json.addProperty("key_text", text(attention, cell.key()));
        json.add("weight", number(cell.weight()));
        return json;
    }

    /** Heads over many prompts. */
    static JsonObject of(ModelSpec model, ProfileSum sum) {
        JsonObject json = start(model);
        json.addProperty("prompts", sum.prompts());
        JsonArray heads = new JsonArray();
        sum.summaries().forEach(summary -> heads.add(head(summary)));
        json.add("heads", heads);
        return json;
    }

    private static JsonObject head(HeadSummary summary) {
        JsonObject json = start(summary.layer(), summary.head(), summary.kvHead());
        JsonObject measures = new JsonObject();
        summary.measures().forEach((measure, value) -> measures.add(measure.key(), json(value)));
        json.add("measures", measures);
        add(json, summary.label(), summary.scores());
        JsonObject patterns = new JsonObject();
        summary.labels().forEach((pattern, count) -> patterns.addProperty(pattern.key(), count));
        json.add("prompts_by_pattern", patterns);
        return json;
    }

    private static JsonObject json(MeasureSummary summary) {
        JsonObject json = new JsonObject();
        json.addProperty("prompts", summary.prompts());
        json.add("mean", number(summary.mean()));
        json.add("deviation", number(summary.deviation()));
        json.add("low", number(summary.low()));
        json.add("high", number(summary.high()));
        return json;
    }

    private static JsonObject start(ModelSpec model) {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.add("model", model.toJson());
        if (model.isBidirectional()) {
            json.addProperty("attention_note", Summary.BIDIRECTIONAL);
        }
        return json;
    }

    private static JsonObject start(int layer, int head, int kvHead) {
        JsonObject json = new JsonObject();
        json.addProperty("layer", layer);
        json.addProperty("head", head);
        json.addProperty("kv_head", kvHead);
        return json;
    }

    private static void add(JsonObject json, PatternLabel label, List<PatternScore> all) {
        json.addProperty("pattern", label.pattern().key());
        json.add("score", number(label.score()));
        JsonObject scores = new JsonObject();
        JsonObject raw = new JsonObject();
        JsonObject deviations = new JsonObject();
        for (PatternScore score : all) {
            String key = score.pattern().key();
            scores.add(key, number(score.score()));
            raw.add(key, number(score.rawScore()));
            deviations.add(key, number(score.isDefined() ? score.deviations() : Double.NaN));
        }
        json.add("scores", scores);
        json.add("raw_scores", raw);
        json.add("deviations", deviations);
    }

    private static JsonObject token(Token token) {
        JsonObject json = new JsonObject();
        json.addProperty("index", token.index());
        json.addProperty("id", token.id());
        json.addProperty("text", token.text());
        json.addProperty("role", token.role().key());
        return json;
    }

    private static String text(Attention attention, int index) {
        return attention.tokens().get(index).text();
    }

    /** In single precision, which is what captures have. */
    private static JsonElement number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive((float) value) : JsonNull.INSTANCE;
    }
}
