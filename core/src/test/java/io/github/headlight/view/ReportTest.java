package io.github.headlight.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.capture.Attention;
import io.github.headlight.render.RendererContractTest;

import org.junit.jupiter.api.Test;

import java.util.List;

class ReportTest {
    private static final Attention CAPTURE = RendererContractTest.sample(1, 1, List.of("a", "b"));

    @Test
    void hasAllSectionsUnlessSomeAreChosen() {
        assertThat(Report.of(CAPTURE).sections()).isEmpty();
        Report chosen = Report.of(CAPTURE).withSections(List.of("matrix", "advice", "matrix"));
        assertThat(chosen.sections()).containsExactly("matrix", "advice");
        assertThat(chosen.captures()).containsExactly(CAPTURE);
        assertThat(chosen.title()).isEqualTo("Attention report");
    }

    @Test
    void showsAtLeastOneCapture() {
        assertThatThrownBy(() -> new Report("none", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one capture");
    }
}
