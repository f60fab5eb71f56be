package io.github.headlight.gpucheck;

import io.github.headlight.export.Precision;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code gpu-check check}. */
@Command(
        name = "check",
        description = "Exports, captures and generates with a checkpoint, and writes figures.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    /** Where to run. */
    enum Where {
        AUTO,
        CUDA,
        CPU
    }

    @Spec private CommandSpec spec;

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description =
                    "Qwen2.5-7B-Instruct, or one that generate wrote (on the CPU by default a small one that is made).")
    private Path checkpoint;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where gpu-check.json, gpu-check.md and the exported models go.")
    private Path out;

    @Option(
            names = "--device",
            defaultValue = "auto",
            description = "auto, cuda or cpu (default: ${DEFAULT-VALUE}).")
    private Where device;

    @Option(
            names = "--precision",
            paramLabel = "P",
            description = "auto, f32, f16, bf16 or int4 (default: auto on CUDA, f16 on the CPU).")
    private Precision precision;

    @Option(
            names = "--lengths",
            paramLabel = "N",
            split = ",",
            description = "Prompt lengths (default: 128 to 32768 on CUDA, 32 to 256 on the CPU).")
    private List<Integer> lengths;

    @Option(
            names = "--decode",
            paramLabel = "N",
            split = ",",
            description = "Past lengths of generation (default: 512,4096 on CUDA, 64 on the CPU).")
    private List<Integer> decode;

    @Option(
            names = "--plans",
            paramLabel = "PLAN",
            split = ",",
            description =
                    "Plans that are captured (default: full,mean,topk:16,stats,stats+topk:16).")
    private List<String> plans = List.of("full", "mean", "topk:16", "stats", Check.REDUCED);

    @Option(
            names = "--reference",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Compare with the same checkpoint in f32 on the CPU.")
    private boolean reference;

    @Option(
            names = "--python",
            paramLabel = "PYTHON",
            description =
                    "A Python with torch and transformers, to time their eager attention in the same run.")
    private Path python;

    @Option(
            names = "--script",
            paramLabel = "FILE",
            defaultValue = "tools/gpu-check/transformers_eager.py",
            description = "What --python runs (default: ${DEFAULT-VALUE}).")
    private Path script;

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(out);
        Optional<String> noCuda =
                device == Where.CPU ? Optional.of("the CPU was asked for") : noCuda();
        if (device == Where.CUDA && noCuda.isPresent()) {
            throw new IllegalArgumentException(noCuda.get());
        }
        boolean cuda = noCuda.isEmpty();
        if (cuda && checkpoint == null) {
            throw new IllegalArgumentException(
                    "name a checkpoint of Qwen2.5-7B with --checkpoint, or write one of its shape"
                            + " with: gpu-check generate --out DIR");
        }
        Check check =
                new Check(
                        checkpoint == null ? small() : checkpoint,
                        out,
                        cuda,
                        precision != null ? precision : cuda ? Precision.AUTO : Precision.F16,
                        line -> spec.commandLine().getErr().println(line));
        Report report =
                check.run(
                        plans,
                        lengths != null ? lengths : Check.lengths(cuda),
                        decode != null ? decode : cuda ? List.of(512, 4096) : List.of(64),
                        reference,
                        noCuda,
                        python == null
                                ? Optional.empty()
                                : Optional.of(new TransformersRun(python, script)));
        report.write(out);
        spec.commandLine().getOut().println(report.toMarkdown());
        return 0;
    }

    private Path small() throws IOException {
        Path folder = out.resolve("checkpoint-small");
        CheckpointGenerator.write(CheckpointShape.small(), 7, folder);
        return folder;
    }

    /** Why CUDA cannot be had, if it cannot: found by opening a small model there. */
    private Optional<String> noCuda() throws IOException {
        return Check.cudaFailure(small(), out);
    }
}
