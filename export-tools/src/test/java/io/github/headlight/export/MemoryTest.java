package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.ModelProto;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.Measure;
import io.github.headlight.error.CaptureCancelledException;
import io.github.headlight.error.MemoryBudgetException;
import io.github.headlight.export.instrument.InstrumentRequest;
import io.github.headlight.export.instrument.Instrumenter;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.Cancellation;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.MemoryBudget;
import io.github.headlight.session.MemoryEstimate;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;
import io.github.headlight.testing.Parity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What captures need: estimates against what the process really takes, and what is freed. */
class MemoryTest {
    /** Four layers with the head counts of a small model. */
    private static final SyntheticCheckpoint FUSED = new SyntheticCheckpoint(4, 256, 512, 8, 2, 32);

    private static final SyntheticCheckpoint EXPLICIT =
            new SyntheticCheckpoint(4, 256, 512, 8, 2, 40);

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "full, false, 1500, 0, 0",
        "full, true, 3000, 256, 0",
        "mean, false, 4000, 256, 0",
        "topk:16+stats, false, 6000, 256, 0",
        "stats, false, 6000, 256, 0",
        "pooled:16, false, 6000, 256, 0",
        "heads:0.0, false, 6000, 256, 0",
        "full, false, 1500, 64, 200",
    })
    void estimatesAreWhatIsUsed(String plan, boolean toFile, int tokens, int block, int generated)
            throws Exception {
        check(FUSED, plan, toFile, tokens, block, generated);
    }

    @ParameterizedTest
    @CsvSource({"stats, false, 5000, 256, 0", "full, false, 1500, 0, 0"})
    void estimatesHoldForAttentionInPlainOperators(
            String plan, boolean toFile, int tokens, int block, int generated) throws Exception {
        check(EXPLICIT, plan, toFile, tokens, block, generated);
    }

    @ParameterizedTest
    @CsvSource({"stats, false, 6000, 256, 0", "full, false, 1500, 64, 200"})
    void estimatesHoldForWeightsInFourBits(
            String plan, boolean toFile, int tokens, int block, int generated) throws Exception {
        check(export(FUSED, plan, Precision.INT4), toFile, tokens, block, generated);
    }

    private void check(
            SyntheticCheckpoint shape,
            String plan,
            boolean toFile,
            int tokens,
            int block,
            int generated)
            throws Exception {
        check(export(shape, plan), toFile, tokens, block, generated);
    }

    private void check(Path model, boolean toFile, int tokens, int block, int generated)
            throws Exception {
        assumeTrue(ResidentMemory.isKnown(), "the system does not tell what a process uses");
        Path file = toFile ? folder.resolve("a.safetensors") : null;
        List<MemoryProbe.Result> results = new ArrayList<>();
        results.add(MemoryProbe.run(model, file, tokens, block, generated));
        // What a process has varies from run to run; one that is out of bounds is judged by three.
        if (!isWithinBounds(results)) {
            results.add(MemoryProbe.run(model, file, tokens, block, generated));
            results.add(MemoryProbe.run(model, file, tokens, block, generated));
        }
        assertThat(isWithinBounds(results)).as("%s", results).isTrue();
    }

    /** Whether the median is: never under by more than 10 %, nor over by more than 20 %. */
    private static boolean isWithinBounds(List<MemoryProbe.Result> results) {
        List<MemoryProbe.Result> sorted = new ArrayList<>(results);
        sorted.sort(Comparator.comparingLong(MemoryProbe.Result::used));
        MemoryProbe.Result median = sorted.get(sorted.size() / 2);
        double ratio = (double) median.estimated() / median.used();
        return ratio >= 0.9 && ratio <= 1.2;
    }

    /** Probabilities of one layer are there at a time, however many layers there are. */
    @ParameterizedTest
    @ValueSource(strings = {"stats", "topk:4"})
    void estimatesOfModelsMadeElsewhereAreOnTheSafeSide(String plan) throws Exception {
        assumeTrue(ResidentMemory.isKnown(), "the system does not tell what a process uses");
        Path plain = folder.resolve("checkpoint/plain.onnx");
        Path model = folder.resolve("attention.onnx");
        Path ours = export(new SyntheticCheckpoint(12, 160, 256, 8, 2, 20), "heads:0.0");
        Files.write(plain, withoutMetadata(ours));
        Instrumenter.instrument(
                InstrumentRequest.of(plain, model).withPlan(CapturePlan.parse(plan)));
        MemoryProbe.Result result = MemoryProbe.run(model, null, 1200, 1200, 0);
        assertThat(result.estimated()).as("%s", result).isGreaterThan(result.used() * 9 / 10);
    }

    private static byte[] withoutMetadata(Path model) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(model)).toBuilder()
                .clearMetadataProps()
                .build()
                .toByteArray();
    }

    @Test
    void whatDoesNotFitIsRefusedWithFiguresAndWhatWould() throws Exception {
        try (AttentionModel model = open(FUSED, "full", new MemoryBudget(150_000_000))) {
            assertThatThrownBy(() -> model.capture(MemoryProbe.ids(2000)))
                    .isInstanceOf(MemoryBudgetException.class)
                    .hasMessageContaining("a capture (full) of 2000 tokens needs 5")
                    .hasMessageContaining("150 MB are available")
                    .hasMessageContaining("AttentionModel.captureTo")
                    .hasMessageContaining("--capture stats");
            assertThatThrownBy(
                            () ->
                                    model.capture(
                                            MemoryProbe.ids(100), CaptureOptions.generating(2000)))
                    .isInstanceOf(MemoryBudgetException.class)
                    .hasMessageContaining("with at most")
                    .hasMessageContaining("generated tokens");
            assertThat(model.capture(MemoryProbe.ids(200)).rows()).isEqualTo(200);
        }
    }

    @Test
    void estimatesOfAbsurdSizesAreRefusedAndDoNotOverflow() throws Exception {
        try (AttentionModel model = open(FUSED, "full+stats", MemoryBudget.SYSTEM)) {
            CaptureOptions endless =
                    CaptureOptions.generating(Integer.MAX_VALUE)
                            .allowingBeyondContext()
                            .withAllLogits();
            MemoryEstimate estimate = model.estimate(Integer.MAX_VALUE, endless);
            assertThat(estimate.total()).isGreaterThan(1L << 40);
            assertThat(estimate.nativeBytes() + estimate.heap()).isEqualTo(estimate.total());
            assertThatThrownBy(() -> model.capture(MemoryProbe.ids(3), endless))
                    .isInstanceOf(MemoryBudgetException.class)
                    .hasMessageContaining("generated tokens");
            assertThatThrownBy(() -> model.estimate(0, endless))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** A buffer, and so a mapped head, holds 2 GiB. */
    @Test
    void whatOnePieceCannotHoldIsRefusedBeforeItRuns() throws Exception {
        try (AttentionModel model = open(FUSED, "heads:0.0", MemoryBudget.SYSTEM)) {
            CaptureOptions options = CaptureOptions.DEFAULT;
            Path file = folder.resolve("a.safetensors");
            assertThatThrownBy(() -> model.captureTo(file, MemoryProbe.ids(23_200), options))
                    .isInstanceOf(MemoryBudgetException.class)
                    .hasMessageContaining("2.2 GB in one piece")
                    .hasMessageContaining("--capture topk:16");
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void blocksShrinkToTheBudget() throws Exception {
        try (AttentionModel small = open(FUSED, "stats", new MemoryBudget(40_000_000));
                AttentionModel large = open(FUSED, "stats", MemoryBudget.SYSTEM)) {
            int ample = large.estimate(2000, CaptureOptions.DEFAULT).block();
            int tight = small.estimate(2000, CaptureOptions.DEFAULT).block();
            assertThat(tight).isLessThan(ample);
            assertThat(small.capture(MemoryProbe.ids(2000)).rows()).isEqualTo(2000);
            assertThatThrownBy(
                            () ->
                                    small.capture(
                                            MemoryProbe.ids(2000),
                                            CaptureOptions.DEFAULT.withBlock(1000)))
                    .isInstanceOf(MemoryBudgetException.class)
                    .hasMessageContaining("in blocks of " + tight);
        }
    }

    @Test
    void anAnswerThatMemoryDoesNotHoldIsCapturedOnASecondReading() throws Exception {
        Path file = folder.resolve("a.safetensors");
        CaptureOptions options = CaptureOptions.generating(40);
        Prompt prompt = MemoryProbe.ids(700);
        try (AttentionModel small = open(FUSED, "full+topk:3+stats", new MemoryBudget(80_000_000));
                AttentionModel large = open(FUSED, "full+topk:3+stats", MemoryBudget.SYSTEM)) {
            assertThatThrownBy(() -> small.capture(prompt, options))
                    .isInstanceOf(MemoryBudgetException.class)
                    .hasMessageContaining("AttentionModel.captureTo");
            Attention twice = small.captureTo(file, prompt, options);
            Attention once = large.capture(prompt, options);
            assertThat(twice.tokens().ids()).isEqualTo(once.tokens().ids());
            assertThat(twice.finish()).isEqualTo(once.finish()).isPresent();
            assertThat(twice.logits().orElseThrow().rows()).isEqualTo(40);
            for (int layer = 0; layer < 4; layer++) {
                for (int row = 690; row < once.rows(); row++) {
                    Parity.of("row " + row, 1e-5)
                            .check(
                                    once.head(layer, 5).row(row),
                                    twice.head(layer, 5).row(row),
                                    once.rows());
                }
            }
            assertThat(twice.probability(39)).isEqualTo(once.probability(39));
            assertThat(twice.statistics().rows(Measure.ENTROPY)).isEqualTo(once.rows() - 1);
        }
    }

    @Test
    void endedCapturesFreeTheirMemoryAndLeaveNoFile() throws Exception {
        assumeTrue(ResidentMemory.isKnown(), "the system does not tell what a process uses");
        Path files = Files.createDirectory(folder.resolve("files"));
        Path model = export(FUSED, "full+topk:4+pooled:8+stats");
        String growth = OwnProcess.run(EndedCaptures.class, model.toString(), files.toString());
        // The results alone of so many captures would be 1.8 GB.
        assertThat(Long.parseLong(growth)).isLessThan(16_000_000);
        try (Stream<Path> left = Files.list(files)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aRunIsStoppedInTheMiddleOfABlock() throws Exception {
        try (AttentionModel model = open(FUSED, "stats", MemoryBudget.SYSTEM)) {
            Cancellation cancellation = new Cancellation();
            Thread canceller =
                    new Thread(
                            () -> {
                                try {
                                    Thread.sleep(300);
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                                cancellation.cancel();
                            });
            canceller.start();
            CaptureOptions options = CaptureOptions.DEFAULT.withBlock(1000).with(cancellation);
            assertThatThrownBy(() -> model.capture(MemoryProbe.ids(30_000), options))
                    .isInstanceOf(CaptureCancelledException.class)
                    .hasMessageContaining("cancelled after");
            canceller.join();
            assertThatThrownBy(() -> model.capture(MemoryProbe.ids(3), options))
                    .isInstanceOf(CaptureCancelledException.class);
            Attention after = model.capture(MemoryProbe.ids(3));
            assertThat(after.rows()).isEqualTo(3);
        }
    }

    private AttentionModel open(SyntheticCheckpoint shape, String plan, MemoryBudget budget)
            throws IOException {
        return AttentionModel.open(
                export(shape, plan), SessionConfig.cpu().withThreads(2).withMemory(budget));
    }

    private Path export(SyntheticCheckpoint shape, String plan) throws IOException {
        return export(shape, plan, Precision.F32);
    }

    private Path export(SyntheticCheckpoint shape, String plan, Precision precision)
            throws IOException {
        Path checkpoint = shape.writeTo(folder.resolve("checkpoint"));
        Path model = folder.resolve("model.onnx");
        ModelExporter.export(
                ExportRequest.of(checkpoint, model)
                        .withPlan(CapturePlan.parse(plan))
                        .withPrecision(precision));
        return model;
    }
}
