package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.capture.Attention;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.view.Report;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A page is written as it is made, and always the same. */
class StreamingTest {
    private static final int LAYERS = 28;
    private static final int HEADS = 28;
    private static final int TOKENS = 24;

    /** Counts the matrices that were asked for. */
    private static final class Counted implements CaptureMatrices {
        private final AttentionMatrix matrix =
                Captures.made(1, 1, 1, Captures.words(TOKENS), 0).head(0, 0);

        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Optional<PageMatrix> at(int slot) {
            asked.incrementAndGet();
            return Optional.of(new WholeMatrix(matrix));
        }

        @Override
        public int layers() {
            return LAYERS;
        }

        @Override
        public int heads() {
            return HEADS;
        }
    }

    /** Counts the blocks that were written, and how many matrices were ahead of them at most. */
    private static final class Blocks extends Writer {
        private final Counted matrices;
        private int written;
        private int ahead;

        Blocks(Counted matrices) {
            this.matrices = matrices;
        }

        @Override
        public void write(char[] text, int from, int length) {
            ahead = Math.max(ahead, matrices.asked.get() - written);
            written += new String(text, from, length).equals("</") ? 1 : 0;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void onlyAFewMatricesAreHeldWhileTheyAreWritten() throws IOException {
        Attention words = Captures.made(1, 1, 1, Captures.words(TOKENS), 0);
        Counted matrices = new Counted();
        PageCapture capture =
                new PageCapture(
                        Optional.empty(),
                        words.model(),
                        words.tokens().tokens(),
                        TOKENS,
                        words.tokens().tokens(),
                        words.tokens().tokens(),
                        1,
                        matrices,
                        Optional.empty(),
                        Phrase.same(""));
        PreparedCapture prepared = PreparedCapture.of(capture, 1_000_000);
        matrices.asked.set(0);
        Blocks blocks = new Blocks(matrices);
        prepared.chunks().write(new Html(blocks), 0);
        int slots = LAYERS * (HEADS + 1) + 2;
        assertThat(blocks.written).isEqualTo(slots);
        assertThat(matrices.asked).hasValue(slots);
        assertThat(blocks.ahead).isBetween(1, 32);
    }

    @Test
    void twoWritingsAreTheSameBytes() throws IOException {
        Report report =
                Report.of(
                        Captures.golden("apple_zh"),
                        Captures.golden("apple_zh_no_context"),
                        Captures.made(3, 4, 2, Captures.words(30), 5));
        assertThat(bytes(report)).isEqualTo(bytes(report));
    }

    private static byte[] bytes(Report report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new HtmlRenderer().render(report, RenderOutput.stream(out));
        return out.toByteArray();
    }
}
