package io.github.headlight.gpucheck;

import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * transformers' eager attention, timed by a script in a process of its own.
 *
 * @param python the interpreter
 * @param script what it runs
 */
record TransformersRun(Path python, Path script) {

    List<Row> rows(Path checkpoint, boolean cuda, String type, List<Integer> lengths)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                python.toString(),
                                script.toString(),
                                checkpoint.toString(),
                                cuda ? "cuda" : "cpu",
                                type));
        lengths.forEach(length -> command.add(Integer.toString(length)));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<Row> rows = new ArrayList<>();
        for (String line : output.lines().filter(text -> text.startsWith("{")).toList()) {
            Row row = Row.of("transformers, eager, attentions on the host");
            JsonParser.parseString(line).getAsJsonObject().entrySet().stream()
                    .forEach(entry -> row.values().add(entry.getKey(), entry.getValue()));
            rows.add(row);
        }
        int exit = process.waitFor();
        if (exit != 0) {
            rows.add(
                    Row.of("transformers, eager, attentions on the host")
                            .with("failure", script + " ended with " + exit));
        }
        return rows;
    }
}
