package io.github.headlight.internal.canvas;

import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.font.FontRenderContext;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.text.AttributedString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds for each character the first font of this machine that really draws it. Asking {@link
 * Font#canDisplay} is not enough: fonts with coloured emoji say yes and draw nothing. Not for
 * several threads.
 */
final class FontStack {
    private static final Pattern CLUSTER = Pattern.compile("\\X");

    /** As in SVG files; the last is the one the JDK composes of what there is. */
    private static final List<String> PREFERRED =
            List.of(
                    "Noto Sans",
                    "Helvetica Neue",
                    "Arial",
                    "Liberation Sans",
                    "Noto Sans CJK SC",
                    "PingFang SC",
                    "Hiragino Sans GB",
                    "Microsoft YaHei",
                    Font.SANS_SERIF);

    /** Stands for what no font can draw. */
    private static final String BOX = "▯";

    private final List<Font> preferred = new ArrayList<>();
    private final List<Font> others = new ArrayList<>();
    private final Map<String, Optional<Font>> chosen = new HashMap<>();

    FontStack() {
        List<String> families =
                List.of(
                        GraphicsEnvironment.getLocalGraphicsEnvironment()
                                .getAvailableFontFamilyNames(Locale.ROOT));
        Set<String> installed = Set.copyOf(families);
        for (String family : PREFERRED) {
            if (installed.contains(family) || family.equals(Font.SANS_SERIF)) {
                preferred.add(new Font(family, Font.PLAIN, 1));
            }
        }
        for (String family : families) {
            if (!PREFERRED.contains(family)) {
                others.add(new Font(family, Font.PLAIN, 1));
            }
        }
    }

    /** {@return a line, not empty, in fonts that can draw it} */
    TextLayout layout(TextLine line, FontRenderContext context) {
        StringBuilder text = new StringBuilder();
        List<Font> fonts = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        Matcher clusters = CLUSTER.matcher(line.text());
        while (clusters.find()) {
            String cluster = clusters.group();
            Optional<Font> font = fontFor(cluster, context);
            text.append(font.isPresent() ? cluster : BOX);
            fonts.add(font.or(() -> fontFor(BOX, context)).orElse(preferred.get(0)));
            ends.add(text.length());
        }
        AttributedString styled = new AttributedString(text.toString());
        int weight = line.style().bold() ? Font.BOLD : Font.PLAIN;
        float size = (float) line.style().size();
        for (int i = 0, start = 0; i < fonts.size(); start = ends.get(i++)) {
            styled.addAttribute(
                    TextAttribute.FONT, fonts.get(i).deriveFont(weight, size), start, ends.get(i));
        }
        return new TextLayout(styled.getIterator(), context);
    }

    /** {@return the first font that draws a character, if any} */
    Optional<Font> fontFor(String cluster, FontRenderContext context) {
        return chosen.computeIfAbsent(
                cluster, c -> first(preferred, c, context).or(() -> first(others, c, context)));
    }

    private static Optional<Font> first(
            List<Font> fonts, String cluster, FontRenderContext context) {
        return fonts.stream().filter(font -> draws(font, cluster, context)).findFirst();
    }

    private static boolean draws(Font font, String cluster, FontRenderContext context) {
        if (font.canDisplayUpTo(cluster) >= 0) {
            return false;
        }
        int first = cluster.codePointAt(0);
        if (Character.isWhitespace(first) || Character.isSpaceChar(first)) {
            return true;
        }
        String base = Character.toString(first);
        return !font.deriveFont(16f)
                .createGlyphVector(context, base)
                .getOutline()
                .getBounds2D()
                .isEmpty();
    }
}
