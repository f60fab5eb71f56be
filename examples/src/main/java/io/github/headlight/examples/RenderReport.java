package io.github.headlight.examples;

import io.github.headlight.capture.Attention;
import io.github.headlight.render.RenderOutput;
import io.github.headlight.render.Renderers;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Report;

import java.nio.file.Path;

/** Asks a model a question, and writes the report of its answer and one heatmap. */
public final class RenderReport {
    private static final int ANSWER_TOKENS = 48;

    private RenderReport() {}

    /**
     * Writes report.html and heatmap.svg.
     *
     * @param arguments the model, the question, and the folder to write to
     */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[2]);
        try (AttentionModel model =
                AttentionModel.open(Path.of(arguments[0]), SessionConfig.auto())) {
            Attention attention =
                    model.capture(
                            Prompt.user(arguments[1]), CaptureOptions.generating(ANSWER_TOKENS));
            Heatmap lastLayer = Heatmap.ofLayer(attention, attention.tensor().layers() - 1);
            Renderers.find("html")
                    .render(Report.of(attention), RenderOutput.file(folder.resolve("report.html")));
            Renderers.find("svg")
                    .render(lastLayer, RenderOutput.file(folder.resolve("heatmap.svg")));
            System.out.println(attention.answer());
        }
    }
}
