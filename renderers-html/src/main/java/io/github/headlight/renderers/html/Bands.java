package io.github.headlight.renderers.html;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Rounds probabilities to at most 256 values: steps of .001 up to .01 (of .002 in large captures),
 * of .002 up to .1, of .005 up to 1, each to the nearest. What is nearer to nothing than to the
 * smallest value, {@code tau}, is code 0; it would make most of a file and says little cell by
 * cell. The error is at most .0025 from .01 on, and at most {@code tau - .0005} below.
 */
final class Bands {
    private static final int MANY_CELLS = 32_000_000;

    /** Every border between two codes is a multiple of 1/2000. */
    private static final int BORDERS = 2000;

    private final int[] values;
    private final byte[] codes = new byte[BORDERS + 1];

    private Bands(int tau, int first) {
        List<Integer> all = new ArrayList<>();
        all.add(0);
        for (int value = tau;
                value <= BORDERS;
                value += value < 20 ? first : value < 200 ? 4 : 10) {
            all.add(value);
        }
        values = all.stream().mapToInt(Integer::intValue).toArray();
        int code = 0;
        for (int at = 0; at <= BORDERS; at++) {
            while (code + 1 < values.length && at >= border(code)) {
                code++;
            }
            codes[at] = (byte) code;
        }
    }

    /** From here on the next value is as near; the zone of code 0 ends just under tau. */
    private int border(int code) {
        return code == 0 ? values[1] - 1 : (values[code] + values[code + 1]) / 2;
    }

    /** The bands for a capture: finer where the file stays small. */
    static Bands forCells(long cells) {
        return cells <= MANY_CELLS ? new Bands(4, 2) : new Bands(8, 4);
    }

    /** The code of a probability, 0 to 255; values outside 0 to 1 are clamped, NaN is 0. */
    byte code(float probability) {
        if (!(probability > 0)) {
            return 0;
        }
        return codes[probability >= 1 ? BORDERS : (int) (probability * BORDERS)];
    }

    /** The probability that a page shows for one, rounded as in a sentence, half up. */
    String say(float probability) {
        BigDecimal value = values().get(Byte.toUnsignedInt(code(probability)));
        boolean small = value.compareTo(new BigDecimal("0.1")) < 0;
        return value.setScale(small ? 3 : 2, RoundingMode.HALF_UP).toPlainString();
    }

    /** The probability of each code, exact. */
    List<BigDecimal> values() {
        List<BigDecimal> exact = new ArrayList<>(values.length);
        for (int value : values) {
            exact.add(BigDecimal.valueOf(value * 5L, 4).stripTrailingZeros());
        }
        return exact;
    }
}
