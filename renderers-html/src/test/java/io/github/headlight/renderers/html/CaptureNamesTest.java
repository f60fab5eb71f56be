package io.github.headlight.renderers.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.Origin;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class CaptureNamesTest {
    private static final String LONG =
            "The| capital| of| France| and| the| river| that| flows| by|";

    private static Attention text(String tokens) {
        return Captures.made(1, 1, 1, Captures.split(tokens), 0);
    }

    private static List<String> names(Attention... captures) {
        return CaptureNames.of(Stream.of(captures).map(PageCapture::of).toList());
    }

    @Test
    void areHowTextsBegin() {
        assertThat(names(text("Why| is| the| sky| blue|?"), text("Why| is| the| sea| green|?")))
                .containsExactly("1: Why is the sky blue?", "2: Why is the sea green?");
        assertThat(names(text(LONG + " it"))).containsExactly("1: The capital of France and the");
    }

    @Test
    void areWhatTellsThemApartWhereTheyBeginAlike() {
        assertThat(names(text(LONG + " Paris|."), text(LONG + " Lyon| is| long|.")))
                .containsExactly("1: … flows by Paris.", "2: … flows by Lyon is long.");
        assertThat(names(text(LONG + " it"), text(LONG + " it| is")))
                .containsExactly("1: … by it", "2: … by it is");
    }

    @Test
    void doNotRepeatALongTokenThatAllBeginWith() {
        String dashes = "-".repeat(64);
        assertThat(names(text(dashes + "| a"), text(dashes + "| b")))
                .containsExactly("1: … a", "2: … b");
        assertThat(names(text("x|" + dashes + "| a"), text("x|" + dashes + "| b")))
                .containsExactly("1: … a", "2: … b");
    }

    @Test
    void areTheModelsOfOneText() {
        Attention attention = text(LONG + " it");
        assertThat(
                        names(
                                attention.withOrigin(new Origin("small", Optional.empty())),
                                attention.withOrigin(new Origin("a/large", Optional.empty()))))
                .containsExactly("1: small", "2: a/large");
        assertThat(names(attention, attention))
                .containsExactly(
                        "1: The capital of France and the", "2: The capital of France and the");
    }
}
