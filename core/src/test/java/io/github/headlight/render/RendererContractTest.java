package io.github.headlight.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.Measure;
import io.github.headlight.error.OutputException;
import io.github.headlight.error.RendererNotFoundException;
import io.github.headlight.language.Language;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.Difference;
import io.github.headlight.view.HeadGrid;
import io.github.headlight.view.HeadLinks;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Lens;
import io.github.headlight.view.Profile;
import io.github.headlight.view.Report;
import io.github.headlight.view.Subject;
import io.github.headlight.view.TokenShades;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What every {@link Renderer} keeps to. Extend it and return yours; it is in the artifact
 * headlight-core with the classifier {@code tests}.
 */
public abstract class RendererContractTest {
    /** {@return the renderer under test, made as a program would make it} */
    protected abstract Renderer renderer();

    /**
     * {@return views this renderer must be able to draw; by default all kinds that it says it
     * supports}
     */
    protected Stream<AttentionView> views() {
        Attention attention =
                sample(
                        2,
                        4,
                        List.of("Hello", " world", "\n", "苹", "果", "</script>", "&<>\"'", "🍎"));
        return Stream.<AttentionView>of(
                        Heatmap.ofHead(attention, 1, 3),
                        Heatmap.ofLayer(attention, 0),
                        HeadGrid.of(attention, Lens.PLAIN, Language.EN),
                        HeadLinks.of(
                                attention,
                                List.of(Subject.head(0, 1), Subject.layer(1)),
                                Lens.PLAIN,
                                Language.EN),
                        TokenShades.of(
                                attention,
                                Subject.all(),
                                Lens.PLAIN,
                                7,
                                TokenShades.Direction.READS,
                                Language.EN),
                        Profile.of(
                                HeadProfiles.of(attention).statistics(),
                                Measure.ENTROPY,
                                attention.model().kvHeads(),
                                Language.EN),
                        Difference.of(
                                "Layer 1",
                                Subject.head(1, 0).of(attention),
                                Subject.head(1, 1).of(attention),
                                "head 0",
                                "head 1"),
                        Report.of(attention))
                .filter(renderer()::supports);
    }

    @Test
    void isFoundByServiceLoader() {
        assertThat(Renderers.find(renderer().id())).hasSameClassAs(renderer());
    }

    @Test
    void namesItself() {
        assertThat(renderer().id()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(renderer().mediaType()).matches("[a-z]+/[a-z0-9.+-]+");
        assertThat(renderer().fileExtension()).matches("[a-z0-9]+");
    }

    @Test
    void drawsSomething() {
        assertThat(views()).isNotEmpty().allSatisfy(view -> assertThat(draw(view)).isNotEmpty());
    }

    @Test
    void drawsTheSameBytesAgain() {
        assertThat(views()).allSatisfy(view -> assertThat(draw(view)).isEqualTo(draw(view)));
    }

    @Test
    void refusesWhatItCannotDraw() {
        Attention attention = sample(1, 1, List.of("a", "b"));
        for (AttentionView view : List.of(Heatmap.ofHead(attention, 0, 0), Report.of(attention))) {
            if (!renderer().supports(view)) {
                assertThatThrownBy(() -> draw(view))
                        .isInstanceOf(RendererNotFoundException.class)
                        .hasMessageContaining(view.kind());
            }
        }
    }

    @Test
    void leavesTheStreamOpen() {
        views().findFirst()
                .ifPresent(
                        view -> {
                            OutputStream out =
                                    new ByteArrayOutputStream() {
                                        @Override
                                        public void close() {
                                            throw new AssertionError(
                                                    "the renderer closed the stream");
                                        }
                                    };
                            renderer().render(view, RenderOutput.stream(out));
                        });
    }

    @Test
    void leavesNothingHalfWritten(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("picture");
        views().findFirst()
                .ifPresent(
                        view ->
                                assertThatThrownBy(
                                                () -> renderer().render(view, failAfter(100, file)))
                                        .isInstanceOf(OutputException.class));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    private static RenderOutput failAfter(int bytes, Path file) {
        return content ->
                RenderOutput.file(file)
                        .write(
                                out ->
                                        content.writeTo(
                                                new OutputStream() {
                                                    private int left = bytes;

                                                    @Override
                                                    public void write(int b) throws IOException {
                                                        if (left-- == 0) {
                                                            throw new IOException("no room left");
                                                        }
                                                        out.write(b);
                                                    }
                                                }));
    }

    /**
     * {@return the bytes of a picture}
     *
     * @param view what to draw
     */
    protected final byte[] draw(AttentionView view) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        renderer().render(view, RenderOutput.stream(out));
        return out.toByteArray();
    }

    /**
     * {@return a made-up causal capture with rows that sum to one, the same each time}
     *
     * @param layers number of layers
     * @param heads number of heads, two to a key/value head where even
     * @param texts one token a text
     */
    public static Attention sample(int layers, int heads, List<String> texts) {
        List<TokenPiece> pieces = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            pieces.add(
                    new TokenPiece(
                            i, texts.get(i).getBytes(StandardCharsets.UTF_8), TokenRole.PROMPT));
        }
        int size = texts.size();
        Random random = new Random(7);
        List<AttentionMatrix> matrices = new ArrayList<>();
        for (int i = 0; i < layers * heads; i++) {
            matrices.add(AttentionMatrix.of(FloatBuffer.wrap(causal(size, random)), size, size));
        }
        int kvHeads = heads % 2 == 0 ? heads / 2 : heads;
        ModelSpec model = new ModelSpec("qwen2", layers, heads, kvHeads, 8, 100, 64, List.of(), "");
        return new Attention(
                model,
                CapturePlan.FULL,
                TokenSequence.of(pieces),
                size,
                AttentionTensor.of(layers, heads, matrices),
                null);
    }

    private static float[] causal(int size, Random random) {
        float[] values = new float[size * size];
        for (int q = 0; q < size; q++) {
            double sum = 0;
            double[] weights = new double[q + 1];
            for (int k = 0; k <= q; k++) {
                weights[k] = Math.exp(4 * random.nextGaussian() + (k == 0 ? 3 : 0));
                sum += weights[k];
            }
            for (int k = 0; k <= q; k++) {
                values[q * size + k] = (float) (weights[k] / sum);
            }
        }
        return values;
    }
}
