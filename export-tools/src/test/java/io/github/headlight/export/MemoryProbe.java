package io.github.headlight.export;

import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.MemoryEstimate;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;

import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * Captures once in a process of its own, where nothing else takes or gives memory, and prints what
 * was estimated and what was used.
 */
final class MemoryProbe {
    private MemoryProbe() {}

    /** What one capture needed, in bytes. */
    record Result(long estimated, long used, String description) {}

    /**
     * @param model an exported model
     * @param file where to capture to, or null for memory
     */
    static Result run(Path model, Path file, int tokens, int block, int generated)
            throws Exception {
        String[] parts =
                OwnProcess.run(
                                MemoryProbe.class,
                                model.toString(),
                                file == null ? "" : file.toString(),
                                Integer.toString(tokens),
                                Integer.toString(block),
                                Integer.toString(generated))
                        .split(" ", 3);
        return new Result(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
    }

    static Prompt ids(int tokens) {
        return Prompt.ids(
                IntStream.range(0, tokens)
                        .map(i -> i * 31 % SyntheticCheckpoint.VOCABULARY)
                        .toArray());
    }

    /** The arguments of {@link #run}. */
    public static void main(String[] arguments) throws Exception {
        int tokens = Integer.parseInt(arguments[2]);
        CaptureOptions options =
                CaptureOptions.generating(Integer.parseInt(arguments[4]))
                        .withBlock(Integer.parseInt(arguments[3]));
        boolean toFile = !arguments[1].isEmpty();
        try (AttentionModel model =
                AttentionModel.open(Path.of(arguments[0]), SessionConfig.cpu().withThreads(2))) {
            // Classes are loaded and threads started before anything is counted.
            model.capture(ids(40));
            MemoryEstimate estimate =
                    toFile
                            ? model.estimateToFile(tokens, options)
                            : model.estimate(tokens, options);
            long used =
                    ResidentMemory.growth(
                            () -> {
                                if (toFile) {
                                    model.captureTo(Path.of(arguments[1]), ids(tokens), options);
                                } else {
                                    model.capture(ids(tokens), options);
                                }
                            });
            System.out.println(estimate.total() + " " + used + " " + estimate);
        }
    }
}
