package io.github.headlight.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import io.github.headlight.analysis.advice.AdviceComparison;
import io.github.headlight.analysis.advice.AmbiguityFinding;
import io.github.headlight.analysis.advice.AnchorFinding;
import io.github.headlight.analysis.advice.AnchorKind;
import io.github.headlight.analysis.advice.Answer;
import io.github.headlight.analysis.advice.AnswerChange;
import io.github.headlight.analysis.advice.Finding;
import io.github.headlight.analysis.advice.InstructionFinding;
import io.github.headlight.analysis.advice.Partition;
import io.github.headlight.analysis.advice.Place;
import io.github.headlight.analysis.advice.PromptAdvice;
import io.github.headlight.analysis.advice.RepeatedWord;
import io.github.headlight.analysis.advice.Segment;
import io.github.headlight.analysis.advice.SegmentMatrix;
import io.github.headlight.analysis.advice.SegmentShare;
import io.github.headlight.analysis.advice.SeparatorFinding;
import io.github.headlight.analysis.advice.Share;
import io.github.headlight.analysis.advice.Thresholds;
import io.github.headlight.analysis.advice.Wording;
import io.github.headlight.model.ModelSpec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Advice for programs: every figure; what is not defined is null. */
final class AdviceJson {
    private AdviceJson() {}

    static JsonObject of(ModelSpec model, PromptAdvice advice) {
        JsonObject json = head(model);
        json.add("thresholds", thresholds(advice.options().thresholds()));
        json.add("prompt", prompt(advice));
        return json;
    }

    static JsonObject of(ModelSpec model, AdviceComparison comparison) {
        JsonObject json = of(model, comparison.before());
        json.add("rewrite", prompt(comparison.after()));
        JsonObject compared = new JsonObject();
        JsonObject bound = new JsonObject();
        bound.addProperty("relative", comparison.bound().relative());
        bound.addProperty("absolute", comparison.bound().absolute());
        compared.add("noise_bound", bound);
        compared.add(
                "figures",
                list(
                        comparison.moves(),
                        move -> {
                            JsonObject figure = new JsonObject();
                            figure.addProperty("key", move.key());
                            figure.add("label", wording(move.label()));
                            figure.add("before", number(move.before()));
                            figure.add("after", number(move.after()));
                            figure.addProperty("movement", move.movement().key());
                            return figure;
                        }));
        compared.add("answer", change(comparison.answer()));
        json.add("comparison", compared);
        return json;
    }

    private static JsonObject head(ModelSpec model) {
        JsonObject json = new JsonObject();
        json.addProperty("format", 1);
        json.add("model", model.toJson());
        return json;
    }

    private static JsonObject thresholds(Thresholds thresholds) {
        JsonObject json = new JsonObject();
        json.addProperty("weak", thresholds.weak());
        json.addProperty("better", thresholds.better());
        json.addProperty("looked", thresholds.looked());
        json.addProperty("split", thresholds.split());
        json.addProperty("drawn", thresholds.drawn());
        json.addProperty("apart", thresholds.apart());
        json.addProperty("mixed", thresholds.mixed());
        json.addProperty("returned", thresholds.returned());
        return json;
    }

    private static JsonObject prompt(PromptAdvice advice) {
        JsonObject json = new JsonObject();
        json.addProperty("tokens", advice.promptTokens());
        json.addProperty("content_tokens", advice.contentTokens());
        json.addProperty("readers", advice.readers());
        json.addProperty("content", advice.content());
        json.addProperty("first_token", advice.firstToken());
        json.add("answer", answer(advice.answer()));
        json.add("instruction", instruction(advice.instruction()));
        json.add("ambiguity", ambiguity(advice.ambiguity()));
        json.add("separators", separators(advice.separators()));
        json.add("anchors", anchors(advice.anchors()));
        return json;
    }

    private static JsonObject outcome(Finding finding) {
        JsonObject json = new JsonObject();
        json.addProperty("verdict", finding.outcome().verdict().key());
        json.add("finding", wording(finding.outcome().finding()));
        json.add("advice", optional(finding.outcome().advice(), AdviceJson::wording));
        return json;
    }

    private static JsonObject instruction(InstructionFinding finding) {
        JsonObject json = outcome(finding);
        json.add(
                "instruction",
                optional(
                        finding.instruction(),
                        instruction -> {
                            JsonObject found = segment(instruction.segment());
                            found.addProperty("source", instruction.source().key());
                            return found;
                        }));
        json.add(
                "from_answer",
                optional(finding.received().flatMap(SegmentShare::fromAnswer), AdviceJson::share));
        json.add(
                "from_prompt",
                optional(finding.received().flatMap(SegmentShare::fromPrompt), AdviceJson::share));
        json.add("position", number(finding.position()));
        json.addProperty("content_before", finding.before());
        json.addProperty("content_after", finding.after());
        JsonObject places = new JsonObject();
        for (Place place : Place.values()) {
            places.add(
                    place.key(),
                    optional(Optional.ofNullable(finding.places().get(place)), AdviceJson::share));
        }
        json.add("places", places);
        json.add(
                "segments",
                list(
                        finding.segments(),
                        part -> {
                            JsonObject segment = segment(part.segment());
                            segment.add(
                                    "from_answer", optional(part.fromAnswer(), AdviceJson::share));
                            segment.add(
                                    "from_prompt", optional(part.fromPrompt(), AdviceJson::share));
                            return segment;
                        }));
        return json;
    }

    private static JsonObject ambiguity(AmbiguityFinding finding) {
        JsonObject json = outcome(finding);
        json.addProperty("repeated", finding.repeated());
        json.add("words", list(finding.words(), AdviceJson::word));
        json.add(
                "pairs",
                list(
                        finding.pairs(),
                        pair -> {
                            JsonObject entry = new JsonObject();
                            entry.addProperty("word", pair.word());
                            entry.addProperty("word_from", pair.wordFrom());
                            entry.addProperty("neighbour", pair.neighbour());
                            entry.addProperty("neighbour_from", pair.neighbourFrom());
                            entry.add("received", share(pair.received()));
                            entry.add("neighbour_received", share(pair.neighbourReceived()));
                            entry.addProperty("repeated", pair.repeated());
                            entry.addProperty("drawn", pair.drawn());
                            return entry;
                        }));
        return json;
    }

    private static JsonObject word(RepeatedWord word) {
        JsonObject json = new JsonObject();
        json.addProperty("word", word.word());
        json.add("received", share(word.received()));
        json.addProperty("contexts", word.contexts());
        json.add("split", number(word.split()));
        json.addProperty("ambiguous", word.ambiguous());
        json.add(
                "uses",
                list(
                        word.uses(),
                        use -> {
                            JsonObject entry = new JsonObject();
                            entry.addProperty("from", use.from());
                            entry.addProperty("to", use.to());
                            entry.addProperty("text", use.text());
                            entry.addProperty("context", use.context());
                            entry.addProperty("share", use.share());
                            return entry;
                        }));
        return json;
    }

    private static JsonObject separators(SeparatorFinding finding) {
        JsonObject json = outcome(finding);
        json.add("blocks", optional(finding.blocks(), AdviceJson::partition));
        json.add("sentences", optional(finding.sentences(), AdviceJson::partition));
        json.add("separators", optional(finding.separators(), AdviceJson::share));
        json.add("breaks", optional(finding.breaks(), AdviceJson::share));
        return json;
    }

    private static JsonObject partition(Partition partition) {
        JsonObject json = new JsonObject();
        SegmentMatrix matrix = partition.matrix();
        json.add("inside", share(partition.inside()));
        json.add("apart", number(partition.apart()));
        json.add("segments", list(matrix.segments(), AdviceJson::segment));
        JsonArray shares = new JsonArray();
        JsonArray even = new JsonArray();
        for (int a = 0; a < matrix.segments().size(); a++) {
            JsonArray shareRow = new JsonArray();
            JsonArray evenRow = new JsonArray();
            for (int b = 0; b <= a; b++) {
                shareRow.add(matrix.share(a, b));
                evenRow.add(matrix.even(a, b));
            }
            shares.add(shareRow);
            even.add(evenRow);
        }
        json.add("shares", shares);
        json.add("even", even);
        return json;
    }

    private static JsonObject anchors(AnchorFinding finding) {
        JsonObject json = outcome(finding);
        json.add("lift", number(finding.lift()));
        JsonObject kinds = new JsonObject();
        for (AnchorKind kind : AnchorKind.values()) {
            if (finding.byKind().containsKey(kind)) {
                kinds.addProperty(kind.key(), finding.byKind().get(kind));
            }
        }
        json.add("kinds", kinds);
        json.addProperty("not_measured", finding.left());
        json.add(
                "anchors",
                list(
                        finding.anchors(),
                        anchor -> {
                            JsonObject entry = new JsonObject();
                            entry.addProperty("kind", anchor.kind().key());
                            entry.addProperty("from", anchor.from());
                            entry.addProperty("to", anchor.to());
                            entry.addProperty("text", anchor.text());
                            entry.addProperty("mean", anchor.mean());
                            entry.addProperty("beside", anchor.beside());
                            entry.addProperty("lift", anchor.lift());
                            return entry;
                        }));
        return json;
    }

    private static JsonObject answer(Answer answer) {
        JsonObject json = new JsonObject();
        json.addProperty("text", answer.text());
        json.add("mean_probability", number(answer.meanProbability()));
        json.add(
                "tokens",
                list(
                        answer.tokens(),
                        token -> {
                            JsonObject entry = new JsonObject();
                            entry.addProperty("id", token.id());
                            entry.addProperty("text", token.text());
                            entry.add("probability", number(token.probability()));
                            return entry;
                        }));
        return json;
    }

    private static JsonObject change(AnswerChange change) {
        JsonObject json = new JsonObject();
        json.addProperty("changed", change.changed());
        if (change.changed()) {
            json.addProperty("first", change.first());
            json.addProperty("common", change.common());
            json.addProperty("removed", change.removed());
            json.addProperty("added", change.added());
            json.add("first_before", choice(change.firstBefore()));
            json.add("first_after", choice(change.firstAfter()));
        }
        return json;
    }

    private static JsonObject choice(AnswerChange.Choice choice) {
        JsonObject json = new JsonObject();
        json.addProperty("text", choice.text());
        json.add("before", number(choice.before()));
        json.add("after", number(choice.after()));
        return json;
    }

    private static JsonObject share(Share share) {
        JsonObject json = new JsonObject();
        json.addProperty("share", share.share());
        json.addProperty("even", share.even());
        json.addProperty("lift", share.lift());
        json.addProperty("rows", share.rows());
        json.addProperty("tokens", share.tokens());
        return json;
    }

    private static JsonObject segment(Segment segment) {
        JsonObject json = new JsonObject();
        json.addProperty("kind", segment.kind().key());
        json.addProperty("from", segment.from());
        json.addProperty("to", segment.to());
        json.addProperty("text", segment.text());
        return json;
    }

    private static JsonObject wording(Wording wording) {
        JsonObject json = new JsonObject();
        json.addProperty("en", wording.english());
        json.addProperty("zh", wording.chinese());
        return json;
    }

    private static JsonElement number(OptionalDouble value) {
        return value.isPresent() ? new JsonPrimitive(value.getAsDouble()) : JsonNull.INSTANCE;
    }

    private static <T> JsonElement optional(Optional<T> value, Function<T, JsonObject> write) {
        return value.<JsonElement>map(write).orElse(JsonNull.INSTANCE);
    }

    private static <T> JsonArray list(List<T> values, Function<T, JsonObject> write) {
        JsonArray array = new JsonArray(values.size());
        values.forEach(value -> array.add(write.apply(value)));
        return array;
    }
}
