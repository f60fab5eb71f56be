package io.github.headlight.renderers.html;

import com.google.gson.stream.JsonWriter;

import io.github.headlight.view.ColorMap;
import io.github.headlight.view.ColorScale;
import io.github.headlight.view.DivergingRamp;
import io.github.headlight.view.HeadColors;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Theme;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The colours of both themes, as core defines them, for the style and for the script. */
final class Palette {
    private Palette() {}

    /** Custom properties of both themes; the script follows the reader's system if asked to. */
    static String css() {
        return ":root{"
                + properties(Theme.LIGHT)
                + "}:root[data-theme=dark]{"
                + properties(Theme.DARK)
                + "}";
    }

    private static String properties(Theme theme) {
        return "--bg:"
                + hex(theme.background())
                + ";--text:"
                + hex(theme.text())
                + ";--dim:"
                + hex(theme.dimText())
                + ";--line:"
                + hex(theme.line())
                + ";--mark:"
                + hex(theme.mark())
                + ";--masked:"
                + hex(theme.masked())
                + ";--bar:"
                + hex(ColorMap.BLUE.ramp(theme).get(3))
                + ";color-scheme:"
                + name(theme);
    }

    /** The start values of the switches. */
    static void writeShading(JsonWriter json, Shading shading) throws IOException {
        ColorScale scale = shading.scale();
        boolean linear = scale.curve() == ColorScale.Curve.POWER && scale.gamma() == 1;
        boolean log = scale.curve() == ColorScale.Curve.LOG;
        json.name("scale").value(log ? "log" : linear ? "linear" : "gamma");
        json.name("gamma").value(log || linear ? ColorScale.DEFAULT.gamma() : scale.gamma());
        json.name("range").value(shading.range().key());
        json.name("least").value(shading.threshold());
    }

    static void write(JsonWriter json, ColorMap map) throws IOException {
        json.beginObject();
        for (Theme theme : Theme.values()) {
            json.name(name(theme)).beginObject();
            stops(json.name("ramp"), map.ramp(theme));
            stops(json.name("less"), DivergingRamp.less(theme));
            stops(json.name("more"), DivergingRamp.more(theme));
            stops(json.name("heads"), HeadColors.of(theme));
            json.name("background").value(hex(theme.background()));
            json.name("masked").value(hex(theme.masked()));
            json.name("mark").value(hex(theme.mark()));
            json.name("text").value(hex(theme.text()));
            json.name("dim").value(hex(theme.dimText()));
            json.name("line").value(hex(theme.line()));
            json.endObject();
        }
        json.endObject();
    }

    private static void stops(JsonWriter json, List<Integer> ramp) throws IOException {
        json.beginArray();
        for (int stop : ramp) {
            json.value(hex(stop));
        }
        json.endArray();
    }

    /** The name of a theme in the page: {@code light}. */
    static String name(Theme theme) {
        return theme.name().toLowerCase(Locale.ROOT);
    }

    private static String hex(int color) {
        return String.format(Locale.ROOT, "#%06x", color);
    }
}
