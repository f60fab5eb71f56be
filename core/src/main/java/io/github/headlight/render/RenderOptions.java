package io.github.headlight.render;

import io.github.headlight.language.Language;
import io.github.headlight.view.ColorMap;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Theme;

import java.util.Objects;
import java.util.Optional;

/**
 * How a view is drawn, in any format. Immutable; methods whose names begin with "with" give a
 * changed copy.
 *
 * @param theme light or dark; a page that can follow the reader's setting starts with it
 * @param colorMap the colours of probabilities
 * @param shading from probabilities to places on the colour map; a page starts with it
 * @param language of fixed words
 * @param fontSize of labels, in units of 1/96 inch before the picture is scaled to its width
 * @param width how wide the picture is on a page; by default as its content needs
 * @param outlines whether text is drawn as shapes, for places without fonts
 * @param cellValues whether cells say their value where there is room
 * @param pixelRatio pixels of a raster image per unit of 1/96 inch: 2 is 192 dpi
 */
public record RenderOptions(
        Theme theme,
        ColorMap colorMap,
        Shading shading,
        Language language,
        double fontSize,
        Optional<Length> width,
        boolean outlines,
        boolean cellValues,
        double pixelRatio) {
    /** Light, blue, English, at 192 dpi. */
    public static final RenderOptions DEFAULT =
            new RenderOptions(
                    Theme.LIGHT,
                    ColorMap.BLUE,
                    Shading.DEFAULT,
                    Language.EN,
                    11,
                    Optional.empty(),
                    false,
                    false,
                    2);

    public RenderOptions {
        Objects.requireNonNull(theme, "theme");
        Objects.requireNonNull(colorMap, "color map");
        Objects.requireNonNull(shading, "shading");
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(width, "width");
        if (!(fontSize >= 6 && fontSize <= 36)) {
            throw new IllegalArgumentException("font size: expected 6 to 36, found " + fontSize);
        }
        if (!(pixelRatio >= 0.25 && pixelRatio <= 8)) {
            throw new IllegalArgumentException(
                    "pixel ratio: expected 0.25 to 8, found " + pixelRatio);
        }
    }

    /**
     * {@return these options with another theme}
     *
     * @param other light or dark
     */
    public RenderOptions with(Theme other) {
        return new RenderOptions(
                other,
                colorMap,
                shading,
                language,
                fontSize,
                width,
                outlines,
                cellValues,
                pixelRatio);
    }

    /**
     * {@return these options with another colour map}
     *
     * @param other the colours of probabilities
     */
    public RenderOptions with(ColorMap other) {
        return new RenderOptions(
                theme, other, shading, language, fontSize, width, outlines, cellValues, pixelRatio);
    }

    /**
     * {@return these options with another shading}
     *
     * @param other from probabilities to places on the colour map
     */
    public RenderOptions with(Shading other) {
        return new RenderOptions(
                theme,
                colorMap,
                other,
                language,
                fontSize,
                width,
                outlines,
                cellValues,
                pixelRatio);
    }

    /**
     * {@return these options with another language}
     *
     * @param other of fixed words
     */
    public RenderOptions with(Language other) {
        return new RenderOptions(
                theme, colorMap, shading, other, fontSize, width, outlines, cellValues, pixelRatio);
    }

    /**
     * {@return these options with another font size}
     *
     * @param size in units of 1/96 inch, 6 to 36
     */
    public RenderOptions withFontSize(double size) {
        return new RenderOptions(
                theme, colorMap, shading, language, size, width, outlines, cellValues, pixelRatio);
    }

    /**
     * {@return these options with a width}
     *
     * @param length how wide the picture is on a page
     */
    public RenderOptions withWidth(Length length) {
        return new RenderOptions(
                theme,
                colorMap,
                shading,
                language,
                fontSize,
                Optional.of(length),
                outlines,
                cellValues,
                pixelRatio);
    }

    /**
     * {@return these options with text as shapes, or as text}
     *
     * @param shapes whether text is drawn as shapes
     */
    public RenderOptions withOutlines(boolean shapes) {
        return new RenderOptions(
                theme,
                colorMap,
                shading,
                language,
                fontSize,
                width,
                shapes,
                cellValues,
                pixelRatio);
    }

    /**
     * {@return these options with values in cells, or without}
     *
     * @param shown whether cells say their value where there is room
     */
    public RenderOptions withCellValues(boolean shown) {
        return new RenderOptions(
                theme, colorMap, shading, language, fontSize, width, outlines, shown, pixelRatio);
    }

    /**
     * {@return these options with another resolution}
     *
     * @param ratio pixels of a raster image per unit of 1/96 inch, 0.25 to 8
     */
    public RenderOptions withPixelRatio(double ratio) {
        return new RenderOptions(
                theme, colorMap, shading, language, fontSize, width, outlines, cellValues, ratio);
    }
}
