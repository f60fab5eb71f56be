package io.github.headlight.internal.jinja;

import io.github.headlight.internal.jinja.Lexer.Token;
import io.github.headlight.internal.jinja.Lexer.Token.Kind;

import java.util.List;
import java.util.Locale;

/** Goes through the tokens of a template. */
final class TokenReader {
    private final List<Token> tokens;
    private int at;

    TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    int line() {
        return peek().line();
    }

    boolean isOperator(String text) {
        return peek().is(Kind.OPERATOR, text);
    }

    boolean isName(String text) {
        return peek().is(Kind.NAME, text);
    }

    boolean skipOperator(String text) {
        boolean there = isOperator(text);
        if (there) {
            next();
        }
        return there;
    }

    boolean skipName(String text) {
        boolean there = isName(text);
        if (there) {
            next();
        }
        return there;
    }

    /** Skips {@code name=}, if it is there, and gives the name, else null. */
    String argumentName() {
        if (peek().kind() == Kind.NAME && tokens.get(at + 1).is(Kind.OPERATOR, "=")) {
            String name = next().text();
            next();
            return name;
        }
        return null;
    }

    Token expect(Kind kind) {
        if (peek().kind() != kind) {
            throw unexpected(kind.name().toLowerCase(Locale.ROOT));
        }
        return next();
    }

    void expectOperator(String text) {
        if (!skipOperator(text)) {
            throw unexpected(text);
        }
    }

    void expectName(String text) {
        if (!skipName(text)) {
            throw unexpected(text);
        }
    }

    TemplateException unexpected(String expected) {
        return TemplateException.at(line(), "expected " + expected + ", found " + peek());
    }
}
