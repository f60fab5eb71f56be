package io.github.headlight.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SplitMixTest {
    /** The first numbers of the published algorithm, whose sequence for this seed is well known. */
    @Test
    void isSplitMix64() {
        SplitMix random = new SplitMix(1234567);
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("6457827717110365317");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("3203168211198807973");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("9817491932198370423");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("4593380528125082431");
        assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo("16408922859458223821");
    }

    @Test
    void doublesAreTheUpperBits() {
        assertThat(new SplitMix(1234567).nextDouble())
                .isEqualTo((6457827717110365317L >>> 11) / (double) (1L << 53));
    }
}
