package io.github.headlight.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import io.github.headlight.analysis.comparison.Alignment;
import io.github.headlight.analysis.comparison.Basis;
import io.github.headlight.analysis.comparison.Comparison;
import io.github.headlight.analysis.comparison.HeadChange;
import io.github.headlight.analysis.comparison.HeadDivergences;
import io.github.headlight.analysis.comparison.KeyChange;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.HeadChoice;

import java.util.List;

/** A comparison of two captures for programs. */
final class ComparisonJson {
    private static final int CHANGED = 10;
    private static final double DIGITS = 1e6;

    private ComparisonJson() {}

    static JsonObject of(Comparison comparison) {
        JsonObject json = new JsonObject();
        json.addProperty("format", 1);
        json.add("first", capture(comparison.first()));
        json.add("second", capture(comparison.second()));
        json.add("alignment", alignment(comparison.alignment()));
        if (comparison.hasAttention()) {
            json.add("divergence", divergences(comparison.divergences()));
            json.add("changed", changed(comparison));
        } else {
            json.add("divergence", JsonNull.INSTANCE);
            json.addProperty("divergence_note", comparison.obstacle());
        }
        return json;
    }

    private static JsonObject capture(Attention attention) {
        JsonObject json = new JsonObject();
        json.add("model", attention.model().toJson());
        json.addProperty("plan", attention.plan().toString());
        json.addProperty("prompt_tokens", attention.promptLength());
        json.addProperty("generated_tokens", attention.generatedLength());
        json.addProperty("answer", attention.answer());
        return json;
    }

    private static JsonObject alignment(Alignment alignment) {
        JsonObject json = new JsonObject();
        json.addProperty("by", alignment.byId() ? "id" : "bytes");
        json.addProperty("prompt_matches", alignment.promptMatches());
        json.addProperty("answer_matches", alignment.size() - alignment.promptMatches());
        JsonArray pairs = new JsonArray();
        for (int pair = 0; pair < alignment.size(); pair++) {
            JsonArray tokens = new JsonArray();
            tokens.add(alignment.inFirst(pair));
            tokens.add(alignment.inSecond(pair));
            pairs.add(tokens);
        }
        json.add("pairs", pairs);
        return json;
    }

    private static JsonObject divergences(HeadDivergences divergences) {
        JsonObject json = new JsonObject();
        json.addProperty("measure", "jensen_shannon");
        json.addProperty("basis", divergences.basis().key());
        json.addProperty("lower_bound", divergences.basis() == Basis.TOP_KEYS);
        json.addProperty("rows", divergences.rows());
        json.addProperty("mean", rounded(divergences.mean()));
        JsonArray layers = new JsonArray();
        JsonArray heads = new JsonArray();
        for (int layer = 0; layer < divergences.layers(); layer++) {
            layers.add(rounded(divergences.layer(layer)));
            JsonArray ofLayer = new JsonArray();
            for (int head = 0; head < divergences.heads(); head++) {
                ofLayer.add(rounded(divergences.get(layer, head)));
            }
            heads.add(ofLayer);
        }
        json.add("layers", layers);
        if (divergences.basis() != Basis.LAYER_MEANS) {
            json.add("heads", heads);
        }
        return json;
    }

    private static JsonArray changed(Comparison comparison) {
        JsonArray changed = new JsonArray();
        for (HeadChange change : comparison.changed(CHANGED)) {
            JsonObject json = new JsonObject();
            json.addProperty("layer", change.layer());
            if (change.head() == HeadChoice.ALL) {
                json.addProperty("head", "mean");
            } else {
                json.addProperty("head", change.head());
            }
            json.addProperty("divergence", rounded(change.divergence()));
            JsonObject row = new JsonObject();
            row.addProperty("first", change.query());
            row.addProperty("second", change.partner());
            row.addProperty("text", comparison.first().tokens().get(change.query()).text());
            row.addProperty("divergence", rounded(change.rowDivergence()));
            json.add("row", row);
            json.add("lost", keys(comparison, change.lost()));
            json.add("gained", keys(comparison, change.gained()));
            changed.add(json);
        }
        return changed;
    }

    private static JsonArray keys(Comparison comparison, List<KeyChange> keys) {
        JsonArray array = new JsonArray();
        for (KeyChange key : keys) {
            JsonObject json = new JsonObject();
            json.add("first", token(key.inFirst()));
            json.add("second", token(key.inSecond()));
            json.addProperty("text", ComparisonText.token(comparison, key).text());
            json.addProperty("before", rounded(key.before()));
            json.addProperty("after", rounded(key.after()));
            array.add(json);
        }
        return array;
    }

    /** A token that a capture does not have is null. */
    private static JsonElement token(int index) {
        return index < 0 ? JsonNull.INSTANCE : new JsonPrimitive(index);
    }

    private static double rounded(double value) {
        return Math.round(value * DIGITS) / DIGITS;
    }
}
