package io.github.headlight.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

import java.util.List;

class LengthTest {
    @Test
    void readsMillimetresAndPixels() {
        assertThat(Length.parse("85mm")).isEqualTo(new Length(85, Length.Unit.MM));
        assertThat(Length.parse(" 640.5 PX ")).isEqualTo(new Length(640.5, Length.Unit.PX));
        assertThat(Length.parse("25.4mm").units()).isCloseTo(96, offset(1e-9));
    }

    @Test
    void saysWhatItExpects() {
        for (String text : List.of("", "85", "mm", "-5mm", "1e3px", "85cm", "NaNpx", "0px")) {
            assertThatThrownBy(() -> Length.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("length: expected");
        }
    }
}
