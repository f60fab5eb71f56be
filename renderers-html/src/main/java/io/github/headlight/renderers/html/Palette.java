package io.github.headlight.renderers.html;

import com.google.gson.stream.JsonWriter;

import io.github.headlight.view.ColorMap;
import io.github.headlight.view.Theme;

import java.io.IOException;
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

    static void write(JsonWriter json) throws IOException {
        json.beginObject();
        for (Theme theme : Theme.values()) {
            json.name(name(theme)).beginObject();
            json.name("ramp").beginArray();
            for (int stop : ColorMap.BLUE.ramp(theme)) {
                json.value(hex(stop));
            }
            json.endArray();
            json.name("masked").value(hex(theme.masked()));
            json.name("mark").value(hex(theme.mark()));
            json.name("text").value(hex(theme.text()));
            json.name("dim").value(hex(theme.dimText()));
            json.name("line").value(hex(theme.line()));
            json.endObject();
        }
        json.endObject();
    }

    /** The name of a theme in the page: {@code light}. */
    static String name(Theme theme) {
        return theme.name().toLowerCase(Locale.ROOT);
    }

    private static String hex(int color) {
        return String.format(Locale.ROOT, "#%06x", color);
    }
}
