package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.headlight.analysis.flow.Rollout;
import io.github.headlight.capture.Attention;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.Words;
import io.github.headlight.view.Lens;
import io.github.headlight.view.Report;
import io.github.headlight.view.Sink;
import io.github.headlight.view.TokenMatrix;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Reads numbers back from pages, and compares them with the tensor and with Java's lens. */
@ExtendWith(BrowserExtension.class)
class PageValuesTest {
    /** What a page says of its numbers: from .01 on half of .005, below less. */
    private static final double ERROR = 0.0025 + 1e-6;

    @TempDir private static Path folder;
    private static List<Attention> captures;
    private static PageFile file;
    private static Path page;

    private final Browser browser;

    PageValuesTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeAll
    static void write() throws IOException {
        // The first word of the last has several tokens, which all are the sink of words.
        captures =
                List.of(
                        Captures.golden("lamp_en"),
                        Captures.golden("apple_zh"),
                        Captures.made(
                                2, 3, 3, Captures.split("Har|bour|master| was| qui|et|.| So|"), 0));
        page = PageFile.write(folder.resolve("page.html"), new Report("Values", captures));
        file = PageFile.read(page);
    }

    /** A matrix of the page, and where it is. */
    private record Subject(int capture, int slot, String place, AttentionMatrix matrix) {}

    private static List<Subject> subjects() {
        Random random = new Random(11);
        List<Subject> subjects = new ArrayList<>();
        for (int c = 0; c < captures.size(); c++) {
            Attention attention = captures.get(c);
            int layers = attention.tensor().layers();
            int heads = attention.tensor().heads();
            int layer = random.nextInt(layers);
            int head = random.nextInt(heads);
            int columns = heads + 1;
            String start = "#c=" + c;
            subjects.add(
                    new Subject(
                            c,
                            layer * columns + head,
                            start + "&l=" + layer + "&h=" + head,
                            attention.tensor().head(layer, head)));
            subjects.add(
                    new Subject(
                            c,
                            layer * columns + heads,
                            start + "&l=" + layer + "&h=mean",
                            attention.tensor().layer(layer).meanOverHeads()));
            subjects.add(
                    new Subject(c, layers * columns, start + "&l=mean", attention.tensor().mean()));
            subjects.add(
                    new Subject(
                            c,
                            layers * columns + 1,
                            start + "&l=rollout",
                            Rollout.of(attention).matrix()));
        }
        return subjects;
    }

    @Test
    void everyCellThroughEveryLensIsThatOfJava() throws Exception {
        browser.open(page, "");
        for (Subject subject : subjects()) {
            for (Sink sink : Sink.values()) {
                for (boolean words : new boolean[] {false, true}) {
                    String hash =
                            subject.place()
                                    + "&sink="
                                    + sink.name().toLowerCase(Locale.ROOT)
                                    + "&units="
                                    + (words ? "words" : "tokens");
                    browser.follow(hash);
                    compare(hash, subject, Lens.PLAIN.with(sink).withWords(words));
                }
            }
        }
    }

    private void compare(String where, Subject subject, Lens lens) throws Exception {
        List<Token> tokens = captures.get(subject.capture()).tokens().tokens();
        List<Token> rows = tokens.subList(0, subject.matrix().queries());
        TokenMatrix expected = TokenMatrix.of(subject.matrix(), rows, rows).through(lens);
        double[][] bounds = bounds(subject, lens, rows, expected);
        double[][] shown = browser.matrix();
        assertThat(shown).as(where).hasNumberOfRows(expected.queries().size());
        for (int q = 0; q < shown.length; q++) {
            assertThat(shown[q]).as(where).hasSize(expected.keys().size());
            for (int k = 0; k < shown[q].length; k++) {
                assertThat(shown[q][k])
                        .as("%s, row %d, column %d", where, q, k)
                        .isCloseTo(expected.matrix().probability(q, k), within(bounds[q][k]));
            }
        }
    }

    /**
     * How far a cell may be off: by the rounding of what is summed up in it and, renormalised, by
     * that of the divisor.
     */
    private static double[][] bounds(
            Subject subject, Lens lens, List<Token> rows, TokenMatrix expected) throws Exception {
        PageFile.Decoded stored = file.matrix(subject.capture(), subject.slot());
        int sinkKeys =
                expected.keys().size() == 1 || !lens.words() ? 1 : expected.keys().get(1).index();
        int[] unit = new int[rows.size()];
        for (int i = 1; i < unit.length; i++) {
            boolean merged = lens.words() && Words.continues(rows.get(i - 1), rows.get(i));
            unit[i] = unit[i - 1] + (merged ? 0 : 1);
        }
        double[][] bounds = new double[expected.queries().size()][expected.keys().size()];
        int[] parts = new int[bounds.length];
        for (int q = 0; q < rows.size(); q++) {
            double left = 0;
            double storedLeft = stored.rest(q);
            for (int k = sinkKeys; k <= q; k++) {
                left += subject.matrix().probability(q, k);
                storedLeft += stored.value(q, k);
            }
            assertThat(storedLeft).isCloseTo(left, within(0.03));
            parts[unit[q]]++;
            for (int k = 0; k <= q; k++) {
                double error = ERROR;
                if (lens.sink() == Sink.RENORMALISED) {
                    double share = left > 0 ? subject.matrix().probability(q, k) / left : 0;
                    error =
                            storedLeft > 0
                                    ? (ERROR + share * Math.abs(left - storedLeft)) / storedLeft
                                    : share;
                }
                bounds[unit[q]][unit[k]] += error;
            }
        }
        for (int q = 0; q < bounds.length; q++) {
            for (int k = 0; k < bounds[q].length; k++) {
                bounds[q][k] = bounds[q][k] / parts[q] + 1e-6;
            }
        }
        return bounds;
    }

    @Test
    void theTextIsShadedByTheMatrix() {
        Attention attention = captures.get(0);
        int size = attention.rows();
        browser.open(page, "#l=2&h=1");
        double[][] matrix = browser.matrix();
        for (int token : new int[] {0, 7, 24, size - 1}) {
            browser.go("{q: " + token + ", d: 'from'}");
            List<?> from = (List<?>) browser.evaluate("headlight.weights");
            browser.go("{d: 'to'}");
            List<?> to = (List<?>) browser.evaluate("headlight.weights");
            assertThat(from).hasSize(size);
            for (int i = 0; i < size; i++) {
                assertThat(((Number) from.get(i)).doubleValue()).isEqualTo(matrix[token][i]);
                assertThat(((Number) to.get(i)).doubleValue()).isEqualTo(matrix[i][token]);
            }
        }
    }

    @Test
    void aSplitCharacterTakesPartInTheTextAsOne() {
        byte[] park = "公".getBytes(StandardCharsets.UTF_8);
        List<TokenPiece> pieces = new ArrayList<>(Captures.pieces(List.of("a", "b"), 9));
        pieces.add(new TokenPiece(7, Arrays.copyOf(park, 1), TokenRole.USER));
        pieces.add(new TokenPiece(8, Arrays.copyOfRange(park, 1, 3), TokenRole.USER));
        pieces.addAll(Captures.pieces(List.of("c", "d"), 9));
        Attention attention = Captures.ofPieces(1, 2, 2, pieces, 6);
        browser.open(
                PageFile.write(folder.resolve("split.html"), Report.of(attention)),
                "#l=0&h=1&q=5&d=from");
        double[][] matrix = browser.matrix();
        assertThat(browser.real("headlight.weights.length")).isEqualTo(5);
        assertThat(browser.real("headlight.weights[2]"))
                .as("a sum over its keys")
                .isCloseTo(matrix[5][2] + matrix[5][3], within(1e-6));
        browser.go("{q: 2}");
        assertThat(browser.real("headlight.weights[0]"))
                .as("a mean over its queries")
                .isCloseTo((matrix[2][0] + matrix[3][0]) / 2, within(1e-6));
    }
}
