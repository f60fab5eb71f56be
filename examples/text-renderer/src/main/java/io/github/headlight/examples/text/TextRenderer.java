package io.github.headlight.examples.text;

import io.github.headlight.render.RenderOptions;
import io.github.headlight.render.Renderer;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.Heatmap;
import io.github.headlight.view.Profile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Draws heatmaps and profiles as tables of text. Of the options it heeds the language, the colour
 * scale and the threshold; a table has no colours and no size.
 *
 * <p>A renderer of your own needs four things, which are all in this module:
 *
 * <ol>
 *   <li>a public class with a public constructor without parameters that implements {@link
 *       Renderer}: this one;
 *   <li>{@code provides … with} in {@code module-info.java}, for programs on the module path;
 *   <li>its name in {@code META-INF/services/io.github.headlight.render.Renderer}, for programs on
 *       the class path;
 *   <li>a test that extends {@code RendererContractTest}, from the {@code tests} jar of {@code
 *       headlight-core}.
 * </ol>
 */
public final class TextRenderer implements Renderer {
    @Override
    public String id() {
        return "text";
    }

    @Override
    public String mediaType() {
        return "text/plain";
    }

    @Override
    public String fileExtension() {
        return "txt";
    }

    @Override
    public boolean supports(AttentionView view) {
        return view instanceof Heatmap || view instanceof Profile;
    }

    @Override
    public void write(AttentionView view, RenderOptions options, OutputStream out)
            throws IOException {
        String text =
                view instanceof Heatmap heatmap
                        ? HeatmapTable.of(heatmap, options)
                        : ProfileTable.of((Profile) view, options);
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
