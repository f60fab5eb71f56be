package io.github.headlight.gpucheck;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code gpu-check generate}. */
@Command(
        name = "generate",
        description = "Writes a checkpoint with Qwen2.5-7B's config.json and random weights.",
        mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to.")
    private Path out;

    @Option(names = "--small", description = "A model of a few megabytes in place of 15 GB.")
    private boolean small;

    @Option(names = "--seed", defaultValue = "7", description = "Of the weights (default: 7).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        CheckpointShape shape = small ? CheckpointShape.small() : CheckpointShape.published();
        long start = System.nanoTime();
        long bytes = CheckpointGenerator.write(shape, seed, out);
        spec.commandLine()
                .getOut()
                .printf(
                        "%d bytes of weights in %.1f s -> %s%n",
                        bytes, (System.nanoTime() - start) / 1e9, out);
        return 0;
    }
}
