package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

class BandsTest {
    @ParameterizedTest
    @CsvSource({"1000, 235, 0.002, 0.001", "100000000, 230, 0.004, 0.002"})
    void roundsToTheNearestValue(long cells, int count, String tau, double first) {
        Bands bands = Bands.forCells(cells);
        List<BigDecimal> values = bands.values();
        assertThat(values).hasSize(count).startsWith(BigDecimal.ZERO, new BigDecimal(tau));
        assertThat(values.get(count - 1)).isEqualByComparingTo("1");
        Random random = new Random(5);
        for (int i = 0; i < 200_000; i++) {
            float p = (float) Math.pow(random.nextDouble(), 3);
            int code = Byte.toUnsignedInt(bands.code(p));
            double error = Math.abs(values.get(code).doubleValue() - p);
            if (code == 0) {
                assertThat((double) p).isLessThan(Double.parseDouble(tau) - 0.0005 + 1e-6);
            } else {
                double step = p < 0.0095 ? first : p < 0.099 ? 0.002 : 0.005;
                assertThat(error).isLessThanOrEqualTo(step / 2 + 1e-6);
            }
        }
    }

    @Test
    void takesAnyNumber() {
        Bands bands = Bands.forCells(1);
        int last = bands.values().size() - 1;
        assertThat(Byte.toUnsignedInt(bands.code(Float.NaN))).isZero();
        assertThat(Byte.toUnsignedInt(bands.code(-1))).isZero();
        assertThat(Byte.toUnsignedInt(bands.code(7))).isEqualTo(last);
        assertThat(Byte.toUnsignedInt(bands.code(Float.POSITIVE_INFINITY))).isEqualTo(last);
    }

    @Test
    void saysWhatThePageSays() {
        Bands bands = Bands.forCells(1);
        assertThat(bands.say(0.9761f)).isEqualTo("0.98");
        assertThat(bands.say(0.05f)).isEqualTo("0.050");
        assertThat(bands.say(1)).isEqualTo("1.00");
    }
}
