package io.github.headlight.renderers.html;

import io.github.headlight.view.Lens;
import io.github.headlight.view.Reduction;
import io.github.headlight.view.Sink;
import io.github.headlight.view.TokenRange;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What was done to the values of a picture before a page was made of it, in words. */
final class Caption {
    private Caption() {}

    /**
     * {@return the words; empty if nothing was done}
     *
     * @param lens sink, words, crop
     * @param reduction what was not captured
     * @param cell of how many tokens on each side a cell is the largest value
     */
    static Phrase of(Lens lens, Reduction reduction, int cell) {
        List<Phrase> parts = new ArrayList<>();
        if (cell > 1) {
            String size = cell + " × " + cell;
            parts.add(
                    new Phrase(
                            "a cell is the largest of " + size + " tokens",
                            "每格取 " + size + " 个词元中的最大值"));
        } else if (reduction.kind() == Reduction.Kind.BLOCKS) {
            parts.add(
                    new Phrase(
                            "blocks of " + reduction.size() + " tokens",
                            "每块 " + reduction.size() + " 个词元"));
        }
        if (reduction.kind() == Reduction.Kind.TOP_KEYS) {
            parts.add(
                    new Phrase(
                            "only the largest " + reduction.size() + " keys of a row",
                            "每行仅最大的 " + reduction.size() + " 个键"));
        }
        if (lens.sink() != Sink.SHOWN) {
            parts.add(new Phrase("first token left out", "首词元不计"));
        }
        if (lens.sink() == Sink.RENORMALISED) {
            parts.add(new Phrase("rest of each row scaled to 1", "每行其余归一"));
        }
        if (lens.words()) {
            parts.add(new Phrase("words", "按词合并"));
        }
        TokenRange crop = lens.crop();
        if (!crop.equals(TokenRange.ALL)) {
            String range =
                    crop.from() + (crop.to() == Integer.MAX_VALUE ? "…" : "–" + (crop.to() - 1));
            parts.add(new Phrase("tokens " + range, "词元 " + range));
        }
        return new Phrase(
                parts.stream().map(Phrase::en).collect(Collectors.joining(" · ")),
                parts.stream().map(Phrase::zh).collect(Collectors.joining(" · ")));
    }
}
