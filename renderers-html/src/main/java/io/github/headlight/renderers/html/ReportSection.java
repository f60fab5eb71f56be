package io.github.headlight.renderers.html;

import io.github.headlight.view.Report;

/**
 * A part of a report with a tab of its own, written in words, tables and bars. A program gives
 * sections to {@link HtmlRenderer#with}; a plug-in has a public constructor without parameters,
 * {@code provides … with} in its module and a line in {@code META-INF/services}. A section keeps no
 * state between calls, serves many threads, and writes the same for the same report.
 *
 * <p>What it throws ends the report, as an {@link io.github.headlight.error.OutputException} that
 * names the section; what it cannot show it says in a sentence instead.
 */
public interface ReportSection {
    /**
     * {@return the name it is chosen by, lower case letters, digits and hyphens: {@code advice}}
     */
    String id();

    /** {@return the words on its tab} */
    Phrase title();

    /**
     * {@return whether there is something to write}
     *
     * @param report the captures
     */
    boolean appliesTo(Report report);

    /**
     * Writes the section; called only if it {@link #appliesTo applies}.
     *
     * @param report the captures
     * @param out where to
     */
    void write(Report report, SectionWriter out);
}
