package io.github.headlight.analysis.profile;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Makes heads that do one thing, over tokens in which that thing can be seen. */
final class PlantedHead {
    private static final int SEPARATED = 9;
    private static final int FIRST = 0;
    private static final int FULL_STOP = 1;

    private final AttentionDirection direction;
    private final int size;
    private final TokenSequence tokens;
    private final int[] focus;
    private final Random random;

    PlantedHead(int size, long seed) {
        this(AttentionDirection.CAUSAL, size, seed);
    }

    PlantedHead(AttentionDirection direction, int size, long seed) {
        this.direction = direction;
        this.size = size;
        this.random = new Random(seed);
        List<TokenPiece> pieces = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int id = i == 0 ? FIRST : i % SEPARATED == 0 ? FULL_STOP : word(i);
            String text = id == FIRST ? "<s>" : id == FULL_STOP ? "." : "w" + id;
            TokenRole role = i == 0 ? TokenRole.TEMPLATE : TokenRole.PROMPT;
            pieces.add(new TokenPiece(id, text.getBytes(StandardCharsets.UTF_8), role));
        }
        tokens = TokenSequence.of(pieces);
        focus = new int[] {2, 4 + size / 16, 5 + size / 8};
        for (int i = 0; i < focus.length; i++) {
            focus[i] += focus[i] % SEPARATED == 0 ? 1 : 0;
        }
    }

    /** Some words are there often, in no order. */
    private int word(int index) {
        return 2 + random.nextInt(Math.max(8, size / 6)) * (index % 3 == 0 ? 3 : 1);
    }

    TokenSequence tokens() {
        return tokens;
    }

    /**
     * A head, {@code [query, key]}.
     *
     * @param noise part of what is beside the first token that goes anywhere
     * @param sink part that goes to the first token
     */
    float[] head(Collection<Pattern> patterns, double noise, double sink) {
        float[] head = new float[size * size];
        head[0] = 1;
        for (int query = direction.firstRow(); query < size; query++) {
            double[] row = new double[keys(query)];
            add(row, noise(query, 2), noise);
            for (Pattern pattern : patterns) {
                add(row, spread(keys(pattern, query), query), (1 - noise) / patterns.size());
            }
            for (int key = 0; key < keys(query); key++) {
                head[query * size + key] = (float) ((1 - sink) * row[key]);
            }
            head[query * size] += (float) sink;
        }
        return head;
    }

    /** Random logits, softmax. */
    float[] random(double scale) {
        float[] head = new float[size * size];
        for (int query = 0; query < size; query++) {
            double[] logits = new double[keys(query)];
            double sum = 0;
            for (int key = 0; key < keys(query); key++) {
                logits[key] = Math.exp(scale * random.nextGaussian());
                sum += logits[key];
            }
            for (int key = 0; key < keys(query); key++) {
                head[query * size + key] = (float) (logits[key] / sum);
            }
        }
        return head;
    }

    /** The same head with the keys of each row shuffled, the first left in its place. */
    float[] shuffled(float[] head) {
        float[] shuffled = head.clone();
        for (int query = 0; query < size; query++) {
            for (int key = keys(query) - 1; key > 1; key--) {
                int other = 1 + random.nextInt(key);
                int a = query * size + key;
                int b = query * size + other;
                float value = shuffled[a];
                shuffled[a] = shuffled[b];
                shuffled[b] = value;
            }
        }
        return shuffled;
    }

    private double[] noise(int query, double scale) {
        double[] row = new double[keys(query)];
        double sum = 0;
        for (int key = 1; key < keys(query); key++) {
            row[key] = Math.exp(scale * random.nextGaussian());
            sum += row[key];
        }
        for (int key = 1; key < keys(query); key++) {
            row[key] /= sum;
        }
        return row;
    }

    private static void add(double[] row, double[] other, double part) {
        for (int key = 0; key < row.length; key++) {
            row[key] += part * other[key];
        }
    }

    private Collection<Integer> keys(Pattern pattern, int query) {
        TreeSet<Integer> keys = new TreeSet<>();
        for (int key = 1; key < keys(query); key++) {
            if (isIn(pattern, query, key)) {
                keys.add(key);
            }
        }
        return keys;
    }

    private boolean isIn(Pattern pattern, int query, int key) {
        return switch (pattern) {
            case LOCAL_WINDOW -> key >= query - 8 && key <= query + 8;
            case PREVIOUS_TOKEN -> key == query - 1;
            case POSITION_BIAS -> key > query - (query + 10) / 10;
            case GLOBAL_FOCUS -> key == focus[0] || key == focus[1] || key == focus[2];
            case REPEATED_REFERENCE -> key == focus[0];
            case SEPARATOR -> key % SEPARATED == 0;
            case DUPLICATE_TOKEN -> key != query && id(key) == id(query);
            case INDUCTION -> key < query && key >= 1 && id(key - 1) == id(query);
            case SINK, MIXED -> false;
        };
    }

    private int keys(int query) {
        return direction.keys(query, size);
    }

    private int id(int index) {
        return tokens.get(index).id();
    }

    /** Even weights; where there is no key, even over all. */
    private double[] spread(Collection<Integer> keys, int query) {
        double[] row = new double[keys(query)];
        for (int key = 1; key < keys(query); key++) {
            if (keys.isEmpty() || keys.contains(key)) {
                row[key] = 1.0 / (keys.isEmpty() ? row.length - 1 : keys.size());
            }
        }
        return row;
    }

    /** A capture of one layer of a causal model. */
    static Attention attention(TokenSequence tokens, List<float[]> heads) {
        return attention(AttentionDirection.CAUSAL, tokens, heads);
    }

    /** A capture of one layer. */
    static Attention attention(
            AttentionDirection direction, TokenSequence tokens, List<float[]> heads) {
        int size = tokens.size();
        List<AttentionMatrix> matrices =
                heads.stream()
                        .map(head -> AttentionMatrix.of(FloatBuffer.wrap(head), size, size))
                        .toList();
        return new Attention(
                ModelSpec.unknown(1, heads.size()).withDirection(direction),
                CapturePlan.FULL,
                tokens,
                size,
                AttentionTensor.of(1, heads.size(), matrices),
                null);
    }
}
