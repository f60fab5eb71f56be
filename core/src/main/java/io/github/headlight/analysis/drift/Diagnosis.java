package io.github.headlight.analysis.drift;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.CaptureException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The work of a diagnosis: one reading of every head, and then means. */
final class Diagnosis {
    private final Attention attention;
    private final Anchors anchors;
    private final DriftSettings settings;
    private final Rows rows;
    private final Keys keys;
    private final List<HeadPass> heads;
    private final List<AnswerText.Span> words;

    Diagnosis(Attention attention, Anchors anchors, DriftSettings settings) {
        if (attention.model().isBidirectional()) {
            throw new CaptureException(
                    "this capture is of an encoder, which writes no answer, and drift is what a"
                            + " model looked at while it wrote one; capture with a decoder");
        }
        if (attention.generatedLength() == 0) {
            throw new CaptureException(
                    "this capture holds a prompt and no answer, and drift is what a model looked at"
                            + " while it wrote one; capture with --generate N");
        }
        anchors.requireIn(attention);
        this.attention = attention;
        this.anchors = anchors;
        this.settings = settings;
        rows = Rows.of(attention);
        keys = new Keys(attention, anchors);
        int perLayer = attention.model().heads();
        heads =
                IntStream.range(0, attention.model().layers() * perLayer)
                        .parallel()
                        .mapToObj(
                                i -> HeadPass.of(attention, rows, keys, i / perLayer, i % perLayer))
                        .toList();
        words = AnswerText.of(attention);
    }

    Drift diagnose() {
        List<ContentHead> content =
                heads.stream()
                        .filter(head -> head.reach() >= settings.contentHead())
                        .map(head -> new ContentHead(head.layer(), head.head(), head.reach()))
                        .toList();
        List<HeadPass> used = chosen(content);
        List<Integer> keySteps = keySteps();
        return new Drift(
                attention.tokens(),
                attention.promptLength(),
                anchors,
                settings,
                rows.isPartial(),
                heads.size(),
                content,
                steps(used),
                words(used, content),
                mean(used, keySteps),
                layers(content, keySteps),
                looking(keySteps, content),
                Optional.empty());
    }

    /** Where given heads looked while the key words were written. */
    Look lookOf(List<ContentHead> content) {
        return mean(chosen(content), keySteps());
    }

    /** These heads, or all where there are none. */
    private List<HeadPass> chosen(List<ContentHead> content) {
        return content.isEmpty()
                ? heads
                : content.stream().map(head -> pass(head.layer(), head.head())).toList();
    }

    private HeadPass pass(int layer, int head) {
        return heads.get(layer * attention.model().heads() + head);
    }

    private List<Integer> keySteps() {
        return words.stream()
                .filter(AnswerText.Span::isKey)
                .flatMap(word -> stepsOf(word).stream())
                .toList();
    }

    private List<Integer> stepsOf(AnswerText.Span word) {
        int first = attention.promptLength();
        return IntStream.range(word.first() - first, word.end() - first).boxed().toList();
    }

    private static Look mean(List<HeadPass> of, List<Integer> steps) {
        return Looks.mean(
                of.stream().flatMap(head -> steps.stream().map(step -> head.step(step))).toList());
    }

    private List<DriftStep> steps(List<HeadPass> used) {
        List<DriftStep> steps = new ArrayList<>();
        for (int step = 0; step < attention.generatedLength(); step++) {
            steps.add(
                    new DriftStep(
                            attention.promptLength() + step,
                            attention.writingRow(step),
                            mean(used, List.of(step))));
        }
        return steps;
    }

    private List<AnswerWord> words(List<HeadPass> used, List<ContentHead> content) {
        List<AnswerWord> found = new ArrayList<>();
        for (AnswerText.Span word : words) {
            List<Integer> steps = stepsOf(word);
            found.add(
                    new AnswerWord(
                            word.text(),
                            word.first(),
                            word.end(),
                            word.isKey(),
                            mean(used, steps),
                            looking(steps, content)));
        }
        return found;
    }

    private List<LayerLook> layers(List<ContentHead> content, List<Integer> steps) {
        List<LayerLook> layers = new ArrayList<>();
        for (int layer = 0; layer < attention.model().layers(); layer++) {
            int number = layer;
            List<HeadPass> ofLayer =
                    content.stream()
                            .filter(head -> head.layer() == number)
                            .map(head -> pass(number, head.head()))
                            .toList();
            List<HeadPass> used =
                    ofLayer.isEmpty() ? heads.subList(first(layer), first(layer + 1)) : ofLayer;
            layers.add(new LayerLook(layer, ofLayer.size(), mean(used, steps)));
        }
        return layers;
    }

    private int first(int layer) {
        return layer * attention.model().heads();
    }

    private List<LookingHead> looking(List<Integer> steps, List<ContentHead> content) {
        record Looking(HeadPass head, double anchors) {}
        Set<List<Integer>> isContent = new HashSet<>();
        content.forEach(head -> isContent.add(List.of(head.layer(), head.head())));
        Stream<Looking> all =
                heads.stream()
                        .map(head -> new Looking(head, anchorsOf(head, steps)))
                        .filter(head -> head.anchors() > 0)
                        .sorted(Comparator.comparingDouble(Looking::anchors).reversed());
        return all.limit(settings.topHeads())
                .map(
                        found ->
                                strongest(
                                        found.head(),
                                        found.anchors(),
                                        steps,
                                        isContent.contains(
                                                List.of(
                                                        found.head().layer(),
                                                        found.head().head()))))
                .toList();
    }

    private static double anchorsOf(HeadPass head, List<Integer> steps) {
        double sum = 0;
        for (int step : steps) {
            sum += head.step(step)[KeyClass.ANCHOR.place()];
        }
        return sum / steps.size();
    }

    private LookingHead strongest(
            HeadPass head, double anchorMass, List<Integer> steps, boolean isContent) {
        double[] weights = new double[attention.rows()];
        Row row = rows.room();
        for (int step : steps) {
            rows.read(head.layer(), head.head(), attention.writingRow(step), row);
            for (int i = 0; i < row.size(); i++) {
                if (keys.classOf(row.key(i)) == KeyClass.ANCHOR) {
                    weights[row.key(i)] += row.weight(i) / steps.size();
                }
            }
        }
        int best = 0;
        for (int key = 1; key < weights.length; key++) {
            best = weights[key] > weights[best] ? key : best;
        }
        return new LookingHead(
                head.layer(), head.head(), isContent, anchorMass, best, weights[best]);
    }
}
