package io.github.headlight.internal.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a template into text and the tokens of its tags. White space is as with {@code
 * trim_blocks} and {@code lstrip_blocks}: a block takes the line end behind it and the indentation
 * before it; {@code -} takes all white space at its side, {@code +} leaves it.
 */
final class Lexer {
    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s*(?:(?<name>[\\p{L}_][\\p{L}\\p{N}_]*)"
                            + "|(?<real>\\d[\\d_]*(?:\\.\\d[\\d_]*(?:[eE][+-]?\\d+)?|[eE][+-]?\\d+))"
                            + "|(?<int>\\d[\\d_]*)"
                            + "|(?<string>'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\")"
                            + "|(?<op>\\*\\*|//|==|!=|<=|>=|[-+*/%~|=<>.,:()\\[\\]{}]))",
                    Pattern.DOTALL);
    private static final Pattern RAW = Pattern.compile("\\{%[-+]?\\s*+raw\\s*+(-?)%}");
    private static final Pattern END_RAW = Pattern.compile("\\{%([-+]?)\\s*+endraw\\s*+([-+]?)%}");
    private static final Set<String> OPENERS = Set.of("(", "[", "{");
    private static final Set<String> CLOSERS = Set.of(")", "]", "}");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private boolean lineStart = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        if (source.endsWith("\n")) {
            source = source.substring(0, source.length() - 1);
        }
        Lexer lexer = new Lexer(source);
        while (lexer.at < source.length()) {
            lexer.next();
        }
        lexer.add(Token.Kind.END, "");
        return lexer.tokens;
    }

    private void next() {
        int tag = nextTag();
        if (tag == source.length()) {
            add(Token.Kind.TEXT, source.substring(at));
            at = tag;
            return;
        }
        char kind = source.charAt(tag + 1);
        char control = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
        String text = source.substring(at, tag);
        int start = line;
        advance(tag);
        if (control == '-') {
            text = PythonText.stripRight(text);
        } else if (control != '+' && kind != '{') {
            text = withoutIndentation(text);
        }
        if (!text.isEmpty()) {
            tokens.add(new Token(Token.Kind.TEXT, text, start));
        }
        advance(control == '-' || control == '+' ? tag + 3 : tag + 2);
        switch (kind) {
            case '#' -> comment();
            case '%' -> {
                if (!raw(tag)) {
                    tag(Token.Kind.BLOCK_START, Token.Kind.BLOCK_END, "%}");
                }
            }
            default -> tag(Token.Kind.OUTPUT_START, Token.Kind.OUTPUT_END, "}}");
        }
    }

    private int nextTag() {
        for (int i = at; i + 1 < source.length(); i++) {
            if (source.charAt(i) == '{' && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return source.length();
    }

    private String withoutIndentation(String text) {
        int from = text.lastIndexOf('\n') + 1;
        boolean indented = from > 0 || lineStart;
        return indented && text.substring(from).isBlank() ? text.substring(0, from) : text;
    }

    /** Reads a raw block, whose inside is text, if one starts here. */
    private boolean raw(int tag) {
        Matcher start = RAW.matcher(source).region(tag, source.length());
        if (!start.lookingAt()) {
            return false;
        }
        Matcher end = END_RAW.matcher(source);
        if (!end.find(start.end())) {
            throw TemplateException.at(line, "the raw block has no end");
        }
        advance(start.end());
        trim(control(start.group(1)), /* block= */ false);
        String text = source.substring(Math.min(at, end.start()), end.start());
        char control = control(end.group(1));
        if (control == '-') {
            text = PythonText.stripRight(text);
        } else if (control != '+') {
            text = withoutIndentation(text);
        }
        add(Token.Kind.TEXT, text);
        advance(end.end());
        trim(control(end.group(2)), /* block= */ true);
        return true;
    }

    private static char control(String sign) {
        return sign.isEmpty() ? ' ' : sign.charAt(0);
    }

    private void comment() {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw TemplateException.at(line, "the comment has no end");
        }
        char control = end > at ? source.charAt(end - 1) : ' ';
        advance(end + 2);
        trim(control, /* block= */ true);
    }

    private void tag(Token.Kind first, Token.Kind last, String end) {
        add(first, "");
        Matcher matcher = TOKEN.matcher(source);
        for (int depth = 0; ; ) {
            int next = at;
            while (next < source.length() && Character.isWhitespace(source.charAt(next))) {
                next++;
            }
            boolean control = next < source.length() && "-+".indexOf(source.charAt(next)) >= 0;
            if (depth == 0 && source.startsWith(end, control ? next + 1 : next)) {
                advance((control ? next + 1 : next) + 2);
                add(last, "");
                trim(control ? source.charAt(next) : ' ', last == Token.Kind.BLOCK_END);
                return;
            }
            matcher.region(at, source.length());
            if (!matcher.lookingAt()) {
                throw TemplateException.at(
                        line,
                        next == source.length()
                                ? "the tag has no end"
                                : "unexpected character " + source.charAt(next));
            }
            depth += add(matcher);
            advance(matcher.end());
        }
    }

    private int add(Matcher matcher) {
        if (matcher.group("name") != null) {
            add(Token.Kind.NAME, matcher.group("name"));
        } else if (matcher.group("real") != null) {
            add(Token.Kind.REAL, matcher.group("real").replace("_", ""));
        } else if (matcher.group("int") != null) {
            add(Token.Kind.INT, matcher.group("int").replace("_", ""));
        } else if (matcher.group("string") != null) {
            String quoted = matcher.group("string");
            add(Token.Kind.STRING, PythonText.unescape(quoted.substring(1, quoted.length() - 1)));
        } else {
            String op = matcher.group("op");
            add(Token.Kind.OPERATOR, op);
            return OPENERS.contains(op) ? 1 : CLOSERS.contains(op) ? -1 : 0;
        }
        return 0;
    }

    /** Skips the white space that the end of a tag takes with it. */
    private void trim(char control, boolean block) {
        int from = at;
        int end = at;
        if (control == '-') {
            while (end < source.length() && PythonText.isSpace(source.charAt(end))) {
                end++;
            }
        } else if (block && control != '+' && source.startsWith("\n", at)) {
            end++;
        }
        advance(end);
        lineStart = end > from && source.charAt(end - 1) == '\n';
    }

    private void advance(int to) {
        for (; at < to; at++) {
            if (source.charAt(at) == '\n') {
                line++;
            }
        }
    }

    private void add(Token.Kind kind, String text) {
        tokens.add(new Token(kind, text, line));
    }

    /** A part of a template. */
    record Token(Kind kind, String text, int line) {
        enum Kind {
            TEXT,
            OUTPUT_START,
            OUTPUT_END,
            BLOCK_START,
            BLOCK_END,
            NAME,
            STRING,
            INT,
            REAL,
            OPERATOR,
            END
        }

        boolean is(Kind expected, String expectedText) {
            return kind == expected && text.equals(expectedText);
        }

        @Override
        public String toString() {
            return switch (kind) {
                case TEXT -> "text";
                case OUTPUT_START -> "{{";
                case OUTPUT_END -> "}}";
                case BLOCK_START -> "{%";
                case BLOCK_END -> "%}";
                case END -> "the end of the template";
                default -> text;
            };
        }
    }
}
