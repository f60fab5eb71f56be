package io.github.headlight.renderers.html;

import io.github.headlight.render.Renderer;
import io.github.headlight.render.RendererContractTest;

class HtmlRendererTest extends RendererContractTest {
    @Override
    protected Renderer renderer() {
        return new HtmlRenderer();
    }
}
