package io.github.headlight.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

class AttentionTensorTest {
    private static final int QUERIES = 3;
    private static final int KEYS = 4;

    /** Cell values name their place: layer, head, query, key as digits behind the point. */
    private static float cell(int layer, int head, int query, int key) {
        return (layer * 1000 + head * 100 + query * 10 + key) / 10_000f;
    }

    private static FloatBuffer values(int layers, int heads) {
        FloatBuffer values = FloatBuffer.allocate(layers * heads * QUERIES * KEYS);
        for (int l = 0; l < layers; l++) {
            for (int h = 0; h < heads; h++) {
                for (int q = 0; q < QUERIES; q++) {
                    for (int k = 0; k < KEYS; k++) {
                        values.put(cell(l, h, q, k));
                    }
                }
            }
        }
        return values.flip();
    }

    private static AttentionTensor tensor(FloatBuffer values, int layers, int heads) {
        List<AttentionMatrix> matrices = new ArrayList<>();
        int size = QUERIES * KEYS;
        for (int i = 0; i < layers * heads; i++) {
            matrices.add(AttentionMatrix.of(values.slice(i * size, size), QUERIES, KEYS));
        }
        return AttentionTensor.of(layers, heads, matrices);
    }

    private static final AttentionTensor TENSOR = tensor(values(2, 3), 2, 3);

    @Test
    void axesAreInOrder() {
        assertThat(TENSOR.size(Axis.LAYER)).isEqualTo(2).isEqualTo(TENSOR.layers());
        assertThat(TENSOR.size(Axis.HEAD)).isEqualTo(3).isEqualTo(TENSOR.heads());
        assertThat(TENSOR.size(Axis.QUERY)).isEqualTo(3).isEqualTo(TENSOR.queries());
        assertThat(TENSOR.size(Axis.KEY)).isEqualTo(4).isEqualTo(TENSOR.keys());
        assertThat(TENSOR.probability(1, 2, 0, 3)).isEqualTo(cell(1, 2, 0, 3));
        assertThat(TENSOR.layer(1).head(2).probability(2, 1)).isEqualTo(cell(1, 2, 2, 1));
        assertThat(TENSOR.layer(1).layer()).isEqualTo(1);
        assertThat(TENSOR.layer(1).heads()).isEqualTo(3);
        assertThat(TENSOR).hasToString("attention [layer=2, head=3, query=3, key=4]");
    }

    @Test
    void rowsAreCopies() {
        AttentionMatrix matrix = TENSOR.head(0, 1);
        float[] row = matrix.row(2);
        assertThat(row)
                .containsExactly(
                        cell(0, 1, 2, 0), cell(0, 1, 2, 1), cell(0, 1, 2, 2), cell(0, 1, 2, 3));
        row[0] = 9;
        assertThat(matrix.probability(2, 0)).isEqualTo(cell(0, 1, 2, 0));
        float[] target = new float[6];
        matrix.readRow(1, target, 2);
        assertThat(target).startsWith(0, 0).endsWith(cell(0, 1, 1, 2), cell(0, 1, 1, 3));
    }

    @Test
    void viewsCopyNothing() {
        FloatBuffer values = values(2, 3);
        AttentionTensor tensor = tensor(values, 2, 3);
        AttentionTensor selected = tensor.select(new int[] {1}, new int[] {2, 0});
        LayerAttention layer = tensor.layer(1);
        values.put(values.capacity() - 1, 0.5f);
        assertThat(tensor.probability(1, 2, 2, 3)).isEqualTo(0.5f);
        assertThat(layer.head(2).probability(2, 3)).isEqualTo(0.5f);
        assertThat(selected.probability(0, 0, 2, 3)).isEqualTo(0.5f);
    }

    @Test
    void selectionKeepsTheOrderGiven() {
        AttentionTensor selected = TENSOR.select(new int[] {1, 0, 1}, new int[] {2, 0});
        assertThat(selected.layers()).isEqualTo(3);
        assertThat(selected.heads()).isEqualTo(2);
        assertThat(selected.probability(0, 1, 1, 1)).isEqualTo(cell(1, 0, 1, 1));
        assertThat(selected.probability(1, 0, 1, 1)).isEqualTo(cell(0, 2, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TENSOR.select(new int[0], new int[] {0}));
    }

    @Test
    void meansAreOverTheRightAxis() {
        assertThat(TENSOR.layer(1).meanOverHeads().probability(2, 3))
                .isCloseTo(cell(1, 1, 2, 3), within(1e-7f));
        assertThat(TENSOR.mean().probability(1, 2))
                .isCloseTo((cell(0, 1, 1, 2) + cell(1, 1, 1, 2)) / 2, within(1e-7f));
    }

    @Test
    void theMeanOfManyIsComputedInDoublePrecision() {
        List<AttentionMatrix> matrices = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            matrices.add(AttentionMatrix.of(FloatBuffer.wrap(new float[] {0.1f}), 1, 1));
        }
        assertThat(AttentionMatrix.mean(matrices).probability(0, 0)).isEqualTo(0.1f);
    }

    @Test
    void refusesMatricesOfOtherShapes() {
        AttentionMatrix small = AttentionMatrix.of(FloatBuffer.allocate(1), 1, 1);
        AttentionMatrix wide = AttentionMatrix.of(FloatBuffer.allocate(2), 1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttentionTensor.of(1, 2, List.of(small, wide)))
                .withMessageContaining("one shape");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttentionMatrix.mean(List.of(small, wide)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttentionTensor.of(2, 2, List.of(small)))
                .withMessageContaining("2 × 2");
        assertThatIllegalArgumentException().isThrownBy(() -> AttentionTensor.of(0, 2, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttentionMatrix.of(FloatBuffer.allocate(5), 2, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttentionMatrix.of(FloatBuffer.allocate(0), 0, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttentionMatrix.of(FloatBuffer.allocate(0), 65536, 65536));
    }

    @Test
    void everyIndexIsChecked() {
        AttentionMatrix matrix = TENSOR.head(0, 0);
        for (int bad : new int[] {-1, 4, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            for (Runnable access :
                    List.<Runnable>of(
                            () -> TENSOR.head(bad, 0),
                            () -> TENSOR.head(0, bad),
                            () -> TENSOR.layer(bad),
                            () -> TENSOR.layer(0).head(bad),
                            () -> TENSOR.probability(0, 0, bad, 0),
                            () -> TENSOR.probability(0, 0, 0, bad),
                            () -> matrix.row(bad),
                            () -> matrix.readRow(0, new float[4], bad))) {
                assertThatThrownBy(access::run).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
        assertThatThrownBy(() -> TENSOR.head(2, 0))
                .hasMessage("layer 2 does not exist: this tensor has layers 0 to 1");
        assertThatThrownBy(() -> matrix.readRow(0, new float[3], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void takesABufferFromItsPositionToItsLimit() {
        FloatBuffer values = FloatBuffer.wrap(new float[] {9, 1, 2, 9}).position(1).limit(3);
        assertThat(AttentionMatrix.of(values, 1, 2).row(0)).containsExactly(1, 2);
        assertThat(values.position()).isEqualTo(1);
        ShortBuffer halves =
                ShortBuffer.wrap(new short[] {0, 0x3C00, 0x3800, 0}).position(1).limit(3);
        AttentionMatrix half = AttentionMatrix.ofHalf(halves, 1, 2);
        assertThat(half.row(0)).containsExactly(1, 0.5f);
        assertThat(half.probability(0, 1)).isEqualTo(0.5f);
    }

    /** The value of each of the 65,536 halves, by the definition of IEEE 754-2008, 3.4. */
    @Test
    void halvesHaveTheValuesOfTheStandard() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            double sign = bits >> 15 == 0 ? 1 : -1;
            int exponent = bits >> 10 & 31;
            int fraction = bits & 1023;
            double expected =
                    exponent == 0
                            ? sign * fraction / 1024 * Math.pow(2, -14)
                            : exponent < 31
                                    ? sign * (1 + fraction / 1024d) * Math.pow(2, exponent - 15)
                                    : fraction == 0 ? sign / 0d : Double.NaN;
            float found = Half.toFloat((short) bits);
            // Compares the sign of zero, too.
            assertThat(Double.compare(found, expected))
                    .as(String.format(Locale.ROOT, "%04X", bits))
                    .isZero();
        }
    }
}
