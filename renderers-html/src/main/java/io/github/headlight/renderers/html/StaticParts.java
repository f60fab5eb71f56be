package io.github.headlight.renderers.html;

import io.github.headlight.renderers.html.Findings.Finding;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The parts of a page that are there without a script: what was captured, the findings, the text.
 * Each is written once a capture and marked {@code data-capture}, so that the script can show one.
 */
final class StaticParts {
    private static final String HINT = " choose a token: what it looks at; again: who looks at it";

    private final List<PreparedCapture> captures;

    StaticParts(List<PreparedCapture> captures) {
        this.captures = captures;
    }

    /** Model and sizes, in a line. */
    void facts(Html html) throws IOException {
        for (int i = 0; i < captures.size(); i++) {
            html.element("p", facts(captures.get(i)), "class", "facts", "data-capture", "" + i);
        }
    }

    private static String facts(PreparedCapture prepared) {
        PageCapture capture = prepared.capture();
        if (capture.isSingleMatrix()) {
            return capture.queries().size() + " queries × " + capture.keys().size() + " keys";
        }
        StringBuilder facts = new StringBuilder();
        if (!capture.model().architecture().equals("unknown")) {
            facts.append(capture.model().architecture()).append(" · ");
        }
        facts.append(
                String.format(
                        Locale.ROOT,
                        "%,d tokens · %s × %s",
                        capture.tokens().size(),
                        count(capture.layers(), "layer"),
                        count(capture.heads(), "head")));
        if (capture.model().kvHeads() < capture.heads()) {
            facts.append(" · ").append(count(capture.model().kvHeads(), "key/value head"));
        }
        if (!prepared.chunks().hasAll()) {
            facts.append(
                    String.format(
                            Locale.ROOT,
                            " · %,d of %,d matrices in full, the others on the map only",
                            prepared.chunks().slots().size(),
                            capture.slots()));
        }
        return facts.toString();
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** The findings, each a link to the head that shows it. */
    void findings(Html html) throws IOException {
        for (int i = 0; i < captures.size(); i++) {
            PreparedCapture prepared = captures.get(i);
            if (prepared.capture().isSingleMatrix() || prepared.findings().list().isEmpty()) {
                continue;
            }
            html.open("ul", "class", "findings", "data-capture", "" + i);
            for (Finding finding : prepared.findings().list()) {
                html.open("li");
                if (finding.layer() >= 0) {
                    html.open("a", "href", state(i, prepared, finding));
                    body(html, finding, prepared).close("a");
                } else {
                    html.open("div");
                    body(html, finding, prepared).close("div");
                }
                html.close("li");
            }
            html.close("ul");
        }
    }

    private static Html body(Html html, Finding finding, PreparedCapture prepared)
            throws IOException {
        html.element("b", finding.figure(), "lang", language(prepared.capture().tokens()));
        return html.text(" ").element("span", finding.text());
    }

    /** The page's state that shows a finding, as {@code state.js} reads it. */
    private static String state(int number, PreparedCapture prepared, Finding finding) {
        int query = finding.query() < 0 ? prepared.findings().query() : finding.query();
        return "#c=" + number + "&l=" + finding.layer() + "&h=" + finding.head() + "&q=" + query;
    }

    /** The choice of a capture, if there are several. */
    void captureChoice(Html html) throws IOException {
        if (captures.size() < 2) {
            return;
        }
        html.open("label").text("Capture ").open("select", "id", "capture");
        for (int i = 0; i < captures.size(); i++) {
            html.element("option", name(i, captures.get(i).capture()), "value", "" + i);
        }
        html.close("select").close("label");
    }

    private static String name(int number, PageCapture capture) {
        StringBuilder name = new StringBuilder().append(number + 1).append(": ");
        for (Token token : capture.tokens()) {
            if (token.part() == 1 && token.role() != TokenRole.TEMPLATE && name.length() < 30) {
                name.append(TokenText.leadingSpace(token) == 1 ? " " : "");
                name.append(TokenText.shown(token));
            }
        }
        return name.toString();
    }

    /** Prompt and answer, a span a token (or a character split over tokens). */
    void text(Html html) throws IOException {
        for (int i = 0; i < captures.size(); i++) {
            PageCapture capture = captures.get(i).capture();
            List<Token> tokens = capture.tokens();
            if (tokens.isEmpty()) {
                continue;
            }
            html.open(
                    "div",
                    "class",
                    "tokens",
                    "data-capture",
                    "" + i,
                    "lang",
                    language(tokens),
                    "role",
                    "listbox",
                    "aria-label",
                    "Tokens");
            block(html, "Prompt", capture, 0, capture.promptLength());
            if (capture.promptLength() < tokens.size()) {
                block(html, "Answer", capture, capture.promptLength(), tokens.size());
            }
            html.close("div");
        }
    }

    private static void block(Html html, String title, PageCapture capture, int from, int to)
            throws IOException {
        html.open("h3", "lang", "en", "aria-hidden", "true").text(title);
        html.element("span", from == 0 ? HINT : "").close("h3");
        String kind = title.toLowerCase(Locale.ROOT);
        html.open(
                "p", "class", "block " + kind, "dir", "auto", "role", "group", "aria-label", title);
        for (int i = from; i < to; i++) {
            Token token = capture.tokens().get(i);
            // A character split over tokens is one span, that of its first token here.
            if (token.part() == 1 || i == from) {
                boolean read = i < capture.queries().size();
                token(html, token, i, i == from, read);
            }
        }
        html.close("p");
    }

    private static void token(Html html, Token token, int index, boolean first, boolean read)
            throws IOException {
        if (TokenText.leadingSpace(token) == 1 && !first) {
            html.text(" ");
        }
        StringBuilder kinds = new StringBuilder("token");
        kinds.append(token.role() == TokenRole.TEMPLATE ? " template" : "");
        kinds.append(token.parts() > 1 ? " split" : "");
        kinds.append(read ? "" : " unread");
        List<String> attributes = new ArrayList<>();
        attributes.addAll(
                List.of("class", kinds.toString(), "data-token", "" + index, "role", "option"));
        if (!read) {
            attributes.addAll(List.of("title", "The last token: written, never read"));
        }
        html.element("span", TokenText.shown(token), attributes.toArray(String[]::new));
    }

    private static String language(List<Token> tokens) {
        StringBuilder text = new StringBuilder();
        tokens.stream().limit(4000).forEach(token -> text.append(token.text()));
        return Language.guess(text.toString());
    }
}
