/**
 * Writes a view as one HTML file without any request to elsewhere. {@link
 * io.github.headlight.renderers.html.HtmlRenderer} is the only public class. Java writes the text,
 * the findings and the data; the script and the style beside this package draw them in the browser.
 * Depends on core's {@code view}, {@code render}, {@code capture}, {@code tensor}, {@code token}
 * and {@code model}, never on a session.
 *
 * <p>How a file is laid out: head with a content security policy that lets only this script and
 * this style run; title, findings and text as plain markup; {@code hl-meta} (JSON, see {@code
 * ReportJson}); {@code map-<capture>} (see {@code Tiles}); the script; one {@code
 * m-<capture>-<slot>} a matrix (see {@code HeadCodec}). Slots count the matrices of a capture:
 * heads of layer 0, the mean of layer 0, heads of layer 1, and so on. The script comes before the
 * matrices so that the first screen is there while they are still being read.
 */
package io.github.headlight.renderers.html;
