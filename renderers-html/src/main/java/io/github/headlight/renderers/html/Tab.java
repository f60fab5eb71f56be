package io.github.headlight.renderers.html;

import java.util.Objects;

/**
 * A tab of a page and its panel.
 *
 * @param id of the section
 * @param title on the tab
 * @param markup what is in the panel before the script draws
 */
record Tab(String id, Phrase title, String markup) {
    Tab {
        Objects.requireNonNull(title, "title");
    }
}
