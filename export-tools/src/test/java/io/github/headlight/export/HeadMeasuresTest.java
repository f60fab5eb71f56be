package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.analysis.profile.HeadSummary;
import io.github.headlight.analysis.profile.Pattern;
import io.github.headlight.analysis.profile.PatternThresholds;
import io.github.headlight.analysis.profile.ProfileSum;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.Measure;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The measures of heads equal a computation in numpy, of what transformers gave. */
class HeadMeasuresTest {
    private static final double TOLERANCE = 1e-5;
    private static final int REPEATED = 24;
    private static final int BEGIN = 2046;

    @ParameterizedTest
    @ValueSource(strings = {"teaching-model", "smollm2"})
    void equalThoseOfNumpy(String name) throws IOException {
        String text = Files.readString(Goldens.folder(name).resolve("measures.json"));
        JsonObject runs = JsonParser.parseString(text).getAsJsonObject();
        assertThat(runs.size()).isEqualTo(3);
        for (Map.Entry<String, JsonElement> run : runs.entrySet()) {
            check(name, run.getKey(), run.getValue().getAsJsonObject());
        }
    }

    private static void check(String name, String run, JsonObject expected) {
        HeadProfiles profiles = HeadProfiles.of(attention(name, run, expected));
        JsonArray measures = expected.getAsJsonArray("measures");
        JsonArray heads = expected.getAsJsonArray("heads");
        assertThat(measures).hasSize(Measure.values().length);
        assertThat(profiles.heads()).hasSize(heads.size());
        for (int m = 0; m < measures.size(); m++) {
            Measure measure = Measure.of(measures.get(m).getAsString());
            assertThat(profiles.rows(measure))
                    .as("%s %s: rows of %s", name, run, measure.key())
                    .isEqualTo(expected.getAsJsonArray("rows").get(m).getAsInt());
            for (int head = 0; head < heads.size(); head++) {
                JsonElement value = heads.get(head).getAsJsonArray().get(m);
                double found = profiles.heads().get(head).measure(measure);
                String what = name + " " + run + ": " + measure.key() + " of head " + head;
                if (value.isJsonNull()) {
                    assertThat(found).as(what).isNaN();
                } else {
                    assertThat(found).as(what).isCloseTo(value.getAsDouble(), within(TOLERANCE));
                }
            }
        }
    }

    private static Attention attention(String name, String run, JsonObject expected) {
        List<TokenPiece> pieces = new ArrayList<>();
        for (JsonElement element : expected.getAsJsonArray("tokens")) {
            JsonObject token = element.getAsJsonObject();
            pieces.add(
                    new TokenPiece(
                            token.get("id").getAsInt(),
                            HexFormat.of().parseHex(token.get("hex").getAsString()),
                            TokenRole.of(token.get("role").getAsString())));
        }
        int size = pieces.size();
        int layers = expected.get("layers").getAsInt();
        FloatBuffer values = FloatBuffer.wrap(Goldens.expected(name).floats(run + ".attentions"));
        int heads = values.capacity() / (layers * size * size);
        List<AttentionMatrix> matrices = new ArrayList<>();
        for (int i = 0; i < layers * heads; i++) {
            matrices.add(
                    AttentionMatrix.of(values.slice(i * size * size, size * size), size, size));
        }
        return new Attention(
                ModelSpec.unknown(layers, heads),
                CapturePlan.FULL,
                TokenSequence.of(pieces),
                size,
                AttentionTensor.of(layers, heads, matrices),
                null);
    }

    /** Those that the model card names, of random tokens that are there twice. */
    @Test
    void knownHeadsOfTheTeachingModelStandAtTheTop(@TempDir Path folder) {
        Path file = folder.resolve("m.onnx");
        ModelExporter.export(ExportRequest.of(Goldens.teachingModel(), file));
        Random random = new Random(5);
        try (AttentionModel model = AttentionModel.open(file, SessionConfig.cpu())) {
            ProfileSum sum = new ProfileSum(model.spec(), PatternThresholds.DEFAULT);
            for (int prompt = 0; prompt < 40; prompt++) {
                int[] ids = new int[1 + 2 * REPEATED];
                ids[0] = BEGIN;
                for (int i = 1; i <= REPEATED; i++) {
                    ids[i] = 300 + random.nextInt(1700);
                    ids[REPEATED + i] = ids[i];
                }
                sum.add(HeadProfiles.of(model.capture(Prompt.ids(ids))));
            }
            List<HeadSummary> heads = sum.summaries();
            assertThat(top(heads, Measure.INDUCTION, 2)).containsExactlyInAnyOrder("3.1", "3.4");
            assertThat(top(heads, Measure.PREVIOUS_TOKEN, 3))
                    .containsExactlyInAnyOrder("2.3", "1.1", "2.5");
            assertThat(heads.get(2 * 6 + 3).label().pattern()).isEqualTo(Pattern.PREVIOUS_TOKEN);
        }
    }

    private static List<String> top(List<HeadSummary> heads, Measure measure, int count) {
        return heads.stream()
                .sorted(Comparator.comparingDouble(head -> -head.measures().get(measure).mean()))
                .limit(count)
                .map(head -> head.layer() + "." + head.head())
                .toList();
    }
}
