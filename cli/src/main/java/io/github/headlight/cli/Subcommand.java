package io.github.headlight.cli;

import io.github.headlight.error.CaptureException;
import io.github.headlight.error.OutputException;
import io.github.headlight.file.AtomicFile;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** What the subcommands share: where they print, and how they say that they were used wrongly. */
abstract class Subcommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    /** Does the work; a failure is an exception. */
    abstract void execute();

    @Override
    public final Integer call() {
        execute();
        out().flush();
        return CommandLine.ExitCode.OK;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /**
     * Writes a result, and says where it is.
     *
     * @param text the result
     * @param file where to, or null for the standard output
     */
    final void write(String text, Path file) {
        if (file == null) {
            out().print(text);
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        AtomicFile.writeStream(file, stream -> stream.write(utf8));
        sayWhere(file);
    }

    /** Says where a result is; a pipe or terminal has the result alone. */
    final void sayWhere(Path file) {
        if (AtomicFile.isReplaced(file)) {
            out().println(file);
        }
    }

    /** Refuses to write over a file that was read. */
    static void requireOther(Path out, Collection<Path> inputs) {
        for (Path input : inputs) {
            try {
                if (Files.exists(out) && Files.isSameFile(out, input)) {
                    throw new OutputException(
                            out + ": is an input of this command; choose another name");
                }
            } catch (IOException e) {
                throw new OutputException(out + ": cannot be written: " + e.getMessage(), e);
            }
        }
    }

    /** What is read of a file; a failure that is of what it holds names it. */
    static <T> T of(Path file, Supplier<T> work) {
        try {
            return work.get();
        } catch (CaptureException e) {
            throw new CaptureException(file + ": " + e.getMessage(), e);
        }
    }

    /** Whether an option is on the command line. */
    final boolean isGiven(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** Refuses options of a model that runs where files are read. */
    final void refuseModelOptions(Path file, String... others) {
        ModelOptions.refuse(spec, file, others);
    }

    /** {@return the environment variables} */
    final Map<String, String> environment() {
        return ((Headlight) spec.root().userObject()).environment();
    }

    final Progress progress() {
        return new Progress(spec.commandLine().getErr());
    }

    final ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
