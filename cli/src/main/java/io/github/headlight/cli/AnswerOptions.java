package io.github.headlight.cli;

import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Map;

/**
 * Options of commands that look at an answer: what a model reads and how it writes, where the
 * answer is not in a file.
 */
final class AnswerOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @ArgGroup private PromptOptions prompt;

    @Option(
            names = "--generate",
            paramLabel = "N",
            defaultValue = "64",
            description = "Let the model write at most N tokens (default: ${DEFAULT-VALUE}).")
    private int generate;

    @Mixin private GenerationOptions generation;

    @Option(
            names = "--raw",
            description = "Read the prompt as it is, without the checkpoint's chat template.")
    private boolean raw;

    @Mixin private ModelOptions model;

    /**
     * Refuses a model without a prompt, and what is of a model where there is none.
     *
     * @param file a model or an attention file
     * @param isModel which of them
     * @param least the least number of tokens to write
     */
    void check(Path file, boolean isModel, int least) {
        if (isModel && prompt == null) {
            throw wrongUsage("a model needs --prompt TEXT, --text-file or --chat");
        }
        if (!isModel && prompt != null) {
            throw wrongUsage("a prompt needs a model (.onnx), found " + file);
        }
        if (!isModel) {
            ModelOptions.refuse(spec, file);
        }
        if (generate < least) {
            throw wrongUsage("--generate: expected " + least + " or more, found " + generate);
        }
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** The options of the prompt; checked to be there. */
    PromptOptions prompt() {
        return prompt;
    }

    /** Whether the prompt is read without the chat template. */
    boolean isRaw() {
        return raw;
    }

    Prompt read() {
        return prompt.read(raw);
    }

    SessionConfig config(Map<String, String> environment) {
        return model.config(environment);
    }

    /** How a model captures its answer. */
    CaptureOptions capture(AttentionModel opened, Progress progress) {
        return CaptureOptions.DEFAULT
                .with(generation.of(generate, opened.generationDefaults()))
                .with(progress.ofCapture(generate));
    }
}
