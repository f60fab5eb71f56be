package io.github.headlight.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class JsonFieldsTest {
    private static final JsonFields FIELDS =
            JsonFields.parse(
                    """
                    {"text": "é", "int": 3, "float": 3.0, "long": 5368709120, "half": 0.5,
                     "flag": true, "nothing": null, "list": [1, 2.0], "object": {"a": 1},
                     "huge": 1e999999999, "tiny": 1e-999999999, "large": 1e308, "infinite": 1e309}
                    """);

    @Test
    void readsEachType() {
        assertThat(FIELDS.string("text")).isEqualTo("é");
        assertThat(FIELDS.integer("int")).isEqualTo(3);
        assertThat(FIELDS.integer("float")).isEqualTo(3);
        assertThat(FIELDS.longInteger("long")).isEqualTo(5_368_709_120L);
        assertThat(FIELDS.decimal("half")).isEqualTo(0.5);
        assertThat(FIELDS.decimal("large")).isEqualTo(1e308);
        assertThat(FIELDS.bool("flag")).isTrue();
        assertThat(FIELDS.integers("list")).isEqualTo(List.of(1, 2));
        assertThat(FIELDS.object("object").integer("a")).isEqualTo(1);
        assertThat(FIELDS.has("text")).isTrue();
        assertThat(FIELDS.has("nothing")).isFalse();
        assertThat(FIELDS.has("none")).isFalse();
    }

    @Test
    void namesTheFieldThatIsWrong() {
        for (Runnable read :
                List.<Runnable>of(
                        () -> FIELDS.string("int"),
                        () -> FIELDS.integer("text"),
                        () -> FIELDS.integer("long"),
                        () -> FIELDS.integer("half"),
                        () -> FIELDS.integer("huge"),
                        () -> FIELDS.integer("tiny"),
                        () -> FIELDS.longInteger("huge"),
                        () -> FIELDS.decimal("huge"),
                        () -> FIELDS.decimal("infinite"),
                        () -> FIELDS.decimal("flag"),
                        () -> FIELDS.bool("int"),
                        () -> FIELDS.object("list"),
                        () -> FIELDS.integers("object"),
                        () -> FIELDS.integers("text"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(read::run)
                    .withMessageMatching("field \\w+: expected .*, found .*");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FIELDS.string("none"))
                .withMessage("field none is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FIELDS.string("nothing"))
                .withMessage("field nothing is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "3",
                "null",
                "{",
                "{}x",
                "{} {}",
                "{a: 1}",
                "{'a': 1}",
                "{\"a\": 1,}",
                "{\"a\": NaN}",
                "\u0000"
            })
    void refusesWhatIsNoObject(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonFields.parse(text))
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @Test
    void refusesDeepNesting() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonFields.parse("{\"a\":" + "[".repeat(1_000_000)));
    }

    @Test
    void messagesStayShort() {
        JsonFields fields = JsonFields.parse("{\"a\": \"" + "x".repeat(10_000) + "\"}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fields.integer("a"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }
}
