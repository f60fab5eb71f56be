package io.github.headlight.gpucheck;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run found, as JSON and as Markdown. Where there was no GPU its title says so, and no
 * figure is one of a GPU.
 *
 * @param device {@code cuda} or {@code cpu}
 * @param about what was measured on what, in order
 * @param rows figures
 */
record Report(String device, Map<String, String> about, List<Row> rows) {

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("gpu-check.json"), toJson());
        Files.writeString(folder.resolve("gpu-check.md"), toMarkdown());
    }

    String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("format", 1);
        json.addProperty("device", device);
        JsonObject facts = new JsonObject();
        about.forEach(facts::addProperty);
        json.add("about", facts);
        JsonArray figures = new JsonArray();
        rows.forEach(row -> figures.add(row.values()));
        json.add("rows", figures);
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json)
                + "\n";
    }

    String toMarkdown() {
        StringBuilder text = new StringBuilder();
        text.append(
                device.equals("cuda")
                        ? "# Captures on CUDA\n\n"
                        : "# The GPU check on a CPU: no figure here is one of a GPU\n\n");
        about.forEach(
                (name, value) ->
                        text.append("- ").append(name).append(": ").append(value).append('\n'));
        Map<String, List<Row>> steps =
                rows.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Row::step,
                                        java.util.LinkedHashMap::new,
                                        Collectors.toList()));
        steps.forEach(
                (step, lines) ->
                        text.append("\n## ").append(step).append("\n\n").append(table(lines)));
        return text.toString();
    }

    private static String table(List<Row> lines) {
        Set<String> names = new LinkedHashSet<>();
        lines.forEach(line -> names.addAll(line.values().keySet()));
        names.remove("step");
        List<String> text = new ArrayList<>();
        text.add("| " + String.join(" | ", names) + " |");
        text.add("|" + "---|".repeat(names.size()));
        for (Row line : lines) {
            text.add(
                    names.stream()
                            .map(name -> cell(line.values(), name))
                            .collect(Collectors.joining(" | ", "| ", " |")));
        }
        return String.join("\n", text) + "\n";
    }

    private static String cell(JsonObject values, String name) {
        return values.has(name) ? values.get(name).getAsString().replace("|", "\\|") : "";
    }
}
