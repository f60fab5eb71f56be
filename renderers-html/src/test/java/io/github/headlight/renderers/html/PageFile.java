package io.github.headlight.renderers.html;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.headlight.render.RenderOutput;
import io.github.headlight.view.AttentionView;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A written page, read again the way the package documents it. */
final class PageFile {
    private final String html;

    private PageFile(String html) {
        this.html = html;
    }

    PageFile(AttentionView view) {
        this(render(view));
    }

    private static String render(AttentionView view) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new HtmlRenderer().render(view, RenderOutput.stream(out));
        return out.toString(StandardCharsets.UTF_8);
    }

    static Path write(Path file, AttentionView view) {
        new HtmlRenderer().render(view, RenderOutput.file(file));
        return file;
    }

    static PageFile read(Path file) throws IOException {
        return new PageFile(Files.readString(file));
    }

    String html() {
        return html;
    }

    /** The text between two strings, the first time they come. */
    String between(String start, String end) {
        int from = html.indexOf(start) + start.length();
        if (from < start.length()) {
            throw new AssertionError("the page has no " + start);
        }
        return html.substring(from, html.indexOf(end, from));
    }

    boolean hasBlock(String id) {
        return html.contains(" id=\"" + id + "\">");
    }

    String block(String id) {
        return between(" id=\"" + id + "\">", "</script>");
    }

    JsonObject capture(int number) {
        return JsonParser.parseString(block("hl-meta"))
                .getAsJsonObject()
                .getAsJsonArray("captures")
                .get(number)
                .getAsJsonObject();
    }

    byte[] bytes(String id) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(Base64.getDecoder().decode(block(id)));
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && inflater.needsInput()) {
                    throw new AssertionError("the stream of " + id + " is cut");
                }
                plain.write(buffer, 0, count);
            }
            return plain.toByteArray();
        } finally {
            inflater.end();
        }
    }

    /**
     * A matrix of the page: the values of its cells, and of each row what was too small for one.
     */
    static final class Decoded {
        private final double[][] values;
        private final double[] rest;

        private Decoded(double[][] values, double[] rest) {
            this.values = values;
            this.rest = rest;
        }

        double value(int query, int key) {
            return values[query][key];
        }

        double rest(int query) {
            return rest[query];
        }

        int queries() {
            return values.length;
        }

        double[][] values() {
            return values;
        }
    }

    Decoded matrix(int capture, int slot) throws DataFormatException {
        JsonObject meta = capture(capture);
        int queries = meta.get("queries").getAsInt();
        int keys = meta.get("keys").getAsInt();
        boolean causal = meta.get("causal").getAsBoolean();
        byte[] bytes = bytes("m-" + capture + "-" + slot);
        double[] rest = new double[queries];
        for (int q = 0; q < queries; q++) {
            rest[q] = Math.pow(Byte.toUnsignedInt(bytes[q]) / 255.0, 2);
        }
        double[][] values = new double[queries][keys];
        int at = queries;
        for (int k = 0; k < keys; k++) {
            for (int q = causal ? k : 0; q < queries; q++) {
                int code = Byte.toUnsignedInt(bytes[at++]);
                values[q][k] = meta.getAsJsonArray("values").get(code).getAsDouble();
            }
        }
        if (at != bytes.length) {
            throw new AssertionError("expected " + at + " bytes, found " + bytes.length);
        }
        return new Decoded(values, rest);
    }
}
