package io.github.headlight.renderers.html;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Captures to render in tests. */
final class Captures {
    private static final String TEMPLATE = "<|im_start|>";
    private static final String END = "<|im_end|>";

    private Captures() {}

    /**
     * Real attention of a trained model of 4 layers and 6 heads, with a generated answer.
     *
     * @param run {@code apple_zh}, {@code lamp_en}, …; see the golden's case.json
     */
    static Attention golden(String run) throws IOException {
        Path folder =
                Path.of(
                        System.getProperty("headlight.root", ".."),
                        "export-tools/src/test/golden/teaching-model");
        JsonObject runs =
                JsonParser.parseString(Files.readString(folder.resolve("case.json")))
                        .getAsJsonObject()
                        .getAsJsonObject("runs")
                        .getAsJsonObject(run);
        List<String> texts = new ArrayList<>();
        for (JsonElement token : runs.getAsJsonArray("tokens")) {
            texts.add(token.getAsString());
        }
        ByteBuffer file =
                ByteBuffer.wrap(Files.readAllBytes(folder.resolve("expected.safetensors")))
                        .order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.toIntExact(file.getLong());
        JsonObject tensor =
                JsonParser.parseString(new String(file.array(), 8, header, StandardCharsets.UTF_8))
                        .getAsJsonObject()
                        .getAsJsonObject(run + ".attentions");
        int layers = tensor.getAsJsonArray("shape").get(0).getAsInt();
        int heads = tensor.getAsJsonArray("shape").get(1).getAsInt();
        int size = tensor.getAsJsonArray("shape").get(2).getAsInt();
        int start = 8 + header + tensor.getAsJsonArray("data_offsets").get(0).getAsInt();
        List<AttentionMatrix> matrices = new ArrayList<>();
        for (int i = 0; i < layers * heads; i++) {
            FloatBuffer values =
                    file.slice(start + i * size * size * 4, size * size * 4)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asFloatBuffer();
            matrices.add(AttentionMatrix.of(values, size, size));
        }
        int prompt = runs.get("prompt_length").getAsInt();
        return capture("qwen2", layers, heads, heads / 3, pieces(texts, prompt), prompt, matrices);
    }

    /**
     * A made-up capture: rows sum to one, and the given number of tokens at the end are written.
     */
    static Attention made(int layers, int heads, int kvHeads, List<String> texts, int generated) {
        int prompt = texts.size() - generated;
        return ofPieces(layers, heads, kvHeads, pieces(texts, prompt), prompt);
    }

    /** A made-up capture of tokens that need not be whole characters. */
    static Attention ofPieces(
            int layers, int heads, int kvHeads, List<TokenPiece> pieces, int prompt) {
        int size = Attention.rows(prompt, pieces.size() - prompt);
        List<AttentionMatrix> matrices = new ArrayList<>();
        for (int i = 0; i < layers * heads; i++) {
            matrices.add(AttentionMatrix.of(FloatBuffer.wrap(head(size, i)), size, size));
        }
        return capture("qwen2", layers, heads, kvHeads, pieces, prompt, matrices);
    }

    /** Tokens, written with a bar between them. */
    static List<String> split(String tokens) {
        return List.of(tokens.split("\\|"));
    }

    /** Words that repeat, as many as asked for. */
    static List<String> words(int count) {
        String[] some = {
            " the",
            " harbour",
            " was",
            " quiet",
            " that",
            " morning",
            ",",
            " and",
            " nobody",
            " saw",
            " three",
            " boats",
            " leave",
            ".",
            " Mart",
            "ha",
            " wrote",
            " it",
            " down"
        };
        Random random = new Random(3);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(some[random.nextInt(some.length)]);
        }
        return words;
    }

    /** A head with a sink, a taste for some distance and for some tokens, and a little noise. */
    private static float[] head(int size, int seed) {
        Random random = new Random(seed);
        double sink = 2 + 5 * random.nextDouble();
        double near = random.nextDouble() * 2;
        double previous = random.nextInt(8) == 0 ? 9 : 0;
        double taste = 1 + 3 * random.nextDouble();
        double[] keys = random.doubles(size, -1, 1).toArray();
        double[] queries = random.doubles(size, -1, 1).toArray();
        float[] values = new float[size * size];
        for (int q = 0; q < size; q++) {
            double sum = 0;
            double[] weights = new double[q + 1];
            for (int k = 0; k <= q; k++) {
                double score =
                        taste * 2 * queries[q] * keys[k] * (1 + Math.sin(q * 0.7 + k * 1.3))
                                - near * Math.log1p(q - k)
                                + (k == 0 ? sink : 0)
                                + (k == q - 1 ? previous : 0);
                weights[k] = Math.exp(score);
                sum += weights[k];
            }
            for (int k = 0; k <= q; k++) {
                values[q * size + k] = (float) (weights[k] / sum);
            }
        }
        return values;
    }

    /** Tokens of whole characters; from the given number on they are written. */
    static List<TokenPiece> pieces(List<String> texts, int prompt) {
        List<TokenPiece> pieces = new ArrayList<>();
        int template = 0;
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            template = text.equals(TEMPLATE) ? 3 : text.equals(END) ? 2 : template - 1;
            TokenRole role =
                    i >= prompt
                            ? TokenRole.GENERATED
                            : template > 0 ? TokenRole.TEMPLATE : TokenRole.USER;
            pieces.add(
                    new TokenPiece(text.hashCode(), text.getBytes(StandardCharsets.UTF_8), role));
        }
        return pieces;
    }

    private static Attention capture(
            String name,
            int layers,
            int heads,
            int kvHeads,
            List<TokenPiece> pieces,
            int prompt,
            List<AttentionMatrix> matrices) {
        ModelSpec model = new ModelSpec(name, layers, heads, kvHeads, 8, 100, 4096, List.of(), "");
        return new Attention(
                model,
                CapturePlan.FULL,
                TokenSequence.of(pieces),
                prompt,
                AttentionTensor.of(layers, heads, matrices),
                null);
    }
}
