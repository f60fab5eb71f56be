package io.github.headlight.internal.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

class TemplateTest {
    private static final JsonObject GOLDEN = golden();
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse(GOLDEN.get("now").getAsString()), ZoneOffset.UTC);
    private static final Map<String, Value> VARIABLES = new HashMap<>();

    static {
        GOLDEN.getAsJsonObject("variables")
                .entrySet()
                .forEach(entry -> VARIABLES.put(entry.getKey(), Json.value(entry.getValue())));
    }

    private static JsonObject golden() {
        Path file =
                Path.of(System.getProperty("headlight.root"))
                        .resolve("core/src/test/golden/jinja/expected.json");
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<JsonObject> cases() {
        return GOLDEN.getAsJsonArray("cases").asList().stream().map(JsonElement::getAsJsonObject);
    }

    private static String render(String template) {
        return Template.of(template).render(VARIABLES, CLOCK);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rendersAsJinjaDoes(JsonObject expected) {
        String template = expected.get("template").getAsString();
        if (expected.has("rendered")) {
            assertThat(render(template)).isEqualTo(expected.get("rendered").getAsString());
        } else {
            assertThatThrownBy(() -> render(template)).isInstanceOf(TemplateException.class);
        }
    }

    @Test
    void saysWhere() {
        assertThatThrownBy(() -> render("a\n{% if t %}\n{{ zz.foo }}{% endif %}"))
                .hasMessage("line 3: \"zz\" is not defined");
        assertThatThrownBy(() -> render("\n\n{% block x %}"))
                .hasMessage("line 3: the block block is not supported");
        assertThatThrownBy(() -> render("{{ s | nothing }}"))
                .hasMessage("line 1: there is no filter nothing");
    }

    @Test
    void refusalsAreTheTemplatesOwn() {
        assertThatThrownBy(() -> render("{{ raise_exception('no') }}"))
                .isInstanceOfSatisfying(
                        TemplateException.class, e -> assertThat(e.isRefusal()).isTrue())
                .hasMessage("no");
    }

    @Test
    void messagesAreCut() {
        assertThatThrownBy(() -> render("{{ raise_exception('a' * 1000000) }}"))
                .satisfies(e -> assertThat(e.getMessage()).hasSize(500).endsWith("a…"));
        assertThatThrownBy(() -> render("{{ x | " + "a".repeat(100_000) + " }}"))
                .hasMessageStartingWith("line 1: there is no filter aaa")
                .satisfies(e -> assertThat(e.getMessage()).hasSize(500));
    }

    @ParameterizedTest
    @Timeout(20)
    @ValueSource(
            strings = {
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
                "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
                "{% set ns = namespace(x='x') %}{% for a in range(99) %}"
                        + "{% set ns.x = ns.x + ns.x %}{% endfor %}",
                "{% set ns = namespace(x=[1]) %}{% for a in range(99) %}"
                        + "{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
                "{% set ns = namespace(x={}) %}{% for a in range(99) %}"
                        + "{% set ns.x = {'a': ns.x, 'b': ns.x} %}{% endfor %}{{ ns.x|tojson }}",
                "{% set ns = namespace(x=[]) %}{% for a in range(99999) %}"
                        + "{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x|tojson }}",
                "{% set ns = namespace(x=[]) %}{% for a in range(99999) %}"
                        + "{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x == ns.x[0] }}",
                "{{ 'x' * 9999999999 }}",
                "{{ 9999999999 * 'x' }}",
                "{{ [1] * 9999999999 }}",
                "{{ [] * -1 + 1 }}",
                "{{ loop.cycle() }}",
                "{% set x = ['x' * 9999, 'X' * 9999] * 200 %}{% for i in range(99999) %}"
                        + "{% if x|max == 1 %}{% endif %}{% endfor %}",
                "{{ 'a'.partition('') }}",
                "{{ dict(1) }}",
                "{% for a in l %}{{ loop.cycle() }}{% endfor %}",
                "{% raw %} {% endra %}",
                "{% filter %}{% endfilter %}",
                "{% filter nothing %}{% endfilter %}",
                "{% with a %}{% endwith %}",
                "{% with a = 1 b = 2 %}{% endwith %}",
                "{% set x = 'x' * 999999 %}{{ x.replace('x', x) }}",
                "{% set x = 'x' * 999999 %}{{ x.join(x) }}",
                "{% set x = 'x\n' * 999999 %}{{ x|indent(1000) }}",
                "{% set x = 'x' * 999999 %}{% for i in range(99999) %}"
                        + "{% if 'y' in x %}{% endif %}{% endfor %}",
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
                "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
                "{{ range(0, 2147483647) }}",
                "{{ 9 ** 9 ** 9 }}",
                "{{ 99999999999999999999 }}",
                "{{ 1|tojson(indent=999999999) }}",
                "{{ l|join(', ').format(1) }}",
                "{{ strftime_now('%Q') }}",
                "{{ strftime_now('%Y' * 1000000) }}",
                "{% for a in range(90000) %}{{ strftime_now('%d %b %Y %H %Z') }}{% endfor %}",
                "{% for a in range(99999) %}{{ strftime_now('%Z') }}{% endfor %}",
                "{% for a in range(300) %}{{ strftime_now('%Z' * 500) }}{% endfor %}",
                "{{ ''.getClass() }}",
                "{{ s.class.forName('java.lang.Runtime') }}",
                "{{ namespace().fields().clear() }}",
            })
    void isBounded(String template) {
        assertThatThrownBy(() -> render(template)).isInstanceOf(TemplateException.class);
    }

    @Test
    void refusesDeepAndLongTemplates() {
        for (String deep :
                List.of(
                        "{{ " + "(".repeat(200_000) + "1" + ")".repeat(200_000) + " }}",
                        "{{ " + "not ".repeat(200_000) + "1 }}",
                        "{{ 1" + " + 1".repeat(200_000) + " }}",
                        "{% if t %}".repeat(100_000),
                        "x".repeat((1 << 20) + 1))) {
            assertThatThrownBy(() -> render(deep)).isInstanceOf(TemplateException.class);
        }
    }

    @Test
    void anyTextIsRenderedOrRefused() {
        List<String> sources = cases().map(c -> c.get("template").getAsString()).toList();
        Random random = new Random(20260102);
        for (int round = 0; round < 5_000; round++) {
            String a = sources.get(random.nextInt(sources.size()));
            String b = sources.get(random.nextInt(sources.size()));
            String mixed =
                    a.substring(0, random.nextInt(a.length() + 1))
                            + b.substring(random.nextInt(b.length() + 1));
            try {
                assertThat(render(mixed)).isNotNull();
            } catch (TemplateException e) {
                assertThat(e).hasMessageNotContaining("java.");
            }
        }
    }

    @Test
    void numbersAreWrittenAsPythonWritesThem() {
        double[] numbers = {1e15, 9.999e15, 1e16, 1.5e300, 1e-4, 9.9e-5, 0.1, -2.5, 100};
        List<String> texts =
                List.of(
                        "1000000000000000.0",
                        "9999000000000000.0",
                        "1e+16",
                        "1.5e+300",
                        "0.0001",
                        "9.9e-05",
                        "0.1",
                        "-2.5",
                        "100.0",
                        "5e-324");
        for (int i = 0; i < numbers.length; i++) {
            assertThat(PythonText.real(numbers[i])).isEqualTo(texts.get(i));
        }
    }
}
