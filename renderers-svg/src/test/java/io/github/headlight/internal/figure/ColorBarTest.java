package io.github.headlight.internal.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.language.Language;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.view.ColorScale;

import org.junit.jupiter.api.Test;

import java.util.List;

class ColorBarTest {
    private static final Ink INK = new Ink(RenderOptions.DEFAULT);
    private static final Wording ENGLISH = new Wording(Language.EN);

    @Test
    void putsTicksAtTrueProbabilitiesWhereThereIsRoom() {
        assertThat(labels(new ColorScale(0.5), 1))
                .containsExactlyInAnyOrder("0", "0.01", "0.05", "0.1", "0.25", "0.5", "0.75", "1");
        assertThat(labels(ColorScale.LINEAR, 1))
                .containsExactlyInAnyOrder("0", "0.1", "0.25", "0.5", "0.75", "1");
        assertThat(labels(ColorScale.LOG, 1))
                .containsExactlyInAnyOrder("1", "0.1", "0.01", "0.001", "0.0001");
        assertThat(labels(ColorScale.LINEAR, 0.37))
                .containsExactlyInAnyOrder("0", "0.05", "0.1", "0.2", "0.3", "0.37");
        assertThat(labels(ColorScale.LINEAR, 1234))
                .containsExactlyInAnyOrder("0", "500", "1000", "1234");
    }

    @Test
    void putsTicksAtTruePlaces() {
        for (ColorScale scale : List.of(ColorScale.LINEAR, ColorScale.DEFAULT, ColorScale.LOG)) {
            for (double top : new double[] {1, 0.37, 5.3, 1234, 0.002}) {
                for (Tick tick : Tick.of(scale, top)) {
                    double value = Double.parseDouble(tick.label());
                    double floor = scale.equals(ColorScale.LOG) ? top * ColorScale.LOG_FLOOR : 0;
                    assertThat(Math.max(floor, top * scale.probability(tick.position())))
                            .isCloseTo(value, org.assertj.core.data.Percentage.withPercentage(1));
                }
            }
        }
    }

    @Test
    void putsZeroOfDifferencesInTheMiddle() {
        assertThat(bar(Tick.diverging(ColorScale.LINEAR, 1)).ticks())
                .contains(new Tick(0.5, "0"), new Tick(0, "−1"), new Tick(0.75, "+0.5"));
    }

    @Test
    void saysTheScale() {
        assertThat(HeatmapLegend.scale(ColorScale.LINEAR, ENGLISH)).isEqualTo("colour = p");
        assertThat(HeatmapLegend.scale(ColorScale.DEFAULT, ENGLISH)).isEqualTo("colour = √p");
        assertThat(HeatmapLegend.scale(ColorScale.LOG, ENGLISH)).isEqualTo("colour = log p");
        assertThat(HeatmapLegend.scale(new ColorScale(0.7), ENGLISH)).isEqualTo("colour = p^0.7");
        assertThat(HeatmapLegend.scale(new ColorScale(4), new Wording(Language.ZH)))
                .isEqualTo("颜色 = p^4");
    }

    private static List<String> labels(ColorScale scale, double top) {
        return bar(Tick.of(scale, top)).ticks().stream().map(Tick::label).toList();
    }

    private static ColorBar bar(List<Tick> ticks) {
        return new ColorBar("probability", INK::ramp, ticks, List.of(), 480, INK);
    }
}
