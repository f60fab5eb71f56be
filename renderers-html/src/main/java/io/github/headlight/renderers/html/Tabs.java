package io.github.headlight.renderers.html;

import java.io.IOException;
import java.util.List;

/** The tabs of a page, each with its panel. */
final class Tabs {
    /** A view that the script draws into its panel. */
    record View(String id, Phrase title) {}

    /** In the order of tabs. */
    static final List<View> VIEWS =
            List.of(
                    new View("matrix", new Phrase("Matrix", "矩阵")),
                    new View("links", new Phrase("Links", "连线")),
                    new View("layers", new Phrase("Layers", "各层")),
                    new View("patterns", new Phrase("Patterns", "模式")),
                    new View("steps", new Phrase("Answer", "回答")),
                    new View(SideBySide.ID, new Phrase("Compare", "比较")));

    private final List<Tab> tabs;

    Tabs(List<Tab> tabs) {
        this.tabs = tabs;
    }

    void tabs(Html html) throws IOException {
        html.open("div", "id", "tabs", "role", "tablist", "data-t-label", "views");
        for (Tab tab : tabs) {
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

    void panels(Html html) throws IOException {
        for (Tab tab : tabs) {
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
            html.trusted(tab.markup());
            html.close("div");
        }
    }
}
