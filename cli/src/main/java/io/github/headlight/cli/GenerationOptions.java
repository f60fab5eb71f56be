package io.github.headlight.cli;

import io.github.headlight.generation.Generation;
import io.github.headlight.generation.GenerationDefaults;
import io.github.headlight.generation.Sampling;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.Set;

/** Options of commands that let a model write. */
final class GenerationOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--sample",
            description =
                    "Choose each token by chance, as the checkpoint's generation_config.json says, and not always the most probable one.")
    private boolean sample;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Sample at this temperature; 0 takes the most probable token.")
    private Double temperature;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description = "Sample among the K most probable tokens; 0 for all.")
    private Integer topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Sample among the most probable tokens that have P together.")
    private Double topP;

    @Option(
            names = "--min-p",
            paramLabel = "P",
            description = "Sample among tokens at least P times as probable as the first.")
    private Double minP;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "R",
            description = "Make tokens that are there already less probable; 1 does not.")
    private Double repetitionPenalty;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of the choices: the same seed gives the same answer (default: 0).")
    private long seed;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "End the answer once it holds this text; may be given several times.")
    private List<String> stopTexts = List.of();

    @Option(names = "--ignore-end", description = "Go on where the model would end its answer.")
    private boolean ignoreEnd;

    /**
     * How the model writes.
     *
     * @param tokens the most tokens
     * @param defaults of the checkpoint
     */
    Generation of(int tokens, GenerationDefaults defaults) {
        try {
            return new Generation(tokens, !ignoreEnd, sampling(defaults), stopTexts, Set.of());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Sampling sampling(GenerationDefaults defaults) {
        boolean chosen =
                sample || temperature != null || topK != null || topP != null || minP != null;
        Sampling sampling = chosen ? defaults.sampling(seed) : Sampling.GREEDY.withSeed(seed);
        if (temperature != null) {
            sampling = sampling.withTemperature(temperature);
        }
        if (topK != null) {
            sampling = sampling.withTopK(topK);
        }
        if (topP != null) {
            sampling = sampling.withTopP(topP);
        }
        if (minP != null) {
            sampling = sampling.withMinP(minP);
        }
        return repetitionPenalty == null
                ? sampling
                : sampling.withRepetitionPenalty(repetitionPenalty);
    }
}
