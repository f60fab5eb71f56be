/**
 * Writes views as HTML without any request to elsewhere: {@link
 * io.github.headlight.renderers.html.HtmlRenderer} as a file, {@link
 * io.github.headlight.renderers.html.HtmlFragmentRenderer} as a frame for another page. Java writes
 * the text, the findings, the sections and the data; the script and the style beside this package
 * draw views of them in the browser. Depends on core's {@code view}, {@code render}, {@code
 * capture}, {@code analysis}, {@code tensor}, {@code token} and {@code model}, never on a session.
 *
 * <p>A report is composed of sections, each a tab: the views that the script draws, then {@link
 * io.github.headlight.renderers.html.ReportSection}s, which Java writes with a {@link
 * io.github.headlight.renderers.html.SectionWriter}: the diagnosis, the advice, and what programs
 * and plug-ins add. They can link to any place of the page, and no markup gets past them.
 *
 * <p>How a file is laid out: head with a content security policy that lets only this script and
 * this style run; title, findings and text as plain markup; {@code hl-meta} (JSON, see {@code
 * ReportJson}); {@code map-<capture>} (see {@code Tiles}); the script; one {@code
 * m-<capture>-<slot>} a matrix (see {@code HeadCodec}). Slots count the matrices of a capture:
 * heads of layer 0, the mean of layer 0, heads of layer 1, and so on. The script comes before the
 * matrices so that the first screen is there while they are still being read.
 */
package io.github.headlight.renderers.html;
