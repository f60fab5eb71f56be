package io.github.headlight.internal.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.view.ColorScale;

import org.junit.jupiter.api.Test;

class ColorBarTest {
    @Test
    void putsTicksAtTrueProbabilitiesWhereThereIsRoom() {
        Mesh mesh = Mesh.of(12, 12);
        assertThat(ColorBar.of(new ColorScale(0.5), mesh, true).ticks())
                .containsExactlyInAnyOrder(0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1.0);
        assertThat(ColorBar.of(ColorScale.LINEAR, mesh, true).ticks())
                .containsExactlyInAnyOrder(0.0, 0.1, 0.25, 0.5, 0.75, 1.0);
    }

    @Test
    void saysTheScale() {
        assertThat(ColorBar.describe(ColorScale.LINEAR)).isEqualTo("colour = p");
        assertThat(ColorBar.describe(ColorScale.DEFAULT)).isEqualTo("colour = √p");
        assertThat(ColorBar.describe(new ColorScale(0.7))).isEqualTo("colour = p^0.7");
        assertThat(ColorBar.describe(new ColorScale(4))).isEqualTo("colour = p^4");
    }
}
