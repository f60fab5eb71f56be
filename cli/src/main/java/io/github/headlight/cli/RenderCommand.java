package io.github.headlight.cli;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.render.Renderer;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.ColorScale;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Shading;
import io.github.headlight.view.Theme;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;

/** {@code headlight render}. */
@Command(name = "render", description = "Draws one picture.")
final class RenderCommand extends Subcommand {
    private static final String MEAN = "mean";

    @Parameters(paramLabel = "A.safetensors", description = "An attention file.")
    private Path file;

    @Option(names = "--view", required = true, paramLabel = "VIEW", description = "heatmap.")
    private String view;

    @Option(
            names = "--layer",
            paramLabel = "L",
            description = "The layer, from 0 (default: the last).")
    private Integer layer;

    @Option(
            names = "--head",
            paramLabel = "H",
            defaultValue = MEAN,
            description = "The head, from 0, or mean (default).")
    private String head;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "svg, png, html or the id of a plug-in (default: by the ending of --out).")
    private String format;

    @Option(
            names = "--theme",
            paramLabel = "THEME",
            defaultValue = "light",
            description = "light or dark (default: ${DEFAULT-VALUE}).")
    private Theme theme;

    @Option(
            names = "--gamma",
            paramLabel = "G",
            description = "Colour is probability to the power of G; 1 is linear (default: 0.5).")
    private Double gamma;

    @Option(
            names = "--dpi",
            paramLabel = "DPI",
            defaultValue = "192",
            description = "Resolution of a PNG, 24 to 768 (default: ${DEFAULT-VALUE}).")
    private int dpi;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "F",
            description = "Where to write the picture.")
    private Path out;

    @Override
    void execute() {
        if (!view.equals("heatmap")) {
            throw wrongUsage("--view: expected heatmap, found \"" + view + "\"");
        }
        if (dpi < 24 || dpi > 768) {
            throw wrongUsage("--dpi: expected 24 to 768, found " + dpi);
        }
        requireOther(out, List.of(file));
        Renderer renderer = RenderersCommand.choose(format, out);
        RenderOptions options =
                RenderOptions.DEFAULT.with(theme).with(shading()).withPixelRatio(dpi / 96.0);
        renderer.render(heatmap(), options, RenderOutput.file(out));
    }

    private AttentionView heatmap() {
        Attention attention = AttentionFile.read(file);
        int layers = attention.model().layers();
        int chosen = layer == null ? layers - 1 : index("--layer", layer.toString(), layers);
        return head.equals(MEAN)
                ? Heatmap.ofLayer(attention, chosen)
                : Heatmap.ofHead(
                        attention, chosen, index("--head", head, attention.model().heads()));
    }

    private Shading shading() {
        if (gamma == null) {
            return Shading.DEFAULT;
        }
        try {
            return Shading.DEFAULT.with(new ColorScale(gamma));
        } catch (IllegalArgumentException e) {
            throw wrongUsage("--gamma: " + e.getMessage());
        }
    }

    private int index(String option, String value, int size) {
        try {
            int index = Integer.parseInt(value);
            if (index >= 0 && index < size) {
                return index;
            }
        } catch (NumberFormatException e) {
            // The message below covers it.
        }
        throw wrongUsage(
                option + ": " + file + " has 0 to " + (size - 1) + ", found \"" + value + "\"");
    }
}
