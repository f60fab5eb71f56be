package io.github.headlight.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.headlight.capture.Attention;
import io.github.headlight.error.CaptureException;
import io.github.headlight.language.Language;
import io.github.headlight.render.RendererContractTest;
import io.github.headlight.tensor.AttentionMatrix;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

class SubjectTest {
    private static final List<String> TEXTS =
            IntStream.range(0, 11).mapToObj(i -> " word" + i).toList();
    private static final Attention FULL = RendererContractTest.sample(3, 4, TEXTS);
    private static final List<Subject> SUBJECTS =
            List.of(
                    Subject.head(1, 2),
                    Subject.layer(2),
                    new Subject(OptionalInt.empty(), OptionalInt.of(3)),
                    Subject.all());

    @Test
    void averagesOverWhatItDoesNotName() {
        for (Subject subject : SUBJECTS) {
            AttentionMatrix matrix = subject.of(FULL).matrix();
            for (int query = 0; query < 11; query++) {
                for (int key = 0; key < 11; key++) {
                    double sum = 0;
                    int count = 0;
                    for (int layer = 0; layer < 3; layer++) {
                        for (int head = 0; head < 4; head++) {
                            if (subject.layer().orElse(layer) == layer
                                    && subject.head().orElse(head) == head) {
                                sum += FULL.tensor().probability(layer, head, query, key);
                                count++;
                            }
                        }
                    }
                    assertThat((double) matrix.probability(query, key))
                            .isCloseTo(sum / count, offset(1e-6));
                }
            }
        }
    }

    @Test
    void agreesOnWhatReducedCapturesHold() {
        Attention mean = Reduced.to("mean", FULL);
        requireEqual(Subject.layer(1).of(mean).matrix(), Subject.layer(1).of(FULL).matrix());
        requireEqual(Subject.all().of(mean).matrix(), Subject.all().of(FULL).matrix());
        Attention heads = Reduced.to("heads:0.1,2.*", FULL);
        requireEqual(Subject.head(0, 1).of(heads).matrix(), Subject.head(0, 1).of(FULL).matrix());
    }

    @Test
    void isWholeWhereTheTopKeysAreAll() {
        Attention top = Reduced.to("topk:11", FULL);
        for (Subject subject : SUBJECTS) {
            requireEqual(subject.of(top).matrix(), subject.of(FULL).matrix());
            assertThat(subject.of(top).reduction())
                    .isEqualTo(new Reduction(Reduction.Kind.TOP_KEYS, 11));
        }
    }

    @Test
    void holdsTheLargestOfARowWhereTheTopKeysAreFew() {
        AttentionMatrix whole = Subject.head(1, 2).of(FULL).matrix();
        AttentionMatrix top = Subject.head(1, 2).of(Reduced.to("topk:3", FULL)).matrix();
        for (int query = 0; query < 11; query++) {
            float[] row = whole.row(query);
            int at = query;
            for (int key = 0; key < 11; key++) {
                float p = row[key];
                int key0 = key;
                long larger =
                        IntStream.range(0, 11)
                                .filter(k -> row[k] > p || (row[k] == p && k < key0))
                                .count();
                assertThat(top.probability(at, key)).isEqualTo(larger < 3 ? p : 0);
            }
        }
    }

    @Test
    void sumsBlocksOverKeysAndAveragesThemOverQueries() {
        Attention pooled = Reduced.to("pooled:4", FULL);
        for (Subject subject : SUBJECTS) {
            TokenMatrix blocks = subject.of(pooled);
            AttentionMatrix whole = subject.of(FULL).matrix();
            assertThat(blocks.keys()).extracting("index").containsExactly(0, 4, 8);
            assertThat(blocks.keys()).extracting("label").containsExactly("0–3", "4–7", "8–10");
            for (int q = 0; q < 3; q++) {
                double row = 0;
                for (int k = 0; k < 3; k++) {
                    double sum = 0;
                    int queries = 0;
                    for (int query = 4 * q; query < Math.min(4 * q + 4, 11); query++) {
                        queries++;
                        for (int key = 4 * k; key < Math.min(4 * k + 4, 11); key++) {
                            sum += whole.probability(query, key);
                        }
                    }
                    row += blocks.matrix().probability(q, k);
                    assertThat((double) blocks.matrix().probability(q, k))
                            .isCloseTo(sum / queries, offset(1e-5));
                }
                assertThat(row).isCloseTo(1, offset(1e-5));
            }
        }
    }

    @Test
    void prefersWhatLosesLeast() {
        Attention both = Reduced.to("heads:0.1+topk:2+pooled:4", FULL);
        assertThat(Subject.head(0, 1).of(both).reduction()).isEqualTo(Reduction.NONE);
        assertThat(Subject.head(0, 2).of(both).reduction().kind())
                .isEqualTo(Reduction.Kind.TOP_KEYS);
    }

    @Test
    void saysWhatACaptureLacks() {
        assertThatThrownBy(() -> Subject.head(0, 0).of(Reduced.to("stats", FULL)))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("heads:0.0");
        assertThatThrownBy(() -> Subject.head(3, 0).of(FULL))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Subject.head(3, 0).of(Reduced.to("topk:2", FULL)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("0 to 2");
    }

    @Test
    void hasANameInEachLanguage() {
        assertThat(SUBJECTS)
                .extracting(subject -> subject.title(Language.EN))
                .containsExactly(
                        "Layer 1 · Head 2",
                        "Layer 2 · mean over heads",
                        "Mean over layers · Head 3",
                        "Mean over all layers and heads");
        assertThat(SUBJECTS)
                .extracting(subject -> subject.title(Language.ZH))
                .containsExactly("层 1 · 头 2", "层 2 · 各头平均", "各层平均 · 头 3", "所有层与头的平均");
    }

    private static void requireEqual(AttentionMatrix actual, AttentionMatrix expected) {
        assertThat(actual.queries()).isEqualTo(expected.queries());
        for (int query = 0; query < expected.queries(); query++) {
            assertThat(actual.row(query)).containsExactly(expected.row(query), offset(1e-6f));
        }
    }
}
