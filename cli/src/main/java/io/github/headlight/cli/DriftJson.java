package io.github.headlight.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import io.github.headlight.analysis.drift.Anchor;
import io.github.headlight.analysis.drift.Anchors;
import io.github.headlight.analysis.drift.AnswerWord;
import io.github.headlight.analysis.drift.Drift;
import io.github.headlight.analysis.drift.DriftSettings;
import io.github.headlight.analysis.drift.DriftStep;
import io.github.headlight.analysis.drift.DriftText;
import io.github.headlight.analysis.drift.LayerLook;
import io.github.headlight.analysis.drift.Look;
import io.github.headlight.analysis.drift.LookingHead;
import io.github.headlight.analysis.drift.Masses;
import io.github.headlight.analysis.drift.Occurrence;
import io.github.headlight.capture.Attention;
import io.github.headlight.token.Token;

import java.util.List;
import java.util.function.Function;

/** A diagnosis for programs. What is not defined is null. */
final class DriftJson {
    private static final int FORMAT = 1;

    private DriftJson() {}

    static JsonObject of(Drift drift, Attention attention, DriftText text) {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.add("model", attention.model().toJson());
        json.addProperty("plan", attention.plan().toString());
        json.addProperty("prompt_tokens", drift.promptLength());
        json.addProperty("answer", attention.answer());
        json.add("verdict", verdict(drift, text));
        json.add("settings", settings(drift.settings()));
        json.addProperty("lower_bounds", drift.isLowerBound());
        json.addProperty("anchors_from", drift.anchors().isFromQuestion() ? "question" : "caller");
        json.add("anchors", anchors(drift.anchors()));
        json.add("tokens", array(drift.tokens().tokens(), DriftJson::token));
        json.add("words", array(drift.words(), word -> word(word, text)));
        json.add("steps", array(drift.steps(), step -> step(step, drift)));
        json.add("layers", array(drift.layers(), DriftJson::layer));
        json.addProperty("peak_layer", drift.peak().layer());
        JsonElement lost = JsonNull.INSTANCE;
        if (drift.lostFrom().isPresent()) {
            lost = new JsonPrimitive(drift.lostFrom().getAsInt());
        }
        json.add("lost_from_layer", lost);
        json.add(
                "content_heads",
                array(
                        drift.contentHeads(),
                        head -> {
                            JsonObject one = new JsonObject();
                            one.addProperty("layer", head.layer());
                            one.addProperty("head", head.head());
                            one.addProperty("content", head.reach());
                            return one;
                        }));
        json.add("heads", array(drift.heads(), DriftJson::head));
        json.add(
                "baseline",
                drift.baseline()
                        .<JsonElement>map(
                                baseline -> {
                                    JsonObject one = new JsonObject();
                                    one.addProperty("answer", baseline.answer());
                                    one.add("anchors", anchors(baseline.anchors()));
                                    addLook(one, baseline.look());
                                    return one;
                                })
                        .orElse(JsonNull.INSTANCE));
        json.add("notes", array(text.notes(), JsonPrimitive::new));
        return json;
    }

    private static JsonObject verdict(Drift drift, DriftText text) {
        JsonObject json = new JsonObject();
        json.addProperty("verdict", drift.verdict().key());
        json.addProperty("sentence", text.verdict());
        addLook(json, drift.look());
        return json;
    }

    private static JsonObject settings(DriftSettings settings) {
        JsonObject json = new JsonObject();
        json.addProperty("content_head", settings.contentHead());
        json.addProperty("drifted_below", settings.drifted());
        json.addProperty("anchored_from", settings.anchored());
        return json;
    }

    private static JsonArray anchors(Anchors anchors) {
        return array(anchors.list(), DriftJson::anchor);
    }

    private static JsonObject anchor(Anchor anchor) {
        JsonObject json = new JsonObject();
        json.addProperty("text", anchor.text());
        json.add("occurrences", array(anchor.occurrences(), DriftJson::occurrence));
        return json;
    }

    private static JsonObject occurrence(Occurrence place) {
        JsonObject json = new JsonObject();
        json.add("bytes", array(List.of(place.start(), place.end()), JsonPrimitive::new));
        json.add(
                "tokens", array(List.of(place.firstToken(), place.endToken()), JsonPrimitive::new));
        json.add("partly", array(place.partly(), JsonPrimitive::new));
        json.addProperty("part", place.part().key());
        return json;
    }

    private static JsonObject token(Token token) {
        JsonObject json = new JsonObject();
        json.addProperty("id", token.id());
        json.addProperty("text", token.text());
        json.addProperty("label", token.label());
        json.addProperty("role", token.role().key());
        return json;
    }

    private static JsonObject word(AnswerWord word, DriftText text) {
        JsonObject json = new JsonObject();
        json.addProperty("text", word.text());
        json.add("tokens", array(List.of(word.firstToken(), word.endToken()), JsonPrimitive::new));
        json.addProperty("key", word.isKey());
        json.addProperty("sentence", text.word(word));
        addLook(json, word.look());
        json.add("heads", array(word.heads(), DriftJson::head));
        return json;
    }

    private static JsonObject step(DriftStep step, Drift drift) {
        JsonObject json = new JsonObject();
        json.addProperty("token", step.token());
        json.addProperty("text", drift.tokens().get(step.token()).text());
        json.addProperty("row", step.row());
        addLook(json, step.look());
        return json;
    }

    private static JsonObject layer(LayerLook layer) {
        JsonObject json = new JsonObject();
        json.addProperty("layer", layer.layer());
        json.addProperty("content_heads", layer.contentHeads());
        json.addProperty("below_even", layer.isBelowEven());
        addLook(json, layer.look());
        return json;
    }

    private static JsonObject head(LookingHead head) {
        JsonObject json = new JsonObject();
        json.addProperty("layer", head.layer());
        json.addProperty("head", head.head());
        json.addProperty("content_head", head.isContent());
        json.addProperty("anchors", head.anchors());
        json.addProperty("strongest_token", head.key());
        json.addProperty("strongest_weight", head.keyWeight());
        return json;
    }

    private static void addLook(JsonObject json, Look look) {
        Masses masses = look.masses();
        JsonObject parts = new JsonObject();
        parts.addProperty("sink", masses.sink());
        parts.addProperty("anchors", masses.anchors());
        parts.addProperty("template", masses.template());
        parts.addProperty("answer", masses.answer());
        parts.addProperty("separators", masses.separators());
        parts.addProperty("other", masses.other());
        parts.addProperty("unlisted", masses.unlisted());
        json.add("masses", parts);
        json.add("anchor_masses", array(look.anchorMasses(), JsonPrimitive::new));
        json.addProperty("anchors_in_question", look.inQuestion());
        json.addProperty("even_mass", look.evenMass());
        json.add("anchor_even_masses", array(look.anchorEvenMasses(), JsonPrimitive::new));
        json.add("lift", number(look.lift()));
    }

    private static JsonElement number(double value) {
        return Double.isNaN(value) ? JsonNull.INSTANCE : new JsonPrimitive(value);
    }

    private static <T> JsonArray array(List<T> items, Function<T, JsonElement> toJson) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(toJson.apply(item)));
        return array;
    }
}
