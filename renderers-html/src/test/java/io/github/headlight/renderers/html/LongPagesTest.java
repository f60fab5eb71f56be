package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.Captured;
import io.github.headlight.capture.HeadStatistics;
import io.github.headlight.capture.Measure;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.tensor.TopKAttention;
import io.github.headlight.token.TokenSequence;
import io.github.headlight.view.Report;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Captures of long texts open, and each tab of them does its work in time that is bearable. */
@ExtendWith(BrowserExtension.class)
class LongPagesTest {
    private static final int LAYERS = 2;
    private static final int HEADS = 2;
    private static final int K = 16;
    private static final int BLOCK = 64;

    /** Ten times what it takes; a script that freezes a page takes much longer. */
    private static final double MOST_SECONDS = 10;

    private static final String LONGEST_TASK =
            "new Promise(done => { new PerformanceObserver(list => done(Math.max(...list.getEntries()"
                    + ".map(task => task.duration)))).observe({type: 'longtask', buffered: true});"
                    + " setTimeout(() => done(0), 300); })";

    @TempDir private static Path folder;

    private final Browser browser;

    LongPagesTest(Browser browser) {
        this.browser = browser;
    }

    @ParameterizedTest
    @CsvSource({"topk:16, 10000", "topk:16, 32768", "pooled:64, 32768", "stats, 32768"})
    void opensWithoutFreezing(String plan, int tokens) {
        Path page = folder.resolve(plan.replace(':', '-') + tokens + ".html");
        PageFile.write(page, Report.of(capture(plan, tokens)));
        browser.open(page, "#l=1&h=1&q=" + (plan.startsWith("pooled") ? 100 : 9000));
        for (String tab : browser.tabs()) {
            browser.go("{v: '" + tab + "'}");
            assertThat(browser.evaluate("!document.getElementById('panel-" + tab + "').hidden"))
                    .as(tab)
                    .isEqualTo(true);
        }
        browser.go("{v: 'matrix', q: 77}");
        browser.go("{sink: 'masked'}");
        browser.go("{sink: 'shown'}");
        if (plan.startsWith("topk")) {
            assertThat((List<?>) browser.evaluate("headlight.shape"))
                    .extracting(Object::toString)
                    .containsExactly("" + tokens, "" + tokens);
            assertThat(browser.real("headlight.value(9000, 0)")).isCloseTo(0.5, within(0.0026));
            assertThat(browser.real("headlight.value(9000, 8999)")).isCloseTo(0.25, within(0.0026));
        }
        assertThat(browser.real(LONGEST_TASK) / 1000).isLessThan(MOST_SECONDS);
    }

    private static Attention capture(String plan, int tokens) {
        CapturePlan parts = CapturePlan.parse(plan);
        Captured captured = Captured.NOTHING;
        if (parts.has(CapturePart.TopK.class)) {
            captured = captured.with(topKeys(tokens));
        } else if (parts.has(CapturePart.Pooled.class)) {
            captured = captured.with(blocks(tokens));
        } else {
            float[] values = new float[LAYERS * HEADS * Measure.values().length];
            Arrays.fill(values, 0.25f);
            int[] rows = new int[Measure.values().length];
            Arrays.fill(rows, tokens);
            captured = captured.with(new HeadStatistics(LAYERS, HEADS, rows, values));
        }
        return new Attention(
                new ModelSpec("qwen2", LAYERS, HEADS, HEADS, 8, 100, tokens, List.of(), ""),
                parts,
                TokenSequence.of(Captures.pieces(Captures.words(tokens), tokens)),
                tokens,
                captured,
                null);
    }

    /** Half to the first token, a quarter to the one before, the rest to others further back. */
    private static TopKAttention topKeys(int tokens) {
        float[] values = new float[HEADS * tokens * K];
        int[] keys = new int[values.length];
        Arrays.fill(keys, TopKAttention.NO_KEY);
        for (int row = 0; row < HEADS * tokens; row++) {
            int query = row % tokens;
            double left = 1;
            for (int rank = 0; rank < Math.min(K, query + 1); rank++) {
                int key = rank == 0 ? 0 : rank == 1 ? query - 1 : query * (rank - 1) / K;
                boolean again = false;
                for (int i = 0; i < rank; i++) {
                    again |= keys[row * K + i] == key;
                }
                if (!again) {
                    left /= 2;
                    values[row * K + rank] = (float) left;
                    keys[row * K + rank] = key;
                }
            }
        }
        return new TopKAttention(
                HEADS,
                tokens,
                K,
                Collections.nCopies(LAYERS, FloatBuffer.wrap(values)),
                Collections.nCopies(LAYERS, IntBuffer.wrap(keys)));
    }

    private static PooledAttention blocks(int tokens) {
        int blocks = PooledAttention.blocks(tokens, BLOCK);
        float[] sums = new float[HEADS * blocks * blocks];
        float[] maxima = new float[sums.length];
        for (int row = 0; row < HEADS * blocks; row++) {
            int query = row % blocks;
            for (int key = 0; key <= query; key++) {
                sums[row * blocks + key] = (float) BLOCK / (query + 1);
                maxima[row * blocks + key] = 1f / (query + 1);
            }
        }
        return new PooledAttention(
                HEADS,
                BLOCK,
                blocks,
                Collections.nCopies(LAYERS, FloatBuffer.wrap(sums)),
                Collections.nCopies(LAYERS, FloatBuffer.wrap(maxima)));
    }
}
