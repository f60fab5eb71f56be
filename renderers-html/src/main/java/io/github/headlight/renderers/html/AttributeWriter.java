package io.github.headlight.renderers.html;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** Writes text as part of the value of an attribute in single quotes. */
final class AttributeWriter extends FilterWriter {
    AttributeWriter(Writer out) {
        super(out);
    }

    @Override
    public void write(int c) throws IOException {
        switch (c) {
            case '&' -> out.write("&amp;");
            case '\'' -> out.write("&#39;");
            default -> out.write(c);
        }
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        for (int i = from; i < from + length; i++) {
            write(text[i]);
        }
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
        int done = from;
        for (int i = from; i < from + length; i++) {
            if (text.charAt(i) == '&' || text.charAt(i) == '\'') {
                out.write(text, done, i - done);
                write(text.charAt(i));
                done = i + 1;
            }
        }
        out.write(text, done, from + length - done);
    }
}
