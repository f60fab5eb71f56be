package io.github.headlight.gpucheck;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.error.DeviceException;
import io.github.headlight.error.HeadlightException;
import io.github.headlight.export.ExportRequest;
import io.github.headlight.export.ExportResult;
import io.github.headlight.export.ModelExporter;
import io.github.headlight.export.Precision;
import io.github.headlight.export.Target;
import io.github.headlight.export.onnx.CudaPlacement;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureListener;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;
import io.github.headlight.tensor.Logits;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The list of what is measured, one step after the other with one checkpoint on one device. */
final class Check {
    /** The plan for long prompts. */
    static final String REDUCED = "stats+topk:16";

    /** A plan that captures next to nothing. */
    private static final String ONE_HEAD = "heads:0.0";

    /** Full captures of more tokens are larger than most machines' memory. */
    private static final int LONGEST_FULL = 2_048;

    private static final int AGREEMENT_TOKENS = 128;
    private static final int GENERATED = 24;
    private static final int REPEATS = 3;

    private final Path checkpoint;
    private final Path out;
    private final boolean cuda;
    private final Precision precision;
    private final Consumer<String> log;
    private final List<Row> rows = new ArrayList<>();

    Check(Path checkpoint, Path out, boolean cuda, Precision precision, Consumer<String> log) {
        this.checkpoint = checkpoint;
        this.out = out;
        this.cuda = cuda;
        this.precision = precision;
        this.log = log;
    }

    static List<Integer> lengths(boolean cuda) {
        return cuda
                ? List.of(128, 512, 1024, 2048, 4096, 8192, 16384, 32768)
                : List.of(32, 128, 256);
    }

    /** Why CUDA cannot be had, if it cannot. */
    static Optional<String> cudaFailure(Path small, Path out) {
        Path model = out.resolve("cuda-probe.onnx");
        ModelExporter.export(
                ExportRequest.of(small, model)
                        .withTarget(Target.CUDA)
                        .withPrecision(Precision.BF16));
        try (AttentionModel opened = AttentionModel.open(model, SessionConfig.cuda())) {
            opened.capture(Prompt.ids(1, 2, 3));
            return Optional.empty();
        } catch (DeviceException e) {
            return Optional.of(e.getMessage());
        }
    }

    Report run(
            List<String> plans,
            List<Integer> lengths,
            List<Integer> decode,
            boolean reference,
            Optional<String> noCuda,
            Optional<TransformersRun> transformers)
            throws Exception {
        for (String plan : plans) {
            captures(plan, lengths);
        }
        for (int past : decode) {
            decode(past);
        }
        if (reference) {
            agreement();
        }
        if (transformers.isPresent()) {
            rows.addAll(
                    transformers
                            .get()
                            .rows(checkpoint, cuda, cuda ? "bfloat16" : "float32", lengths));
        }
        return new Report(cuda ? "cuda" : "cpu", about(noCuda), rows);
    }

    private Map<String, String> about(Optional<String> noCuda) {
        Map<String, String> about = new LinkedHashMap<>();
        if (cuda) {
            about.put("device", NvidiaSmi.nameAndDriver().orElse("unknown to nvidia-smi"));
        } else {
            about.put(
                    "device", "CPU, " + Runtime.getRuntime().availableProcessors() + " processors");
            about.put("no GPU", noCuda.orElse(""));
        }
        about.put("checkpoint", checkpoint.getFileName().toString());
        about.put("precision", precision.name());
        about.put("java", System.getProperty("java.version"));
        return about;
    }

    private void captures(String plan, List<Integer> lengths) throws Exception {
        ExportResult export = export(plan);
        Path weights;
        long start = System.nanoTime();
        try (AttentionModel model = open(export.path())) {
            double opening = seconds(start);
            weights = model.files().get(1).getParent();
            rows.add(Row.of("sessions").with("plan", plan).with("open_s", opening));
            model.capture(prompt(model, Math.min(16, lengths.get(0))));
            for (int tokens : lengths) {
                if (!plan.equals("full") || tokens <= LONGEST_FULL) {
                    capture(model, plan, tokens);
                }
            }
        }
        if (plan.equals(REDUCED)) {
            log.accept("where nodes run");
            NodeProfile.of(export.path(), weights, cuda, out)
                    .forEach(
                            (node, count) ->
                                    rows.add(
                                            Row.of("where nodes ran")
                                                    .with("provider and operator", node)
                                                    .with("nodes", count)));
        }
    }

    private ExportResult export(String plan) throws Exception {
        log.accept("export " + plan);
        Path path = out.resolve("model-" + plan.replaceAll("\\W", "_") + ".onnx");
        long start = System.nanoTime();
        ExportResult result =
                ModelExporter.export(
                        ExportRequest.of(checkpoint, path)
                                .withPlan(CapturePlan.parse(plan))
                                .withPrecision(precision)
                                .withTarget(cuda ? Target.CUDA : Target.CPU));
        double seconds = seconds(start);
        CudaPlacement.Result placement = CudaPlacement.of(Files.readAllBytes(path));
        rows.add(
                Row.of("export")
                        .with("plan", plan)
                        .with("seconds", seconds)
                        .with("bytes", result.bytesWritten())
                        .with("nodes", result.nodes())
                        .with("nodes with a CUDA kernel", placement.onCuda())
                        .with("shape nodes", placement.onHost())
                        .with("heavy nodes without", placement.problems().size()));
        return result;
    }

    private AttentionModel open(Path model) {
        return AttentionModel.open(model, cuda ? SessionConfig.cuda() : SessionConfig.cpu());
    }

    private void capture(AttentionModel model, String plan, int tokens) {
        log.accept("capture " + plan + " of " + tokens);
        Row row = Row.of("captures").with("plan", plan).with("tokens", tokens);
        rows.add(row);
        Prompt prompt = prompt(model, tokens);
        CaptureOptions options = CaptureOptions.DEFAULT.allowingBeyondContext();
        try (MemorySampler memory = new MemorySampler(cuda)) {
            double[] times = new double[tokens > LONGEST_FULL ? 1 : REPEATS];
            for (int i = 0; i < times.length; i++) {
                long start = System.nanoTime();
                model.capture(prompt, options);
                times[i] = seconds(start);
            }
            row.with("seconds", median(times))
                    .with("host_bytes", memory.hostBytes())
                    .with("device_bytes", memory.deviceBytes())
                    .with("block", model.estimate(tokens, options).block());
        } catch (HeadlightException e) {
            row.with("failure", e.getMessage());
        }
    }

    /** Time of a token, with all that is captured of it and with next to nothing. */
    private void decode(int past) throws Exception {
        double one = decode(ONE_HEAD, past);
        String plan = past > LONGEST_FULL ? REDUCED : "full";
        double all = decode(plan, past);
        rows.add(
                Row.of("generation")
                        .with("past tokens", past)
                        .with("plan", plan)
                        .with("ms a token", all)
                        .with("ms a token, one head", one)
                        .with("ratio", all / one));
    }

    private double decode(String plan, int past) throws Exception {
        ExportResult export = export(plan);
        log.accept("generation after " + past);
        List<Long> times = new ArrayList<>();
        CaptureListener listener =
                new CaptureListener() {
                    @Override
                    public void generated(int id, String text, int tokens) {
                        times.add(System.nanoTime());
                    }
                };
        try (AttentionModel model = open(export.path())) {
            CaptureOptions options =
                    CaptureOptions.generating(GENERATED).allowingBeyondContext().with(listener);
            model.capture(
                    prompt(model, past), options.with(options.generation().withStopAtEnd(false)));
        }
        double[] steps = new double[times.size() - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (times.get(i + 1) - times.get(i)) / 1e6;
        }
        return median(steps);
    }

    /** Against the same weights in f32 on the CPU. */
    private void agreement() throws Exception {
        Path exact = out.resolve("model-f32.onnx");
        log.accept("agreement with f32");
        ModelExporter.export(ExportRequest.of(checkpoint, exact).withPrecision(Precision.F32));
        Attention expected;
        try (AttentionModel model = AttentionModel.open(exact, SessionConfig.cpu())) {
            expected = model.capture(prompt(model, AGREEMENT_TOKENS));
        }
        Attention actual;
        try (AttentionModel model = open(export("full").path())) {
            actual = model.capture(prompt(model, AGREEMENT_TOKENS));
        }
        rows.add(agreement(expected, actual));
    }

    static Row agreement(Attention expected, Attention actual) {
        double largest = 0;
        double sum = 0;
        long cells = 0;
        double worstRow = 0;
        for (int layer = 0; layer < expected.model().layers(); layer++) {
            for (int head = 0; head < expected.model().heads(); head++) {
                for (int query = 0; query < expected.rows(); query++) {
                    float[] exact = expected.head(layer, head).row(query);
                    float[] found = actual.head(layer, head).row(query);
                    double row = 0;
                    for (int key = 0; key <= query; key++) {
                        double difference = Math.abs(exact[key] - found[key]);
                        largest = Math.max(largest, difference);
                        sum += difference;
                        row += found[key];
                        cells++;
                    }
                    worstRow = Math.max(worstRow, Math.abs(row - 1));
                }
            }
        }
        return Row.of("agreement with f32 on the CPU")
                .with("tokens", expected.rows())
                .with("largest difference of probabilities", largest)
                .with("mean difference", sum / cells)
                .with("largest distance of a row's sum from 1", worstRow)
                .with(
                        "likeliest next token",
                        top(expected) == top(actual) ? "the same" : "another");
    }

    private static int top(Attention attention) {
        Logits logits = attention.logits().orElseThrow();
        return logits.argMax(logits.rows() - 1);
    }

    /** The ids that the script for transformers takes too. */
    private static Prompt prompt(AttentionModel model, int tokens) {
        int[] ids = new int[tokens];
        for (int i = 0; i < tokens; i++) {
            ids[i] = (int) (i * 7919L % model.spec().vocabularySize());
        }
        return Prompt.ids(ids);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
