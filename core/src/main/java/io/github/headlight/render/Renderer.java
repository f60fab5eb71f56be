package io.github.headlight.render;

import io.github.headlight.error.Excerpt;
import io.github.headlight.error.RendererNotFoundException;
import io.github.headlight.view.AttentionView;
import io.github.headlight.view.Report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Draws views in one format. Providers are found by {@link java.util.ServiceLoader}: they have a
 * public constructor without parameters, {@code provides … with} in their module and a line in
 * {@code META-INF/services}. A renderer keeps no state between calls, serves many threads, and
 * gives the same bytes for the same view and options.
 */
public interface Renderer {
    /**
     * {@return the name it is asked for by, lower case letters, digits and hyphens: {@code svg}}
     */
    String id();

    /** {@return the media type of its output: {@code image/svg+xml}} */
    String mediaType();

    /** {@return the usual ending of a file in this format, without a dot: {@code svg}} */
    String fileExtension();

    /**
     * {@return whether it can draw a view}
     *
     * @param view what to draw
     */
    boolean supports(AttentionView view);

    /**
     * {@return the ids of the sections that a report can be composed of, in order; empty if this
     * renderer's reports have none to choose}
     */
    default List<String> sections() {
        return List.of();
    }

    /**
     * Checks that there are the sections that were asked for.
     *
     * @param ids of sections
     * @throws RendererNotFoundException if one is not there; the message lists those there are
     */
    default void requireSections(List<String> ids) {
        List<String> known = ids.isEmpty() ? List.of() : sections();
        for (String id : ids) {
            if (!known.contains(id)) {
                throw new RendererNotFoundException(
                        "renderer "
                                + id()
                                + " has no section \""
                                + Excerpt.of(id)
                                + "\"; found: "
                                + (known.isEmpty() ? "none" : String.join(", ", known))
                                + "; choose of these, or add the artifact that brings it");
            }
        }
    }

    /**
     * Draws a view that it {@link #supports}. Callers use {@link #render}, which checks that and
     * cares for the output.
     *
     * @param view what to draw
     * @param options how
     * @param out where to; not closed
     * @throws IOException if {@code out} cannot be written
     */
    void write(AttentionView view, RenderOptions options, OutputStream out) throws IOException;

    /**
     * Draws a view.
     *
     * @param view what to draw
     * @param options how
     * @param output where to
     * @throws RendererNotFoundException if this renderer cannot draw the view, or a section of it
     * @throws io.github.headlight.error.OutputException if the output cannot be written
     */
    default void render(AttentionView view, RenderOptions options, RenderOutput output) {
        if (!supports(view)) {
            throw new RendererNotFoundException(
                    "renderer "
                            + id()
                            + " ("
                            + getClass().getName()
                            + ") cannot draw the view "
                            + view.kind()
                            + "; choose another renderer");
        }
        if (view instanceof Report report) {
            requireSections(report.sections());
        }
        output.write(out -> write(view, options, out));
    }

    /**
     * Draws a view with {@link RenderOptions#DEFAULT}.
     *
     * @param view what to draw
     * @param output where to
     */
    default void render(AttentionView view, RenderOutput output) {
        render(view, RenderOptions.DEFAULT, output);
    }
}
