package io.github.headlight.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.headlight.error.CaptureException;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.generation.FinishReason;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.safetensors.DType;
import io.github.headlight.safetensors.SafetensorsWriter;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.Logits;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.tensor.TopKAttention;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

class AttentionFileTest {
    @TempDir Path folder;

    @Test
    void readsBackWhatItWrote() {
        Attention attention = generated();
        Path file = folder.resolve("a.safetensors");
        AttentionFile.write(attention, file);
        Attention read = AttentionFile.read(file);
        assertThat(read.model()).isEqualTo(attention.model());
        assertThat(read.plan()).isEqualTo(attention.plan());
        assertThat(read.tokens().tokens()).isEqualTo(attention.tokens().tokens());
        assertThat(read.tokens().utf8()).isEqualTo(attention.tokens().utf8());
        assertThat(read.promptLength()).isEqualTo(3);
        assertThat(read.texts()).isEqualTo(attention.texts()).hasSize(2);
        for (int layer = 0; layer < 2; layer++) {
            for (int head = 0; head < 3; head++) {
                for (int q = 0; q < 4; q++) {
                    assertThat(read.tensor().head(layer, head).row(q))
                            .isEqualTo(attention.tensor().head(layer, head).row(q));
                }
            }
        }
        Logits logits = read.logits().orElseThrow();
        assertThat(logits.firstQuery()).isEqualTo(2);
        assertThat(logits.logit(1, 4)).isEqualTo(attention.logits().orElseThrow().logit(1, 4));
    }

    @Test
    void givesTheSameBytesForTheSameCapture() throws IOException {
        AttentionFile.write(generated(), folder.resolve("a"));
        AttentionFile.write(generated(), folder.resolve("b"));
        AttentionFile.write(AttentionFile.read(folder.resolve("a")), folder.resolve("c"));
        assertThat(folder.resolve("b")).hasSameBinaryContentAs(folder.resolve("a"));
        assertThat(folder.resolve("c")).hasSameBinaryContentAs(folder.resolve("a"));
        assertThat(folder.toFile().list()).hasSize(3);
    }

    @Test
    void readsAttentionOfOtherPrograms() {
        Path file = folder.resolve("python.safetensors");
        ByteBuffer values = floats(2 * 1 * 2 * 2, 1);
        new SafetensorsWriter()
                .tensor("attentions", DType.F32, List.of(2L, 1L, 2L, 2L), values)
                .write(file);
        Attention read = AttentionFile.read(file);
        assertThat(read.model().architecture()).isEqualTo("unknown");
        assertThat(read.tokens().get(1).label()).isEqualTo("1");
        assertThat(read.tensor().probability(1, 0, 1, 1)).isEqualTo(values.getFloat(7 * 4));
    }

    @Test
    void readsOneHalfPrecisionTensorALayer() {
        Path file = folder.resolve("python.safetensors");
        ByteBuffer half = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        half.putShort((short) 0x3c00)
                .putShort((short) 0)
                .putShort((short) 0x3800)
                .putShort((short) 0x3800)
                .flip();
        new SafetensorsWriter()
                .tensor("attentions.0", DType.F16, List.of(1L, 2L, 2L), half)
                .tensor("attentions.1", DType.F16, List.of(1L, 1L, 2L, 2L), half)
                .tensor(
                        "input_ids",
                        DType.I64,
                        List.of(1L, 2L),
                        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN))
                .write(file);
        Attention read = AttentionFile.read(file);
        assertThat(read.tensor().layers()).isEqualTo(2);
        assertThat(read.tensor().head(1, 0).row(1)).containsExactly(0.5f, 0.5f);
    }

    @Test
    void refusesFilesWithoutAttention() {
        Path file = folder.resolve("weights.safetensors");
        new SafetensorsWriter().tensor("w", DType.F32, List.of(2L), floats(2, 1)).write(file);
        assertRefused(file, "attentions");
    }

    @Test
    void refusesWrongShapes() {
        Path file = folder.resolve("a.safetensors");
        new SafetensorsWriter()
                .tensor("attentions", DType.F32, List.of(1L, 1L, 2L, 3L), floats(6, 1))
                .write(file);
        assertRefused(file, "[1, 1, 2, 3]");
        new SafetensorsWriter()
                .tensor("attentions", DType.I32, List.of(1L, 1L, 2L, 2L), floats(4, 1))
                .write(file);
        assertRefused(file, "I32");
        new SafetensorsWriter()
                .tensor("attentions", DType.F32, List.of(1L, 0L, 2L, 2L), floats(0, 1))
                .write(file);
        assertRefused(file, "[1, 0, 2, 2]");
    }

    @Test
    void refusesTextsOfNoId() throws IOException {
        Path file = folder.resolve("a.safetensors");
        AttentionFile.write(generated(), file);
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        String changed = bytes.replace("\\\"10\\\":", "\\\"1x\\\":");
        assertThat(changed).isNotEqualTo(bytes);
        Files.writeString(file, changed, StandardCharsets.ISO_8859_1);
        assertRefused(file, "expected an id, found \"1x\"");
    }

    @Test
    void refusesTheProbabilityOfATokenWithoutLogit() {
        // The generated ids are 8 and 9, the logits are of 5.
        assertThatThrownBy(() -> generated().probability(0))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("logits of 5 ids")
                .hasMessageContaining("id 8");
    }

    @Test
    void refusesMissingLayers() {
        Path file = folder.resolve("a.safetensors");
        new SafetensorsWriter()
                .tensor("attentions.0", DType.F32, List.of(1L, 2L, 2L), floats(4, 1))
                .tensor("attentions.2", DType.F32, List.of(1L, 2L, 2L), floats(4, 1))
                .write(file);
        assertRefused(file, "attentions.1");
    }

    @Test
    void survivesDamage() throws IOException {
        Path whole = folder.resolve("whole");
        AttentionFile.write(generated(), whole);
        byte[] bytes = Files.readAllBytes(whole);
        int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        Random random = new Random(11);
        Path file = folder.resolve("damaged");
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = bytes.clone();
            for (int k = 0; k <= random.nextInt(3); k++) {
                damaged[random.nextInt(8 + header)] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            try {
                AttentionFile.read(file).tensor().probability(0, 0, 0, 0);
            } catch (InvalidFileException e) {
                assertThat(e).hasMessageStartingWith(file.toString()).hasMessageNotContaining("\n");
            }
        }
    }

    @Test
    void readsBackEveryReducedPart() {
        Path file = folder.resolve("reduced");
        Attention written = reduced();
        AttentionFile.write(written, file);
        Attention read = AttentionFile.read(file);
        assertThat(read.plan()).isEqualTo(written.plan());
        assertThat(read.head(1, 0).row(2)).isEqualTo(written.head(1, 0).row(2));
        assertThat(read.mean(1).row(3)).isEqualTo(written.mean(1).row(3));
        assertThat(read.finish()).contains(FinishReason.STOP_TEXT);
        for (int query = 0; query < 4; query++) {
            for (int rank = 0; rank < 2; rank++) {
                assertThat(read.topK().key(1, 2, query, rank))
                        .isEqualTo(written.topK().key(1, 2, query, rank));
                assertThat(read.topK().probability(1, 2, query, rank))
                        .isEqualTo(written.topK().probability(1, 2, query, rank));
            }
        }
        assertThat(read.topK().key(0, 0, 0, 1)).isEqualTo(TopKAttention.NO_KEY);
        assertThat(read.pooled().sum(1, 1, 1, 0)).isEqualTo(written.pooled().sum(1, 1, 1, 0));
        assertThat(read.pooled().max(1, 1, 1, 1)).isEqualTo(written.pooled().max(1, 1, 1, 1));
        for (Measure measure : Measure.values()) {
            // As objects, NaN is itself.
            assertThat(Float.valueOf(read.statistics().get(1, 2, measure)))
                    .isEqualTo(Float.valueOf(written.statistics().get(1, 2, measure)));
            assertThat(read.statistics().rows(measure))
                    .isEqualTo(written.statistics().rows(measure));
        }
        // No token is there twice.
        assertThat(read.statistics().get(0, 0, Measure.INDUCTION)).isNaN();
    }

    @Test
    void damagedReducedFilesAreRefusedOrRead() throws IOException {
        Path file = folder.resolve("reduced");
        AttentionFile.write(reduced(), file);
        byte[] whole = Files.readAllBytes(file);
        int header = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt();
        Random random = new Random(11);
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                damaged[random.nextInt(round % 2 == 0 ? 8 + header : damaged.length)] =
                        (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            try {
                Attention read = AttentionFile.read(file);
                read.topK().rest(1, 2, 3);
                read.pooled().max(1, 2, 1, 1);
                read.statistics().get(1, 2, Measure.RECENCY);
            } catch (InvalidFileException e) {
                assertThat(e).hasMessageStartingWith(file.toString()).hasMessageNotContaining("\n");
            } catch (CaptureException | IndexOutOfBoundsException e) {
                // Read as another plan, or with fewer layers or heads: no harm.
                assertThat(e).isNotNull();
            }
        }
    }

    @Test
    void manyRowsOfLogitsAreFewMappings() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        assumeTrue(Files.isReadable(maps), "the system does not tell what is mapped");
        int rows = 30_000;
        List<TokenPiece> pieces = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            pieces.add(new TokenPiece(i % 3, new byte[] {'a'}, TokenRole.PROMPT));
        }
        ModelSpec model = new ModelSpec("qwen2", 1, 1, 1, 2, 3, 0, List.of(), "");
        HeadStatistics statistics =
                new HeadStatistics(
                        1, 1, new int[Measure.values().length], new float[Measure.values().length]);
        FloatBuffer row = FloatBuffer.wrap(new float[] {1, 2, 3});
        Attention attention =
                new Attention(
                        model,
                        CapturePlan.parse("stats"),
                        TokenSequence.of(pieces),
                        rows,
                        Captured.NOTHING.with(statistics),
                        new Logits(0, Collections.nCopies(rows, row)));
        AttentionFile.write(attention, folder.resolve("a"));
        long before = Files.readAllLines(maps).size();
        Attention read = AttentionFile.read(folder.resolve("a"));
        assertThat(Files.readAllLines(maps).size() - before).isLessThan(50);
        assertThat(read.logits().orElseThrow().logit(rows - 1, 2)).isEqualTo(3);
    }

    /** Four rows of two layers with three heads, in every reduced form. */
    private static Attention reduced() {
        Attention full = generated();
        CapturePlan plan = CapturePlan.parse("heads:1.0+mean+topk:2+pooled:3+stats");
        List<AttentionMatrix> means = List.of(full.mean(0), full.mean(1));
        Captured captured =
                Captured.NOTHING
                        .withHeads(List.of(full.head(1, 0)))
                        .withMean(AttentionTensor.of(2, 1, means))
                        .with(TopKAttention.of(full.tensor(), 2))
                        .with(PooledAttention.of(full.tensor(), 3))
                        .with(statistics());
        return new Attention(
                        full.model(),
                        plan,
                        full.tokens(),
                        full.promptLength(),
                        captured,
                        full.logits().orElseThrow())
                .withFinish(FinishReason.STOP_TEXT);
    }

    /**
     * Other numbers for every head and measure, but for one without rows and one that files do not
     * hold.
     */
    private static HeadStatistics statistics() {
        Measure[] measures = Measure.values();
        int[] rows = new int[measures.length];
        float[] values = new float[6 * measures.length];
        Random random = new Random(7);
        for (int i = 0; i < values.length; i++) {
            int measure = i % measures.length;
            boolean held =
                    measures[measure] != Measure.INDUCTION
                            && measures[measure] != Measure.REPEATED_REFERENCE;
            values[i] = held ? random.nextFloat() : Float.NaN;
            rows[measure] = held ? 1 + measure : 0;
        }
        return new HeadStatistics(2, 3, rows, values);
    }

    private static void assertRefused(Path file, String where) {
        assertThatThrownBy(() -> AttentionFile.read(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(where);
    }

    /** Three prompt tokens, one of them half a character, and two generated ones. */
    private static Attention generated() {
        List<TokenPiece> pieces =
                List.of(
                        new TokenPiece(5, "Hi\n".getBytes(StandardCharsets.UTF_8), TokenRole.USER),
                        new TokenPiece(6, HexFormat.of().parseHex("e88b"), TokenRole.USER),
                        new TokenPiece(7, HexFormat.of().parseHex("b9"), TokenRole.USER),
                        new TokenPiece(8, HexFormat.of().parseHex("ff"), TokenRole.GENERATED),
                        new TokenPiece(
                                9, " \"".getBytes(StandardCharsets.UTF_8), TokenRole.GENERATED));
        List<AttentionMatrix> matrices = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            matrices.add(AttentionMatrix.of(floats(16, i).asFloatBuffer(), 4, 4));
        }
        List<FloatBuffer> logits =
                List.of(floats(5, 90).asFloatBuffer(), floats(5, 91).asFloatBuffer());
        return new Attention(
                        new ModelSpec("qwen2", 2, 3, 1, 8, 5, 64, List.of(1, 2), "sha256:00"),
                        CapturePlan.FULL,
                        TokenSequence.of(pieces),
                        3,
                        AttentionTensor.of(2, 3, matrices),
                        new Logits(2, logits))
                .withTexts(Map.of(3, " red", 10, "\uFFFD\"\n"));
    }

    private static ByteBuffer floats(int count, int seed) {
        Random random = new Random(seed);
        ByteBuffer bytes = ByteBuffer.allocate(count * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat(random.nextFloat());
        }
        return bytes.flip();
    }
}
