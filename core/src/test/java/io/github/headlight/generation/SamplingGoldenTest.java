package io.github.headlight.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What is left to choose from, against transformers: core/src/test/golden/sampling. */
class SamplingGoldenTest {
    private static final JsonObject GOLDEN = read();

    private static JsonObject read() {
        Path file =
                Path.of(System.getProperty("headlight.root"))
                        .resolve("core/src/test/golden/sampling/expected.json");
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonObject> cases() {
        return elements(GOLDEN.getAsJsonArray("cases")).map(JsonElement::getAsJsonObject);
    }

    @Test
    void everyRowHasCases() {
        assertThat(cases().map(one -> one.get("row").getAsInt()).distinct()).hasSize(4);
        assertThat(cases()).hasSizeGreaterThan(200);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void keepsWhatTransformersKeeps(JsonObject expected) {
        Sampling sampling = sampling(expected.getAsJsonObject("settings"));
        List<Candidate> found =
                chooser(sampling, expected).choices(row(expected)).stream()
                        .sorted((a, b) -> Integer.compare(a.id(), b.id()))
                        .toList();
        List<Integer> ids =
                elements(expected.getAsJsonArray("kept")).map(JsonElement::getAsInt).toList();
        assertThat(found).extracting(Candidate::id).isEqualTo(ids);
        JsonArray probabilities = expected.getAsJsonArray("probabilities");
        for (int i = 0; i < ids.size(); i++) {
            assertThat(found.get(i).probability())
                    .isCloseTo(probabilities.get(i).getAsDouble(), within(1e-6));
        }
        assertThat(chooser(sampling.withTemperature(0), expected).choose(row(expected)))
                .isEqualTo(expected.get("greedy").getAsInt());
    }

    private static TokenChooser chooser(Sampling sampling, JsonObject expected) {
        TokenChooser chooser = new TokenChooser(sampling, row(expected).capacity());
        elements(expected.getAsJsonArray("seen")).forEach(id -> chooser.remember(id.getAsInt()));
        return chooser;
    }

    /**
     * The settings by the names of generation_config.json; top-k is off unless they say otherwise.
     */
    private static Sampling sampling(JsonObject settings) {
        Sampling sampling = GenerationDefaults.parse(settings.toString()).sampling(0);
        return settings.has("top_k") ? sampling : sampling.withTopK(0);
    }

    private static FloatBuffer row(JsonObject expected) {
        JsonArray logits =
                GOLDEN.getAsJsonArray("rows").get(expected.get("row").getAsInt()).getAsJsonArray();
        FloatBuffer row = FloatBuffer.allocate(logits.size());
        elements(logits)
                .forEach(x -> row.put(x.isJsonNull() ? Float.NEGATIVE_INFINITY : x.getAsFloat()));
        return row.flip();
    }

    private static Stream<JsonElement> elements(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
