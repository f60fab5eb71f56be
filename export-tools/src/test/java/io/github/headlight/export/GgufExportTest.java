package io.github.headlight.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.error.HeadlightException;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.OutputException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.RunnableModel.Pass;
import io.github.headlight.export.architecture.Architecture;
import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.architecture.Rope;
import io.github.headlight.export.checkpoint.Checkpoint;
import io.github.headlight.export.gguf.GgufModel;
import io.github.headlight.export.weights.WeightType;
import io.github.headlight.model.ModelFile;
import io.github.headlight.model.WeightPrecision;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.ModelMetadata;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;
import io.github.headlight.tensor.Half;
import io.github.headlight.testing.Parity;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Models in GGUF with quantised weights, in floats and in 4 bits. */
class GgufExportTest {
    private static final ModelConfig CONFIG =
            new ModelConfig(
                    Architecture.LLAMA,
                    2,
                    256,
                    512,
                    4,
                    2,
                    64,
                    320,
                    512,
                    1e-6,
                    new Rope.Default(10_000),
                    false,
                    new ModelConfig.Biases(true, false, false));

    /** Where blocks have their 16-bit scales. */
    private static final Map<WeightType, List<Integer>> SCALES =
            Map.of(
                    WeightType.Q4_0, List.of(0),
                    WeightType.Q4_1, List.of(0, 2),
                    WeightType.Q8_0, List.of(0),
                    WeightType.Q4_K, List.of(0, 2),
                    WeightType.Q6_K, List.of(208));

    private static final long[] IDS = new Random(3).longs(40, 0, 320).toArray();

    @TempDir Path folder;

    /** The 4-bit model computes what the model in floats does where nothing is rounded. */
    @ParameterizedTest
    @EnumSource(names = {"Q4_0", "Q4_1", "Q8_0", "Q4_K"})
    void fourBitsWithoutLoss(WeightType type) throws Exception {
        Path gguf = random(type);
        Pass floats = run(gguf, Precision.F32);
        Pass packed = run(gguf, Precision.INT4);
        Parity.of(type + " attentions", 2e-5)
                .check(floats.attentions(), packed.attentions(), 2, 4, IDS.length, IDS.length);
        Parity.of(type + " logits", 5e-4)
                .check(floats.logits(), packed.logits(), IDS.length, CONFIG.vocabularySize());
    }

    @Test
    void roundsOtherTypes() throws Exception {
        Path gguf = random(WeightType.Q6_K);
        float[] floats = run(gguf, Precision.F32).attentions();
        float[] packed = run(gguf, Precision.INT4).attentions();
        double sum = 0;
        for (int i = 0; i < floats.length; i++) {
            sum += Math.abs(floats[i] - packed[i]);
        }
        assertThat(sum / floats.length).isGreaterThan(1e-7).isLessThan(2e-2);
        assertThat(Files.size(folder.resolve("INT4.onnx.data")))
                .isLessThan(Files.size(folder.resolve("F32.onnx.data")) / 4);
    }

    @Test
    void opensInTheSessionAndSaysItsPrecision() throws Exception {
        Path model = export(random(WeightType.Q4_1), Precision.INT4);
        assertThat(ModelMetadata.read(ModelFile.read(model)).precision())
                .isEqualTo(WeightPrecision.INT4);
        try (AttentionModel opened = AttentionModel.open(model, SessionConfig.cpu())) {
            assertThat(opened.capture(Prompt.ids(1, 2, 3)).rows()).isEqualTo(3);
        }
        Path floats = export(random(WeightType.Q4_1), Precision.F32);
        assertThat(ModelMetadata.read(ModelFile.read(floats)).precision())
                .isEqualTo(WeightPrecision.F32);
    }

    @Test
    void packsCheckpointsInSafetensors() throws Exception {
        ExportRequest request =
                ExportRequest.of(Goldens.folder("qwen2-f32"), folder.resolve("m.onnx"))
                        .withPrecision(Precision.INT4);
        try (RunnableModel model = RunnableModel.open(ModelExporter.export(request).path())) {
            long[] ids = Goldens.expected("qwen2-f32").longs("single.input_ids");
            float[] expected = Goldens.expected("qwen2-f32").floats("single.attentions");
            float[] found = model.run(ids).attentions();
            double sum = 0;
            for (int i = 0; i < found.length; i++) {
                sum += Math.abs(found[i] - expected[i]);
            }
            assertThat(sum / found.length).isLessThan(0.02);
        }
    }

    /** Nothing lossy or permuted needs a copy. */
    @Test
    void leavesFloatsInPlace() throws Exception {
        Path gguf = GgufCopy.write(Goldens.folder("qwen2-f32"), folder.resolve("q.gguf"));
        ExportResult result =
                ModelExporter.export(ExportRequest.of(gguf, folder.resolve("m.onnx")));
        assertThat(folder.resolve("m.onnx.data")).doesNotExist();
        assertThat(result.bytesWritten()).isLessThan(Files.size(gguf));
    }

    @Test
    void aFolderWithOneModelIsEnough() throws Exception {
        Path gguf = random(WeightType.Q4_0);
        assertThat(Checkpoint.open(folder).config().layers()).isEqualTo(2);
        Files.copy(gguf, folder.resolve("other.gguf"));
        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("more than one model");
    }

    /** The header of Qwen2.5-7B-Instruct in Q4_K_M, with most of its tensors missing. */
    @Test
    void aLargeModelCutShortIsRefusedWithTensorAndByte() throws Exception {
        Path gguf = LargeHeader.write(folder.resolve("large.gguf"), 3_000_000);
        assertThat(GgufModel.open(gguf).tensors()).hasSize(339);
        assertThat(GgufModel.open(gguf).metadata().entries()).hasSize(27);
        Checkpoint checkpoint = Checkpoint.open(gguf);
        assertThat(checkpoint.config().layers()).isEqualTo(28);
        assertThat(checkpoint.config().heads()).isEqualTo(28);
        assertThat(checkpoint.config().kvHeads()).isEqualTo(4);
        assertThat(checkpoint.config().headSize()).isEqualTo(128);
        for (Precision precision : List.of(Precision.F32, Precision.INT4)) {
            assertThatThrownBy(() -> export(gguf, precision))
                    .isInstanceOf(InvalidFileException.class)
                    .hasMessageContaining("large.gguf: tensor token_embd.weight ends at byte")
                    .hasMessageContaining("but the file ends at byte 3000000");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(gguf);
        }
    }

    @Test
    void readsWhatScalesTheRotation() throws Exception {
        Path linear =
                addAll(describe(new GgufBuilder()), WeightType.Q4_0)
                        .text("llama.rope.scaling.type", "linear")
                        .real("llama.rope.scaling.factor", 4)
                        .write(folder.resolve("m.gguf"));
        assertThat(Checkpoint.open(linear).config().rope()).isEqualTo(new Rope.Linear(10_000, 4));
        Path yarn =
                addAll(describe(new GgufBuilder()), WeightType.Q4_0)
                        .text("llama.rope.scaling.type", "yarn")
                        .real("llama.rope.scaling.factor", 4)
                        .whole("llama.rope.scaling.original_context_length", 512)
                        .write(folder.resolve("m.gguf"));
        assertThat(Checkpoint.open(yarn).config().contextLength()).isEqualTo(2048);
    }

    @Test
    @Timeout(120)
    void damagedHeadersGiveTypedErrorsOnly() throws Exception {
        byte[] whole =
                addAll(describe(new GgufBuilder()), WeightType.Q4_0)
                        .text("tokenizer.ggml.model", "gpt2")
                        .texts("tokenizer.ggml.tokens", List.of("a", "b", "ab"))
                        .wholes("tokenizer.ggml.token_type", List.of(1, 1, 3))
                        .texts("tokenizer.ggml.merges", List.of("a b"))
                        .whole("tokenizer.ggml.eos_token_id", 2)
                        .bytes();
        Path gguf = Files.write(folder.resolve("m.gguf"), whole);
        int header = (int) GgufModel.open(gguf).tensors().get(0).offset();
        Random random = new Random(11);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                damaged[8 + random.nextInt(header - 8)] = (byte) random.nextInt();
            }
            Files.write(gguf, damaged);
            Path target = folder.resolve("out" + round).resolve("m.onnx");
            try {
                ModelExporter.export(ExportRequest.of(gguf, target).withPrecision(Precision.INT4));
            } catch (HeadlightException e) {
                assertThat(e.getMessage()).contains("m.gguf").doesNotContain("\n");
                assertThat(target.getParent()).doesNotExist();
                refused++;
            }
        }
        assertThat(refused).isBetween(100, 299);
    }

    @Test
    void refusesWhatItDoesNotUnderstandByName() throws Exception {
        assertRefused(b -> b.text("general.architecture", "mamba"), "architecture mamba");
        assertRefused(
                b -> describe(b).whole("llama.expert_count", 8),
                "llama.expert_count 8 is not understood");
        assertRefused(
                b -> describe(b).text("llama.rope.scaling.type", "longrope"),
                "llama.rope.scaling.type longrope");
        assertRefused(
                b ->
                        addAll(describe(b), WeightType.Q4_0)
                                .tensor("blk.0.attn_q_norm.weight", 0, List.of(64L), new byte[256]),
                "tensor blk.0.attn_q_norm.weight is not part of a llama model");
        assertRefused(
                b -> addAll(describe(b), WeightType.IQ4_XS),
                "is stored as IQ4_XS, which is not read");
        assertRefused(
                b ->
                        addAll(describe(b), WeightType.Q4_0)
                                .text("tokenizer.ggml.model", "llama")
                                .texts("tokenizer.ggml.tokens", List.of("a")),
                "tokenizer.ggml.model llama is not one of [gpt2]");
        assertRefused(
                b ->
                        addAll(describe(b), WeightType.Q4_0)
                                .text("tokenizer.ggml.model", "gpt2")
                                .text("tokenizer.ggml.pre", "falcon")
                                .texts("tokenizer.ggml.tokens", List.of("a")),
                "tokenizer.ggml.pre falcon is not one of [default, gpt-2, smollm,");
    }

    @Test
    void doesNotOverwriteTheModelOrAnotherTokenizer() throws Exception {
        Path gguf =
                addAll(describe(new GgufBuilder()), WeightType.Q4_0)
                        .text("tokenizer.ggml.model", "gpt2")
                        .texts("tokenizer.ggml.tokens", List.of("a", "b", "ab"))
                        .texts("tokenizer.ggml.merges", List.of("a b"))
                        .write(folder.resolve("m.gguf"));
        assertThatThrownBy(() -> ModelExporter.export(ExportRequest.of(gguf, gguf)))
                .isInstanceOf(OutputException.class);
        export(gguf, Precision.INT4);
        export(gguf, Precision.INT4);
        Files.writeString(folder.resolve("tokenizer.json"), "{}");
        assertThatThrownBy(() -> export(gguf, Precision.INT4))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("tokenizer.json: is there already and differs");
    }

    /** Adds to a file. */
    private interface Change {
        GgufBuilder to(GgufBuilder builder);
    }

    private void assertRefused(Change change, String message) throws IOException {
        Path gguf = change.to(new GgufBuilder()).write(folder.resolve("refused.gguf"));
        assertThatThrownBy(() -> export(gguf, Precision.INT4))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("refused.gguf")
                .hasMessageContaining(message);
    }

    private Pass run(Path gguf, Precision precision) throws Exception {
        try (RunnableModel model = RunnableModel.open(export(gguf, precision))) {
            return model.run(IDS);
        }
    }

    private Path export(Path gguf, Precision precision) {
        Path model = folder.resolve(precision + ".onnx");
        return ModelExporter.export(ExportRequest.of(gguf, model).withPrecision(precision)).path();
    }

    /** A model of random blocks of one type. */
    private Path random(WeightType type) throws IOException {
        return addAll(describe(new GgufBuilder()), type).write(folder.resolve("m.gguf"));
    }

    private static GgufBuilder describe(GgufBuilder builder) {
        GgufCopy.describe(builder, CONFIG);
        return builder;
    }

    private static GgufBuilder addAll(GgufBuilder builder, WeightType type) {
        Random random = new Random(5);
        int hidden = CONFIG.hiddenSize();
        int inner = CONFIG.intermediateSize();
        int keys = CONFIG.kvHeads() * CONFIG.headSize();
        add(builder, random, type, "token_embd.weight", CONFIG.vocabularySize(), hidden);
        add(builder, random, type, "output.weight", CONFIG.vocabularySize(), hidden);
        add(builder, random, WeightType.F32, "output_norm.weight", hidden);
        for (int layer = 0; layer < CONFIG.layers(); layer++) {
            String prefix = "blk." + layer + ".";
            add(builder, random, WeightType.F32, prefix + "attn_norm.weight", hidden);
            add(builder, random, WeightType.F32, prefix + "ffn_norm.weight", hidden);
            add(builder, random, type, prefix + "attn_q.weight", hidden, hidden);
            add(builder, random, type, prefix + "attn_k.weight", keys, hidden);
            add(builder, random, type, prefix + "attn_v.weight", keys, hidden);
            add(builder, random, WeightType.F32, prefix + "attn_q.bias", hidden);
            add(builder, random, WeightType.F32, prefix + "attn_k.bias", keys);
            add(builder, random, WeightType.F32, prefix + "attn_v.bias", keys);
            add(builder, random, type, prefix + "attn_output.weight", hidden, hidden);
            add(builder, random, type, prefix + "ffn_gate.weight", inner, hidden);
            add(builder, random, type, prefix + "ffn_up.weight", inner, hidden);
            add(builder, random, type, prefix + "ffn_down.weight", hidden, inner);
        }
        return builder;
    }

    private static void add(
            GgufBuilder builder, Random random, WeightType type, String name, long... shape) {
        long numbers = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        byte[] bytes = new byte[(int) type.bytes(numbers)];
        List<Long> axes = Arrays.stream(shape).boxed().toList();
        if (type == WeightType.F32) {
            ByteBuffer floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            while (floats.hasRemaining()) {
                floats.putFloat((float) (1 + 0.1 * random.nextGaussian()));
            }
        } else {
            random.nextBytes(bytes);
            for (int at : SCALES.getOrDefault(type, List.of())) {
                for (int block = at; block < bytes.length; block += type.blockBytes()) {
                    putScale(bytes, block, type, at);
                }
            }
        }
        builder.tensor(name, numberOf(type), axes, bytes);
    }

    /** Small enough for weights of about 0.05, and minima that put their middle near 0. */
    private static void putScale(byte[] bytes, int at, WeightType type, int which) {
        int exponent = type == WeightType.Q4_0 || type == WeightType.Q4_1 ? 7 : 4;
        int half = exponent << 10 | (bytes[at] & 0xff) << 2;
        if (type == WeightType.Q4_1 && which == 2) {
            half = 0x8000 | 10 << 10 | (bytes[at] & 0xff) << 2;
        }
        if (type == WeightType.Q6_K) {
            half = 1 << 10;
        }
        assertThat(Math.abs(Half.toFloat((short) half))).isLessThan(0.1f);
        bytes[at] = (byte) half;
        bytes[at + 1] = (byte) (half >> 8);
    }

    private static int numberOf(WeightType type) {
        for (int number = 0; number < 64; number++) {
            if (WeightType.of(number).filter(type::equals).isPresent()) {
                return number;
            }
        }
        throw new IllegalArgumentException(type + " has no number");
    }
}
