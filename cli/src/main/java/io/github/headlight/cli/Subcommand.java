package io.github.headlight.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

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

    final Progress progress() {
        return new Progress(spec.commandLine().getErr());
    }

    final ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
