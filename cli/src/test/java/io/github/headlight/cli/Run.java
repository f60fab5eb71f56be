package io.github.headlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * What a run of the command gave.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
record Run(int code, String out, String err) {

    /** At a fixed time, so that the same capture is the same file. */
    static Run run(String... arguments) {
        return run(Map.of("SOURCE_DATE_EPOCH", "1763942400"), arguments);
    }

    /** With other environment variables than none. */
    static Run run(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                Headlight.commandLine(environment)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true));
        int code = command.execute(arguments);
        return new Run(code, out.toString(), err.toString());
    }

    /** Checks that the command fails in one line that says where; --debug shows the stack. */
    static void assertFails(String where, String... arguments) {
        Run run = run(arguments);
        assertThat(run.code()).as(String.join(" ", arguments)).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        if (where.equals("--debug")) {
            assertThat(run.err()).contains("\tat ");
        } else {
            assertThat(run.err().lines())
                    .hasSize(1)
                    .allMatch(line -> line.startsWith("headlight: ") && line.contains(where));
        }
    }
}
