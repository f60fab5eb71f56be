package io.github.headlight.renderers.html;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.Origin;
import io.github.headlight.renderers.html.Findings.Finding;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The parts of a page that are there without a script: what was captured, the findings, the text.
 * Each is written once a capture and marked {@code data-capture}, so that the script can show one.
 */
final class StaticParts {
    private static final Phrase HINT =
            new Phrase(
                    "choose a token: what it looks at; again: who looks at it",
                    "点选一个词元：它看向什么；再点一次：谁看它");
    private static final Phrase PROMPT = new Phrase("Prompt", "提示");
    private static final Phrase ANSWER = new Phrase("Answer", "回答");

    private final List<PreparedCapture> captures;

    StaticParts(List<PreparedCapture> captures) {
        this.captures = captures;
    }

    /** Model and sizes, in a line. */
    void facts(Html html) throws IOException {
        for (int i = 0; i < captures.size(); i++) {
            html.open("p", "class", "facts", "data-capture", "" + i);
            html.phrase(facts(captures.get(i))).close("p");
        }
    }

    private static Phrase facts(PreparedCapture prepared) {
        PageCapture capture = prepared.capture();
        boolean captioned = !capture.caption().en().isEmpty();
        StringBuilder en = new StringBuilder(captioned ? capture.caption().en() + " · " : "");
        StringBuilder zh = new StringBuilder(captioned ? capture.caption().zh() + " · " : "");
        if (capture.isSingleMatrix()) {
            int queries = capture.queries().size();
            int keys = capture.keys().size();
            en.append(queries).append(" queries × ").append(keys).append(" keys");
            zh.append(queries).append(" 个查询 × ").append(keys).append(" 个键");
            return new Phrase(en.toString(), zh.toString());
        }
        for (String fact : origin(capture)) {
            en.append(fact).append(" · ");
            zh.append(fact).append(" · ");
        }
        if (!capture.tokens().isEmpty()) {
            String tokens = String.format(Locale.ROOT, "%,d", capture.tokens().size());
            en.append(tokens).append(" tokens · ");
            zh.append(tokens).append(" 个词元 · ");
        }
        en.append(count(capture.layers(), "layer")).append(" × ");
        en.append(count(capture.heads(), "head"));
        zh.append(capture.layers()).append(" 层 × ").append(capture.heads()).append(" 头");
        if (capture.model().kvHeads() < capture.heads()) {
            en.append(" · ").append(count(capture.model().kvHeads(), "key/value head"));
            zh.append(" · ").append(capture.model().kvHeads()).append(" 个键值头");
        }
        if (capture.attention().filter(a -> !a.plan().has(CapturePart.Full.class)).isPresent()) {
            String plan = capture.attention().get().plan().toString();
            en.append(" · reduced capture: ").append(plan);
            zh.append(" · 精简捕获：").append(plan);
        }
        if (!prepared.chunks().hasAll()) {
            int written = prepared.chunks().slots().size();
            en.append(
                    String.format(
                            Locale.ROOT,
                            " · %,d matrices cell by cell, the others on the map only",
                            written));
            zh.append(String.format(Locale.ROOT, " · %,d 个矩阵逐格写入，其余只在总览中", written));
        }
        return new Phrase(en.toString(), zh.toString());
    }

    /** The model's name, its architecture, and when it was captured, as far as they are known. */
    private static List<String> origin(PageCapture capture) {
        List<String> facts = new ArrayList<>();
        Origin origin = capture.attention().map(Attention::origin).orElse(Origin.UNKNOWN);
        if (!origin.model().isEmpty()) {
            facts.add(TokenText.plain(origin.model()));
        }
        if (!capture.model().architecture().equals("unknown")) {
            facts.add(capture.model().architecture());
        }
        origin.time()
                .ifPresent(
                        time ->
                                facts.add(
                                        DateTimeFormatter.ofPattern(
                                                        "yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                                                .withZone(ZoneOffset.UTC)
                                                .format(time)));
        return facts;
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
        html.open("b", "lang", TextLanguage.of(prepared.capture().tokens()));
        html.phrase(finding.figure()).close("b").text(" ");
        return html.open("span").phrase(finding.text()).close("span");
    }

    /** The page's state that shows a finding, as {@code state.js} reads it. */
    private static String state(int number, PreparedCapture prepared, Finding finding) {
        int query = finding.query() < 0 ? prepared.findings().query() : finding.query();
        return Place.of(number, finding.layer(), finding.head(), query).fragment();
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
                    TextLanguage.of(tokens),
                    "role",
                    "listbox",
                    "data-t-label",
                    "tokens",
                    "aria-label",
                    "Tokens");
            block(html, "prompt", PROMPT, capture, 0, capture.promptLength());
            if (capture.promptLength() < tokens.size()) {
                block(html, "answer", ANSWER, capture, capture.promptLength(), tokens.size());
            }
            html.close("div");
        }
    }

    private static void block(
            Html html, String kind, Phrase title, PageCapture capture, int from, int to)
            throws IOException {
        html.open("h3", "aria-hidden", "true").phrase(title).open("span");
        html.text(" ").phrase(from == 0 ? HINT : Phrase.same("")).close("span").close("h3");
        html.open(
                "p",
                "class",
                "block " + kind,
                "dir",
                "auto",
                "role",
                "group",
                "data-t-label",
                kind,
                "aria-label",
                title.en());
        for (int i = from; i < to; i++) {
            Token token = capture.tokens().get(i);
            // A character split over tokens is one span, that of its first token here.
            if (token.part() == 1 || i == from) {
                boolean read = i < capture.queries().size();
                token(html, token, i / capture.block(), i == from, read);
            }
        }
        html.close("p");
    }

    private static void token(Html html, Token token, int index, boolean first, boolean read)
            throws IOException {
        if (!first && TokenText.isApart(token)) {
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
            attributes.addAll(
                    List.of(
                            "title",
                            "The last token: written, never read",
                            "data-t-label",
                            "unread"));
        }
        html.element("span", TokenText.shown(token), attributes.toArray(String[]::new));
    }
}
