package io.github.headlight.internal.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Texts as Python writes and reads them. */
final class PythonText {
    private PythonText() {}

    /** Python's {@code str.isspace} for one character. */
    static boolean isSpace(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c == 0x85
                || (c >= 0x1C && c <= 0x1F);
    }

    static String strip(String text) {
        return stripRight(stripLeft(text, PythonText::isSpace), PythonText::isSpace);
    }

    static String stripRight(String text) {
        return stripRight(text, PythonText::isSpace);
    }

    static String stripLeft(String text, IntPredicate drop) {
        int from = 0;
        while (from < text.length() && drop.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        return text.substring(from);
    }

    static String stripRight(String text, IntPredicate drop) {
        int to = text.length();
        while (to > 0 && drop.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(0, to);
    }

    /** The text of a string literal. */
    static String unescape(String literal) {
        if (literal.indexOf('\\') < 0) {
            return literal;
        }
        StringBuilder text = new StringBuilder(literal.length());
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c != '\\' || i + 1 == literal.length()) {
                text.append(c);
                continue;
            }
            char escape = literal.charAt(++i);
            switch (escape) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'v' -> text.append('\u000B');
                case 'a' -> text.append('\u0007');
                case '0' -> text.append('\0');
                case '\\', '\'', '"' -> text.append(escape);
                case '\n' -> {}
                case 'x' -> i = appendCode(text, literal, i, 2);
                case 'u' -> i = appendCode(text, literal, i, 4);
                case 'U' -> i = appendCode(text, literal, i, 8);
                default -> text.append('\\').append(escape);
            }
        }
        return text.toString();
    }

    private static int appendCode(StringBuilder text, String literal, int at, int digits) {
        try {
            String hex = literal.substring(at + 1, at + 1 + digits);
            text.appendCodePoint(Integer.parseInt(hex, 16));
            return at + digits;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new TemplateException("a text with a wrong escape: " + literal);
        }
    }

    /** Python's {@code str}. */
    static void append(StringBuilder out, Value value) {
        if (value instanceof Value.Text text) {
            out.append(text.value());
        } else if (!(value instanceof Value.Undefined)) {
            appendRepr(out, value);
        }
    }

    /** Python's {@code repr}. */
    private static void appendRepr(StringBuilder out, Value value) {
        if (value instanceof Value.Text text) {
            appendQuoted(out, text.value());
        } else if (value instanceof Value.Bool bool) {
            out.append(bool.value() ? "True" : "False");
        } else if (value instanceof Value.Int number) {
            out.append(number.value());
        } else if (value instanceof Value.Real number) {
            out.append(real(number.value()));
        } else if (value instanceof Value.Items items) {
            String separator = "[";
            for (Value item : items.values()) {
                appendRepr(out.append(separator), item);
                separator = ", ";
            }
            out.append(items.values().isEmpty() ? "[]" : "]");
        } else if (value instanceof Value.Dict dict) {
            String separator = "{";
            for (var entry : dict.entries().entrySet()) {
                appendRepr(out.append(separator), entry.getKey());
                appendRepr(out.append(": "), entry.getValue());
                separator = ", ";
            }
            out.append(dict.entries().isEmpty() ? "{}" : "}");
        } else {
            out.append(value instanceof Value.None ? "None" : "Undefined");
        }
    }

    private static void appendQuoted(StringBuilder out, String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(c);
                    } else if (c < ' ' || c == 0x7F) {
                        out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append(quote);
    }

    /** Python's {@code repr} of a float: fixed from 1e-4 to 1e16, else with an exponent. */
    static String real(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String fixed = decimal.toPlainString();
            return decimal.scale() <= 0 ? fixed + ".0" : fixed;
        }
        BigInteger digits = decimal.unscaledValue();
        String mantissa = new BigDecimal(digits, decimal.precision() - 1).toPlainString();
        return mantissa
                + String.format(
                        Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
