package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.export.RunnableModel.Pass;
import io.github.headlight.export.decoder.AttentionForm;
import io.github.headlight.testing.ExpectedValues;
import io.github.headlight.testing.Parity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.Arrays;

/** Exported models against what transformers computed from the same checkpoints. */
class ParityWithTransformersTest {
    private static final Tolerance EXACT = new Tolerance(1e-5, 1e-4);

    /**
     * What 11 bits do to single cells of heads as sharp as these; see {@link HalfPrecisionTest}.
     */
    private static final Tolerance F16 = new Tolerance(1e-2, 4e-2);

    /** The same of 8 bits. */
    private static final Tolerance BF16 = new Tolerance(6e-2, 3e-1);

    @TempDir Path folder;

    /** Largest absolute differences. */
    private record Tolerance(double probabilities, double logits) {}

    @ParameterizedTest
    @MethodSource("io.github.headlight.export.Goldens#all")
    void sameNumbers(String name) throws Exception {
        try (RunnableModel model = export(Goldens.folder(name))) {
            checkAll(name, model, Goldens.expected(name), EXACT);
        }
    }

    /** The same checkpoints in GGUF, as llama.cpp's converter lays them out. */
    @ParameterizedTest
    @MethodSource("io.github.headlight.export.Goldens#all")
    void sameNumbersFromGguf(String name) throws Exception {
        Path gguf = GgufCopy.write(Goldens.folder(name), folder.resolve("model.gguf"));
        try (RunnableModel model = export(gguf)) {
            checkAll(name + " in GGUF", model, Goldens.expected(name), EXACT);
        }
    }

    /** These have head sizes that are fused otherwise. */
    @ParameterizedTest
    @MethodSource("io.github.headlight.export.Goldens#multiplesOf16")
    void sameNumbersWithExplicitAttention(String name) throws Exception {
        ExportRequest request =
                ExportRequest.of(Goldens.folder(name), folder.resolve("model.onnx"));
        ExportResult result = ModelExporter.export(request, AttentionForm.EXPLICIT);
        try (RunnableModel model = RunnableModel.open(result.path())) {
            checkAll(name + " explicit", model, Goldens.expected(name), EXACT);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.headlight.export.Goldens#all")
    void nearlyTheSameNumbersInF16(String name) throws Exception {
        try (RunnableModel model = exportHalf(name, Precision.F16)) {
            checkAll(name + " in f16", model, Goldens.expected(name), F16);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.headlight.export.Goldens#all")
    void nearlyTheSameNumbersInBf16(String name) throws Exception {
        try (RunnableModel model = exportHalf(name, Precision.BF16)) {
            checkAll(name + " in bf16", model, Goldens.expected(name), BF16);
        }
    }

    private RunnableModel exportHalf(String name, Precision precision) throws Exception {
        ExportRequest request =
                ExportRequest.of(Goldens.folder(name), folder.resolve("model.onnx"))
                        .withPrecision(precision);
        return RunnableModel.open(ModelExporter.export(request).path(), EmulatedHalf::of);
    }

    private static void checkAll(
            String name, RunnableModel model, ExpectedValues expected, Tolerance tolerance)
            throws Exception {
        checkSingle(name, model, expected, tolerance);
        checkChunks(name, model, expected, tolerance);
        checkGeneration(name, model, expected, tolerance);
        checkBatch(name, model, expected, tolerance);
        checkPaddedBatch(name, model, expected, tolerance);
    }

    @Test
    void teachingModel() throws Exception {
        ExpectedValues expected = Goldens.expected("teaching-model");
        try (RunnableModel model = export(Goldens.teachingModel())) {
            for (String run :
                    new String[] {
                        "apple_zh", "apple_zh_no_context", "camera_zh", "lamp_en", "kettle_en_wrong"
                    }) {
                long[] all = expected.longs(run + ".input_ids");
                long[] rows = Arrays.copyOf(all, all.length - 1);
                float[] logits = expected.floats(run + ".logits");
                int vocabulary = model.spec().vocabularySize();
                int generated = logits.length / vocabulary;
                Pass pass = model.run(1, rows, ones(rows.length), generated, null);
                Parity.of(run + " logits", EXACT.logits())
                        .check(logits, pass.logits(), generated, vocabulary);
                Parity.of(run + " attentions", EXACT.probabilities())
                        .check(
                                expected.floats(run + ".attentions"),
                                pass.attentions(),
                                model.spec().layers(),
                                model.spec().heads(),
                                rows.length,
                                rows.length);
            }
        }
    }

    private RunnableModel export(Path checkpoint) throws Exception {
        ExportResult result =
                ModelExporter.export(ExportRequest.of(checkpoint, folder.resolve("model.onnx")));
        return RunnableModel.open(result.path());
    }

    private static void checkSingle(
            String name, RunnableModel model, ExpectedValues expected, Tolerance tolerance)
            throws Exception {
        long[] ids = expected.longs("single.input_ids");
        Pass pass = model.run(ids);
        float[] logits = expected.floats("single.logits");
        int vocabulary = model.spec().vocabularySize();
        Parity.of(name + " single.logits", tolerance.logits())
                .check(logits, pass.logits(), 1, ids.length, vocabulary);
        checkAttentions(
                name + " single.attentions", model, expected, "single.attentions", pass, tolerance);

        Pass last = model.run(1, ids, ones(ids.length), 2, null);
        Parity.of(name + " last logits", tolerance.logits())
                .check(
                        Arrays.copyOfRange(logits, (ids.length - 2) * vocabulary, logits.length),
                        last.logits(),
                        1,
                        2,
                        vocabulary);
    }

    /** The prompt in two pieces, the second with the first in the cache. */
    private static void checkChunks(
            String name, RunnableModel model, ExpectedValues expected, Tolerance tolerance)
            throws Exception {
        long[] ids = expected.longs("single.input_ids");
        int vocabulary = model.spec().vocabularySize();
        int cut = ids.length / 2 + 1;
        Pass first = model.run(Arrays.copyOf(ids, cut));
        Pass second = model.runAfter(first, Arrays.copyOfRange(ids, cut, ids.length));
        float[] logits = expected.floats("single.logits");
        Parity.of(name + " second chunk logits", tolerance.logits())
                .check(
                        Arrays.copyOfRange(logits, cut * vocabulary, logits.length),
                        second.logits(),
                        1,
                        ids.length - cut,
                        vocabulary);
        int heads = model.spec().heads() * model.spec().layers();
        float[] whole = expected.floats("single.attentions");
        float[] rows = new float[heads * (ids.length - cut) * ids.length];
        int length = (ids.length - cut) * ids.length;
        for (int head = 0; head < heads; head++) {
            System.arraycopy(
                    whole, (head * ids.length + cut) * ids.length, rows, head * length, length);
        }
        Parity.of(name + " second chunk attentions", tolerance.probabilities())
                .check(rows, second.attentions(), heads, ids.length - cut, ids.length);
    }

    private static void checkGeneration(
            String name, RunnableModel model, ExpectedValues expected, Tolerance tolerance)
            throws Exception {
        long[] prompt = expected.longs("gen.prompt_ids");
        long[] generated = expected.longs("gen.generated_ids");
        float[] logits = expected.floats("gen.logits");
        int vocabulary = model.spec().vocabularySize();
        Pass pass = model.run(1, prompt, ones(prompt.length), 1, null);
        checkAttentions(
                name + " prefill", model, expected, "gen.prefill_attentions", pass, tolerance);
        for (int step = 0; step < generated.length; step++) {
            if (step > 0) {
                pass = model.runAfter(pass, new long[] {generated[step - 1]});
                String key = "gen.step" + step + ".attentions";
                checkAttentions(name + " " + key, model, expected, key, pass, tolerance);
            }
            float[] row = Arrays.copyOfRange(logits, step * vocabulary, (step + 1) * vocabulary);
            Parity.of(name + " step " + step, tolerance.logits())
                    .check(row, pass.logits(), vocabulary);
            // The token that was chosen is the likeliest here too, or as likely as can be told.
            assertThat(pass.logits()[(int) generated[step]])
                    .isGreaterThan((float) (max(pass.logits()) - 2 * tolerance.logits()));
        }
    }

    /** The sequences of a batch one by one, without the padding transformers had on their left. */
    private static void checkBatch(
            String name, RunnableModel model, ExpectedValues expected, Tolerance tolerance)
            throws Exception {
        for (int sequence = 0; sequence < 3; sequence++) {
            BatchSequence one = BatchSequence.of(model, expected, sequence);
            Pass pass = model.run(one.ids());
            Parity.of(name + " batch " + sequence + " logits", tolerance.logits())
                    .check(
                            one.logits(),
                            pass.logits(),
                            one.ids().length,
                            model.spec().vocabularySize());
            Parity.of(name + " batch " + sequence + " attentions", tolerance.probabilities())
                    .check(
                            one.attentions(),
                            pass.attentions(),
                            model.spec().layers(),
                            model.spec().heads(),
                            one.ids().length,
                            one.ids().length);
        }
    }

    /** Two sequences of different length at once, the shorter padded on its right. */
    private static void checkPaddedBatch(
            String name, RunnableModel model, ExpectedValues expected, Tolerance tolerance)
            throws Exception {
        BatchSequence first = BatchSequence.of(model, expected, 0);
        BatchSequence second = BatchSequence.of(model, expected, 1);
        if (first.ids().length == second.ids().length) {
            second = BatchSequence.of(model, expected, 2);
        }
        BatchSequence[] both = {first, second};
        int length = Math.max(both[0].ids().length, both[1].ids().length);
        assertThat(both[0].ids().length).isNotEqualTo(both[1].ids().length);
        long[] ids = new long[2 * length];
        long[] mask = new long[2 * length];
        for (int b = 0; b < 2; b++) {
            System.arraycopy(both[b].ids(), 0, ids, b * length, both[b].ids().length);
            Arrays.fill(mask, b * length, b * length + both[b].ids().length, 1);
        }
        Pass pass = model.run(2, ids, mask, 0, null);
        float[] attentions = pass.attentions();
        float[] logits = pass.logits();
        int heads = model.spec().heads();
        int vocabulary = model.spec().vocabularySize();
        for (int b = 0; b < 2; b++) {
            int own = both[b].ids().length;
            Parity.of(name + " padded " + b + " logits", tolerance.logits())
                    .check(
                            both[b].logits(),
                            Arrays.copyOfRange(
                                    logits,
                                    b * length * vocabulary,
                                    (b * length + own) * vocabulary),
                            own,
                            vocabulary);
            float[] rows = new float[model.spec().layers() * heads * own * own];
            for (int row = 0; row < rows.length / own; row++) {
                int layer = row / own / heads;
                int head = row / own % heads;
                int from = (((layer * 2 + b) * heads + head) * length + row % own) * length;
                System.arraycopy(attentions, from, rows, row * own, own);
            }
            Parity.of(name + " padded " + b + " attentions", tolerance.probabilities())
                    .check(both[b].attentions(), rows, model.spec().layers(), heads, own, own);
        }
    }

    private static void checkAttentions(
            String what,
            RunnableModel model,
            ExpectedValues expected,
            String key,
            Pass pass,
            Tolerance tolerance) {
        long[] shape = expected.shape(key).stream().mapToLong(Long::longValue).toArray();
        assertThat(shape[0]).isEqualTo(model.spec().layers());
        Parity.of(what, tolerance.probabilities())
                .check(expected.floats(key), pass.attentions(), shape);
    }

    private static long[] ones(int length) {
        long[] ones = new long[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static float max(float[] values) {
        float max = values[0];
        for (float value : values) {
            max = Math.max(max, value);
        }
        return max;
    }
}
