package io.github.headlight.analysis.flow;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What numpy and networkx computed, see core/src/test/golden/flow. */
final class FlowGolden {
    private static final Path FILE =
            Path.of(
                    System.getProperty("headlight.root"),
                    "core/src/test/golden/flow/expected.json");

    private FlowGolden() {}

    record RolloutCase(
            String model, String run, RolloutOptions options, Map<Integer, double[]> rows) {}

    record FlowCase(
            String model, String run, RolloutOptions options, int query, List<Double> values) {}

    static Stream<RolloutCase> rollouts() {
        return cases("rollouts")
                .map(
                        json -> {
                            Map<Integer, double[]> rows = new TreeMap<>();
                            json.getAsJsonObject("rows")
                                    .entrySet()
                                    .forEach(
                                            row ->
                                                    rows.put(
                                                            Integer.valueOf(row.getKey()),
                                                            new Gson()
                                                                    .fromJson(
                                                                            row.getValue(),
                                                                            double[].class)));
                            return new RolloutCase(
                                    json.get("model").getAsString(),
                                    json.get("run").getAsString(),
                                    options(json),
                                    rows);
                        });
    }

    static Stream<FlowCase> flows() {
        return cases("flows")
                .map(
                        json ->
                                new FlowCase(
                                        json.get("model").getAsString(),
                                        json.get("run").getAsString(),
                                        options(json),
                                        json.get("query").getAsInt(),
                                        Arrays.stream(
                                                        new Gson()
                                                                .fromJson(
                                                                        json.get("values"),
                                                                        double[].class))
                                                .boxed()
                                                .toList()));
    }

    private static RolloutOptions options(JsonObject json) {
        return new RolloutOptions(
                json.get("residual").getAsDouble(),
                "shown".equals(json.get("sink").getAsString())
                        ? FirstToken.KEPT
                        : FirstToken.LEFT_OUT,
                json.get("first_layer").getAsInt(),
                json.get("last_layer").getAsInt());
    }

    private static Stream<JsonObject> cases(String name) {
        try {
            JsonObject all = JsonParser.parseString(Files.readString(FILE)).getAsJsonObject();
            return StreamSupport.stream(all.getAsJsonArray(name).spliterator(), false)
                    .map(json -> json.getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
