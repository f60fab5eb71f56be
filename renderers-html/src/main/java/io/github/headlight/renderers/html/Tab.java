package io.github.headlight.renderers.html;

/**
 * A tab of a page and its panel.
 *
 * @param id of the section
 * @param title on the tab
 * @param markup what is in the panel before the script draws
 */
record Tab(String id, Phrase title, String markup) {}
