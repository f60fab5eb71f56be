package io.github.headlight.export.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Frequencies as {@code modeling_rope_utils.py} of transformers 5.23 computes them. */
class RopeTest {
    /** A few units in the last place of a float. */
    private static final Percentage CLOSE = Percentage.withPercentage(2e-5);

    @Test
    void yarn() {
        check(
                new Rope.Yarn(1e4, 4, 1.1386294f, new Rope.Yarn.Ramp(32, 32, 1, true)),
                1,
                0.42175597,
                0.158113882,
                0.0444569848,
                0.0250000004,
                0.0140585322,
                0.00790569466,
                0.00444569858,
                0.00249999994,
                0.00140585331,
                0.000790569466,
                0.000444569858,
                0.000250000012,
                0.000140585325,
                7.90569466e-05,
                4.44569851e-05);
    }

    @Test
    void yarnWithOtherBounds() {
        check(
                new Rope.Yarn(1e6, 4, 1.5f, new Rope.Yarn.Ramp(32768, 16, 2, true)),
                1,
                0.177827939,
                0.0316227786,
                0.00562341325,
                0.000625000044,
                4.44569851e-05,
                7.90569356e-06,
                1.40585337e-06);
    }

    @Test
    void yarnWithoutTruncation() {
        check(
                new Rope.Yarn(1e4, 40, 1, new Rope.Yarn.Ramp(4096, 32, 1, false)),
                1,
                0.316227764,
                0.100000001,
                0.0277108587,
                0.00552406255,
                0.000722638157,
                2.49999994e-05,
                7.90569447e-06);
    }

    @Test
    void linear() {
        check(
                new Rope.Linear(1e4, 2.5),
                0.400000006,
                0.1264911,
                0.0399999991,
                0.0126491114,
                0.00399999972,
                0.00126491114,
                0.000400000019,
                0.000126491112);
    }

    @Test
    void llama3() {
        check(
                new Rope.Llama3(5e5, 8, 1, 4, 64),
                1,
                0.440366626,
                0.079403013,
                0.0106746377,
                0.00470075384,
                0.00207005511,
                0.000911583134,
                0.000401430763,
                0.000176776681,
                7.78465546e-05,
                3.42810235e-05,
                1.50962178e-05,
                6.64787058e-06,
                2.92749974e-06,
                1.28917316e-06,
                5.6770881e-07);
    }

    private static void check(Rope rope, double... expected) {
        float[] actual = rope.inverseFrequencies(2 * expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("pair %d", i).isCloseTo(expected[i], CLOSE);
        }
    }
}
