package io.github.headlight.cli;

import io.github.headlight.language.Language;
import io.github.headlight.render.Length;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.view.ColorMap;
import io.github.headlight.view.ColorScale;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Theme;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.util.Locale;

/** Options of commands that draw pictures: how they look. */
final class DrawingOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--theme",
            paramLabel = "THEME",
            defaultValue = "light",
            description = "light or dark (default: ${DEFAULT-VALUE}).")
    private Theme theme;

    @Option(
            names = "--color-map",
            paramLabel = "MAP",
            defaultValue = "blue",
            converter = ColorMapConverter.class,
            description = "blue, cividis or grey (default: ${DEFAULT-VALUE}).")
    private ColorMap colorMap;

    @Option(
            names = "--scale",
            paramLabel = "SCALE",
            converter = ScaleConverter.class,
            description =
                    "How colour follows probability: linear, sqrt or log (default: sqrt, of a profile linear).")
    private ColorScale scale;

    @Option(
            names = "--gamma",
            paramLabel = "G",
            description = "In place of --scale: colour is probability to the power of G, 0.1 to 4.")
    private Double gamma;

    @Option(
            names = "--range",
            paramLabel = "RANGE",
            defaultValue = "unit",
            converter = RangeConverter.class,
            description =
                    "What the strongest colour stands for: unit (probability 1), picture (the largest value of the picture) or row (the largest of each row) (default: ${DEFAULT-VALUE}).")
    private Shading.Range range;

    @Option(
            names = "--threshold",
            paramLabel = "P",
            defaultValue = "0",
            description = "Leave probabilities below P blank (default: ${DEFAULT-VALUE}).")
    private double threshold;

    @Option(names = "--cell-values", description = "Write values into cells where there is room.")
    private boolean cellValues;

    @Option(
            names = "--font-size",
            paramLabel = "SIZE",
            defaultValue = "11",
            description =
                    "Of labels, 6 to 36, in units of 1/96 inch before the picture is scaled to --width (default: ${DEFAULT-VALUE}).")
    private double fontSize;

    @Option(
            names = "--width",
            paramLabel = "WIDTH",
            converter = LengthConverter.class,
            description = "Of the picture on its page, as 85mm or 640px (default: as needed).")
    private Length width;

    @Option(
            names = "--dpi",
            paramLabel = "DPI",
            defaultValue = "192",
            description = "Resolution of a PNG, 24 to 768 (default: ${DEFAULT-VALUE}).")
    private int dpi;

    @Option(
            names = "--outlines",
            description = "Draw text as shapes, for places without fonts (SVG).")
    private boolean outlines;

    @Option(
            names = "--lang",
            paramLabel = "LANG",
            defaultValue = "en",
            converter = LanguageConverter.class,
            description = "Of a picture's own words: en or zh (default: ${DEFAULT-VALUE}).")
    private Language language;

    Language language() {
        return language;
    }

    /**
     * Checks and gives what was asked for.
     *
     * @param usual the scale where none was
     */
    RenderOptions get(ColorScale usual) {
        if (dpi < 24 || dpi > 768) {
            throw wrongUsage("--dpi: expected 24 to 768, found " + dpi);
        }
        if (scale != null && gamma != null) {
            throw wrongUsage("--scale and --gamma: expected one of them, found both");
        }
        try {
            ColorScale chosen = scale == null ? usual : scale;
            RenderOptions options =
                    RenderOptions.DEFAULT
                            .with(theme)
                            .with(colorMap)
                            .with(
                                    new Shading(
                                            gamma == null ? chosen : new ColorScale(gamma),
                                            range,
                                            threshold))
                            .with(language)
                            .withFontSize(fontSize)
                            .withOutlines(outlines)
                            .withCellValues(cellValues)
                            .withPixelRatio(dpi / 96.0);
            return width == null ? options : options.withWidth(width);
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage());
        }
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Reads a colour map. */
    static final class ColorMapConverter extends KeyConverter<ColorMap> {
        ColorMapConverter() {
            super(ColorMap.values(), ColorMap::key);
        }
    }

    /** Reads a range. */
    static final class RangeConverter extends KeyConverter<Shading.Range> {
        RangeConverter() {
            super(Shading.Range.values(), Shading.Range::key);
        }
    }

    /** Reads a scale. */
    static final class ScaleConverter implements ITypeConverter<ColorScale> {
        @Override
        public ColorScale convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "linear" -> ColorScale.LINEAR;
                case "sqrt" -> ColorScale.DEFAULT;
                case "log" -> ColorScale.LOG;
                default ->
                        throw new TypeConversionException(
                                "expected one of linear, sqrt, log, found \"" + text + "\"");
            };
        }
    }

    /** Reads a length. */
    static final class LengthConverter implements ITypeConverter<Length> {
        @Override
        public Length convert(String text) {
            try {
                return Length.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
