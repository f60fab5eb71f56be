package io.github.headlight.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class GraphNamesTest {
    @Test
    void findsTheGraphsNameByTheRole() {
        GraphNames names =
                new GraphNames(
                        GraphNames.parse("{\"tokens\":\"input_ids\"}"),
                        GraphNames.parse("{\"scores\":\"logits\"}"));
        assertThat(names.input(ModelContract.INPUT_IDS)).isEqualTo("tokens");
        assertThat(names.input(ModelContract.ATTENTION_MASK)).isEqualTo("attention_mask");
        assertThat(names.output(ModelContract.LOGITS)).isEqualTo("scores");
        assertThat(GraphNames.CONTRACT.output(ModelContract.LOGITS)).isEqualTo("logits");
        assertThat(GraphNames.parse("{}")).isEqualTo(Map.of());
    }

    @Test
    void whatIsSomethingElseIsNotTaken() {
        GraphNames names =
                new GraphNames(Map.of(), GraphNames.parse("{\"logits\":\"other.logits\"}"));
        assertThat(names.output(ModelContract.LOGITS)).isEmpty();
        assertThat(names.output("other.logits")).isEqualTo("logits");
        assertThat(names.input(ModelContract.LOGITS)).isEqualTo("logits");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|not a JSON object",
                "{\"a\":1}|field a: expected a text, found 1",
                "{\"a\":null}|field a is missing",
                "{\"a\":\"logits\",\"b\":\"logits\"}|expected one name for logits, found a and b"
            })
    void refusesWhatNamesNothing(String text, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GraphNames.parse(text))
                .withMessageContaining(problem);
    }
}
