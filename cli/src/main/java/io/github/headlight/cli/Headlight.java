package io.github.headlight.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/** The {@code headlight} command. */
@Command(
        name = "headlight",
        description = "Shows what every attention head of a decoder language model looks at.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        subcommands = {
            DemoCommand.class,
            PullCommand.class,
            ExportCommand.class,
            InstrumentCommand.class,
            InspectCommand.class,
            CaptureCommand.class,
            AnalyzeCommand.class,
            AdviseCommand.class,
            DiagnoseCommand.class,
            RenderCommand.class,
            ReportCommand.class,
            RenderersCommand.class,
            GenerateCompletion.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed while running", "2:wrong usage"})
public final class Headlight implements Runnable {
    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of a failure.")
    private boolean debug;

    @Spec private CommandSpec spec;

    private final Map<String, String> environment;

    private Headlight(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param arguments of the command line
     */
    public static void main(String[] arguments) {
        CommandLine line = commandLine(System.getenv());
        int code;
        try {
            code = line.execute(arguments);
        } catch (OutOfMemoryError | StackOverflowError e) {
            line.getErr().println("headlight: " + Messages.of(e));
            code = CommandLine.ExitCode.SOFTWARE;
        }
        if (code == CommandLine.ExitCode.OK && System.out.checkError()) {
            String why = outputFailure();
            // Who reads only the first lines, as head does, has what they want.
            if (!why.equals("Broken pipe")) {
                line.getErr().println("headlight: standard output cannot be written: " + why);
            }
            code = CommandLine.ExitCode.SOFTWARE;
        }
        System.exit(code);
    }

    /** Why nothing can be written there: the stream forgets it, so it is tried once more. */
    private static String outputFailure() {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        try {
            out.write('\n');
            return "it failed once";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /**
     * {@return the command, ready to execute}
     *
     * @param environment the variables that it reads
     */
    static CommandLine commandLine(Map<String, String> environment) {
        Headlight headlight = new Headlight(environment);
        CommandLine line = new CommandLine(headlight);
        line.getSubcommands()
                .get("generate-completion")
                .getCommandSpec()
                .usageMessage()
                .hidden(true);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Path.class, Headlight::path);
        line.setUsageHelpAutoWidth(true);
        // A prompt may begin with @; it is text and no file to read arguments from.
        line.setExpandAtFiles(false);
        // Or with a hyphen, or be the name of an option.
        line.setAllowOptionsAsOptionParameters(true);
        line.setParameterExceptionHandler(Headlight::wrongUsage);
        line.setExecutionExceptionHandler(
                (failure, command, result) -> headlight.failed(failure, command));
        return line;
    }

    /** An empty path, as of a variable that is not set, would be the folder one is in. */
    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("expected a path, found an empty text");
        }
        return Path.of(text);
    }

    Map<String, String> environment() {
        return environment;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int wrongUsage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println(name + ": " + Messages.oneLine(e.getMessage()) + " (see: " + name + " --help)");
        return CommandLine.ExitCode.USAGE;
    }

    private int failed(Exception failure, CommandLine command) {
        if (debug) {
            failure.printStackTrace(command.getErr());
        } else {
            command.getErr().println("headlight: " + Messages.of(failure));
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
