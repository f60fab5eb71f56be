package io.github.headlight.gpucheck;

import io.github.headlight.error.HeadlightException;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.Locale;

/** {@code gpu-check}: writes a checkpoint of the shape of Qwen2.5-7B, and measures captures. */
@Command(
        name = "gpu-check",
        description = "Measures captures on a GPU; without one, the same list on the CPU, small.",
        mixinStandardHelpOptions = true,
        subcommands = {GenerateCommand.class, CheckCommand.class})
public final class GpuCheck {
    private GpuCheck() {}

    /**
     * Runs the tool.
     *
     * @param arguments of the command line
     */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        Locale.setDefault(Locale.ROOT);
        return new CommandLine(new GpuCheck())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(
                        (e, command, parsed) -> {
                            if (e instanceof HeadlightException
                                    || e instanceof IllegalArgumentException) {
                                command.getErr().println("gpu-check: " + e.getMessage());
                                return 1;
                            }
                            throw e;
                        })
                .execute(arguments);
    }
}
