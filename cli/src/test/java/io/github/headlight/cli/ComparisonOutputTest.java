package io.github.headlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;

import io.github.headlight.analysis.comparison.Comparison;
import io.github.headlight.capture.Attention;
import io.github.headlight.testing.Attentions;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** What is printed of a comparison, for people and for programs. */
class ComparisonOutputTest {
    private static final Attention FIRST =
            Attentions.of(
                    1,
                    1,
                    Attentions.tokens(3, "a", "b", "c", "d"),
                    3,
                    List.of(Attentions.matrix(row(1), row(0.5, 0.5), row(0.5, 0.25, 0.25))));
    private static final Attention SECOND =
            Attentions.of(
                    1,
                    1,
                    Attentions.tokens(4, "a", "x\u001b[2J", "b", "c", "e"),
                    4,
                    List.of(
                            Attentions.matrix(
                                    row(1), row(0, 1), row(0.5, 0, 0.5), row(0, 0.5, 0.25, 0.25))));

    @Test
    void tellsPeopleWhichHeadChangedWhere() {
        String text = print(Comparison.of(FIRST, SECOND));
        assertThat(text)
                .contains("in common: 3 tokens of the prompts", "0 tokens of the answers")
                .contains("first answer:  d", "second answer: e")
                .contains("over 2 rows: mean 0.250")
                .containsPattern("0\\.0 +0\\.250 +c#2 +0\\.500 +a#0 -0\\.50 +x.*##1 \\+0\\.50")
                .contains("no explanation")
                .doesNotContain("\u001b");
    }

    @Test
    void tellsProgramsTheSame() {
        JsonObject json = ComparisonJson.of(Comparison.of(FIRST, SECOND));
        assertThat(json.get("format").getAsInt()).isEqualTo(1);
        assertThat(json.getAsJsonObject("first").get("answer").getAsString()).isEqualTo("d");
        assertThat(json.getAsJsonObject("alignment"))
                .hasToString(
                        "{\"by\":\"bytes\",\"prompt_matches\":3,\"answer_matches\":0,"
                                + "\"pairs\":[[0,0],[1,2],[2,3]]}");
        assertThat(json.getAsJsonObject("divergence"))
                .hasToString(
                        "{\"measure\":\"jensen_shannon\",\"basis\":\"heads\",\"lower_bound\":false,"
                                + "\"rows\":2,\"mean\":0.25,\"layers\":[0.25],\"heads\":[[0.25]]}");
        assertThat(json.getAsJsonArray("changed").get(0))
                .hasToString(
                        "{\"layer\":0,\"head\":0,\"divergence\":0.25,"
                                + "\"row\":{\"first\":2,\"second\":3,\"text\":\"c\",\"divergence\":0.5},"
                                + "\"lost\":[{\"first\":0,\"second\":0,\"text\":\"a\","
                                + "\"before\":0.5,\"after\":0.0}],"
                                + "\"gained\":[{\"first\":null,\"second\":1,\"text\":\"x\\u001b[2J\","
                                + "\"before\":0.0,\"after\":0.5}]}");
    }

    @Test
    void saysWhyAttentionIsNotCompared() {
        Comparison comparison = Comparison.of(FIRST, Attentions.random(2, 1, FIRST.tokens(), 3, 1));
        assertThat(print(comparison)).contains("3 tokens of the prompts", "first answer:  d");
        assertThat(print(comparison)).contains("1 layers of 1 heads").doesNotContain("HEAD ");
        JsonObject json = ComparisonJson.of(comparison);
        assertThat(json.get("divergence").isJsonNull()).isTrue();
        assertThat(json.get("divergence_note").getAsString()).isEqualTo(comparison.obstacle());
        assertThat(json.has("changed")).isFalse();
    }

    @Test
    void namesLayersWhereMeansAreCompared() {
        Attention two = Attentions.random(1, 2, FIRST.tokens(), 3, 1);
        Comparison comparison = Comparison.of(FIRST, two);
        assertThat(print(comparison)).contains("0.mean");
        JsonObject json = ComparisonJson.of(comparison);
        assertThat(json.getAsJsonObject("divergence").has("heads")).isFalse();
        assertThat(json.getAsJsonArray("changed").get(0).getAsJsonObject().get("head"))
                .hasToString("\"mean\"");
    }

    private static String print(Comparison comparison) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        ComparisonText.print(out, comparison);
        out.flush();
        return text.toString();
    }

    private static double[] row(double... values) {
        return values;
    }
}
