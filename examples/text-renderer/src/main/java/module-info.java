/** A renderer as somebody else would write one: attention as a table of text for a terminal. */
module io.github.headlight.examples.text {
    requires io.github.headlight.core;

    provides io.github.headlight.render.Renderer with
            io.github.headlight.examples.text.TextRenderer;
}
