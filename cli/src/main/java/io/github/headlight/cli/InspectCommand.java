package io.github.headlight.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code headlight inspect}. */
@Command(
        name = "inspect",
        description = "Says what a checkpoint, GGUF, ONNX model or attention file holds.")
final class InspectCommand extends Subcommand {
    @Parameters(
            paramLabel = "FILE",
            description =
                    "A checkpoint folder, .gguf, .onnx or .safetensors file, or the name of a model that was pulled.")
    private Path file;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    void execute() {
        JsonObject facts = Inspection.of(HubNames.resolve(file, environment()));
        if (json) {
            out().println(facts);
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        addRows(rows, "", facts);
        Table.print(out(), rows);
    }

    private static void addRows(List<List<String>> rows, String prefix, JsonObject facts) {
        for (Map.Entry<String, JsonElement> fact : facts.entrySet()) {
            if (fact.getValue().isJsonObject()) {
                addRows(rows, prefix + fact.getKey() + ".", fact.getValue().getAsJsonObject());
            } else {
                String value =
                        fact.getValue() instanceof JsonPrimitive primitive
                                ? primitive.getAsString()
                                : fact.getValue().toString();
                rows.add(
                        List.of(Messages.oneLine(prefix + fact.getKey()), Messages.oneLine(value)));
            }
        }
    }
}
