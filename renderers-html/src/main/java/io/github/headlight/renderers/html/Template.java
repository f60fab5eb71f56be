package io.github.headlight.renderers.html;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Markup with places to fill, written <code>{{name}}</code>. */
final class Template {
    /** Writes what belongs in a place. */
    @FunctionalInterface
    interface Part {
        void write(Html html) throws IOException;
    }

    /** Markup and names in turn, markup first and last. */
    private final List<String> pieces;

    private Template(List<String> pieces) {
        this.pieces = pieces;
    }

    static Template parse(String text) {
        List<String> pieces = new ArrayList<>();
        int at = 0;
        for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", at)) {
            int close = text.indexOf("}}", open);
            if (close < 0) {
                throw new IllegalStateException("the template has \"{{\" without \"}}\"");
            }
            pieces.add(text.substring(at, open));
            pieces.add(text.substring(open + 2, close));
            at = close + 2;
        }
        pieces.add(text.substring(at));
        return new Template(pieces);
    }

    void write(Html html, Map<String, Part> parts) throws IOException {
        for (int i = 0; i < pieces.size(); i++) {
            String piece = pieces.get(i);
            if (i % 2 == 0) {
                html.trusted(piece);
            } else if (parts.containsKey(piece)) {
                parts.get(piece).write(html);
            } else {
                throw new IllegalStateException("the template has an unknown place " + piece);
            }
        }
    }
}
