package io.github.headlight.internal.canvas;

import io.github.headlight.render.Length;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes markup: the only place that knows how text is escaped. */
final class SvgWriter {
    /** Latin first, then Chinese, Japanese and Korean on Linux, macOS and Windows. */
    private static final String FONTS =
            "'Noto Sans','Helvetica Neue',Arial,'Liberation Sans','Noto Sans CJK SC',"
                    + "'PingFang SC','Hiragino Sans GB','Microsoft YaHei',sans-serif";

    private final StringBuilder out = new StringBuilder();

    /**
     * Begins a picture.
     *
     * @param size of its coordinates
     * @param onPage how wide it is on a page, if that is not its size
     */
    void header(Size size, Optional<Length> onPage, String title, String description) {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        String width = SvgNumber.of(size.width());
        String height = SvgNumber.of(size.height());
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("xmlns", "http://www.w3.org/2000/svg");
        attributes.put("xmlns:xlink", SvgGraphics.XLINK);
        double ratio = size.height() / size.width();
        attributes.put("width", onPage.map(w -> length(w, 1)).orElse(width));
        attributes.put("height", onPage.map(w -> length(w, ratio)).orElse(height));
        attributes.put("viewBox", "0 0 " + width + " " + height);
        attributes.put("role", "img");
        attributes.put("font-family", FONTS);
        begin("svg", attributes);
        element("title", title);
        element("desc", description);
    }

    private static String length(Length length, double times) {
        return SvgNumber.of(length.value() * times) + length.unit().key();
    }

    void begin(String tag, Map<String, String> attributes) {
        open(tag, attributes);
        out.append('>');
    }

    void empty(String tag, Map<String, String> attributes) {
        open(tag, attributes);
        out.append("/>");
    }

    void end(String tag) {
        out.append("</").append(tag).append('>');
    }

    void element(String tag, String text) {
        begin(tag, Map.of());
        text(text);
        end(tag);
    }

    void text(String text) {
        escape(text);
    }

    void writeTo(OutputStream stream) throws IOException {
        stream.write(out.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A line for each element outside text, so that files can be read and compared. */
    private void open(String tag, Map<String, String> attributes) {
        if (!"title".equals(tag) || out.charAt(out.length() - 1) == '\n') {
            out.append('\n');
        }
        out.append('<').append(tag);
        attributes.forEach(
                (name, value) -> {
                    out.append(' ').append(name).append("=\"");
                    escape(value);
                    out.append('"');
                });
    }

    private void escape(String text) {
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(isVisible(c) ? c : 0xFFFD);
            }
        }
    }

    /**
     * Whether XML 1.0 allows a character (a parser must refuse a file with any other) and a reader
     * sees what it does: controls are not seen, least of all those that turn the writing direction.
     */
    private static boolean isVisible(int c) {
        boolean legal = c < 0xD800 || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
        boolean turning = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        return c == '\t' || c == '\n' || (legal && !turning && !Character.isISOControl(c));
    }
}
