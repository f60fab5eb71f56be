package io.github.headlight.internal.canvas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.Rectangle2D;

class SvgPathDataTest {
    @Test
    void writesRectanglesWithoutTheLineBack() {
        Path2D path = new Path2D.Double();
        path.append(new Rectangle2D.Double(2, 1, 3, 1), false);
        path.append(new Rectangle2D.Double(0, 2, 1, 1), false);

        assertThat(SvgPathData.of(path)).isEqualTo("M2 1h3v1h-3zm-2 1h1v1h-1z");
    }

    @Test
    void writesOpenLinesAndCurves() {
        assertThat(SvgPathData.of(new Line2D.Double(1, 2, 4, 6))).isEqualTo("M1 2l3 4");
        assertThat(SvgPathData.of(new Line2D.Double(1, 2, 1, -6))).isEqualTo("M1 2v-8");
        assertThat(SvgPathData.of(new QuadCurve2D.Double(0, 0, 1, 2, 3, 0)))
                .isEqualTo("M0 0q1 2 3 0");
        assertThat(SvgPathData.of(new Ellipse2D.Double(0, 0, 2, 2)))
                .startsWith("M2 1c0 .55-.45 1-1 1")
                .endsWith("z");
    }

    @Test
    void keepsALineBackThatIsNotClosed() {
        Path2D path = new Path2D.Double();
        path.moveTo(1, 1);
        path.lineTo(2, 1);
        path.lineTo(1, 1);

        assertThat(SvgPathData.of(path)).isEqualTo("M1 1h1h-1");
    }

    @Test
    void doesNotAddUpRoundingErrors() {
        Path2D path = new Path2D.Double();
        path.moveTo(0, 0);
        for (int i = 1; i <= 300; i++) {
            path.lineTo(i / 3.0, 0);
        }

        double x = 0;
        for (String step : SvgPathData.of(path).substring("M0 0h".length()).split("h", -1)) {
            x += Double.parseDouble(step);
        }
        assertThat(x).isCloseTo(100, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void writesNumbersShort() {
        assertThat(SvgNumber.of(0)).isEqualTo("0");
        assertThat(SvgNumber.of(-0.001)).isEqualTo("0");
        assertThat(SvgNumber.of(-0.5)).isEqualTo("-.5");
        assertThat(SvgNumber.of(12.3456)).isEqualTo("12.35");
        assertThat(SvgNumber.of(7.05)).isEqualTo("7.05");
        assertThat(SvgNumber.of(-70)).isEqualTo("-70");
    }
}
