package io.github.headlight.renderers.html;

import java.io.IOException;
import java.util.List;

/** The views that the script draws, each a tab with an empty panel. */
final class Tabs {
    private record Tab(String id, Phrase title) {}

    private static final List<Tab> TABS =
            List.of(
                    new Tab("matrix", new Phrase("Matrix", "矩阵")),
                    new Tab("links", new Phrase("Links", "连线")),
                    new Tab("layers", new Phrase("Layers", "各层")),
                    new Tab("patterns", new Phrase("Patterns", "模式")),
                    new Tab("steps", new Phrase("Answer", "回答")));

    private Tabs() {}

    static void tabs(Html html) throws IOException {
        html.open("div", "id", "tabs", "role", "tablist", "data-t-label", "views");
        for (Tab tab : TABS) {
            html.open(
                    "button",
                    "type",
                    "button",
                    "id",
                    "tab-" + tab.id(),
                    "role",
                    "tab",
                    "aria-controls",
                    "panel-" + tab.id());
            html.phrase(tab.title()).close("button");
        }
        html.close("div");
    }

    static void panels(Html html) throws IOException {
        for (Tab tab : TABS) {
            html.open(
                    "div",
                    "id",
                    "panel-" + tab.id(),
                    "class",
                    "panel of-text",
                    "role",
                    "tabpanel",
                    "aria-labelledby",
                    "tab-" + tab.id());
            html.trusted(Assets.panel(tab.id()));
            html.close("div");
        }
    }
}
