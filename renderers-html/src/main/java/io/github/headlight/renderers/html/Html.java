package io.github.headlight.renderers.html;

import java.io.IOException;
import java.io.Writer;

/**
 * Writes markup, and is the only class that does: names of elements and attributes come from this
 * package, everything else is escaped.
 */
final class Html {
    private final Writer out;

    Html(Writer out) {
        this.out = out;
    }

    /**
     * Opens an element.
     *
     * @param name its name
     * @param attributes names and values in turn
     */
    Html open(String name, String... attributes) throws IOException {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        return this;
    }

    Html close(String name) throws IOException {
        out.append("</").append(name).append('>');
        return this;
    }

    Html text(String text) throws IOException {
        escape(text);
        return this;
    }

    /** Writes an element that holds only text. */
    Html element(String name, String text, String... attributes) throws IOException {
        return open(name, attributes).text(text).close(name);
    }

    /** Writes words in both languages, of which the style shows one. */
    Html phrase(Phrase phrase) throws IOException {
        if (phrase.en().equals(phrase.zh())) {
            return text(phrase.en());
        }
        return element("span", phrase.en(), "class", "en", "lang", "en")
                .element("span", phrase.zh(), "class", "zh", "lang", "zh");
    }

    /**
     * Writes a block of data, which nothing in it can end.
     *
     * @param id how the script finds it
     * @param type its media type, one that browsers do not run
     * @param data JSON without {@code <}, or base64
     */
    Html data(String id, String type, String data) throws IOException {
        if (data.indexOf('<') >= 0) {
            throw new IllegalArgumentException(
                    "block " + id + ": \"<\" must be written as \\u003c");
        }
        open("script", "type", type, "id", id);
        out.append(data);
        close("script");
        out.append('\n');
        return this;
    }

    /** Writes text of this package as it is: the template, the script, the style. */
    Html trusted(String markup) throws IOException {
        out.append(markup);
        return this;
    }

    private void escape(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }
}
