package io.github.headlight.token;

import io.github.headlight.error.Excerpt;

import java.util.ArrayList;
import java.util.List;

/**
 * Refuses regular expressions that the tokenizer library may not survive: its engine (Oniguruma,
 * syntax of Ruby) ends the process after 10,000,000 steps back from one place of a text. The rule:
 *
 * <ol>
 *   <li>A pattern has at most 4,000 characters and 50 groups within each other.
 *   <li>It has no back reference, call, condition, comment mode, control escape or other part that
 *       is not understood here.
 *   <li>On a text of 1,000,000 characters it takes at most 10,000,000 steps back, as {@link
 *       PatternCost} estimates. So a group that is repeated without bound must not match the same
 *       text in two ways (through a repetition or overlapping alternatives within) if something
 *       behind it can fail, as in {@code (a+)+$}; nor may something that can fail follow two
 *       repetitions without bound, as in {@code a*a*b}. The patterns of the published models take a
 *       step or two for each character.
 * </ol>
 */
final class PatternCheck {
    private static final int MAX_LENGTH = 4_000;
    private static final int MAX_DEPTH = 50;
    private static final int MAX_STEPS = 10_000_000;

    private final String pattern;
    private int at;
    private int depth;

    private PatternCheck(String pattern) {
        this.pattern = pattern;
    }

    /** Throws an IllegalStateException that quotes the pattern if it is refused. */
    static void check(String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            throw refused(pattern, "has more than 4,000 characters");
        }
        PatternCheck check = new PatternCheck(pattern);
        PatternCost cost = check.alternatives();
        if (check.at < pattern.length()) {
            throw check.unknown();
        }
        if (!(cost.first() <= MAX_STEPS)) {
            throw refused(pattern, "may backtrack without bound");
        }
    }

    private static IllegalStateException refused(String pattern, String why) {
        return new IllegalStateException(
                "the pattern \"" + Excerpt.of(pattern) + "\", which " + why);
    }

    private IllegalStateException unknown() {
        return refused(pattern, "is not understood at character " + at);
    }

    private boolean ended() {
        return at == pattern.length() || pattern.charAt(at) == '|' || pattern.charAt(at) == ')';
    }

    private boolean take(String text) {
        if (pattern.startsWith(text, at)) {
            at += text.length();
            return true;
        }
        return false;
    }

    private char next() {
        if (at == pattern.length()) {
            throw unknown();
        }
        return pattern.charAt(at++);
    }

    private PatternCost alternatives() {
        List<PatternCost> items = new ArrayList<>();
        do {
            items.add(sequence());
        } while (take("|"));
        return PatternCost.alternatives(items);
    }

    private PatternCost sequence() {
        List<PatternCost> items = new ArrayList<>();
        while (!ended()) {
            items.add(repetitions(item()));
        }
        return items.isEmpty() ? PatternCost.empty() : PatternCost.sequence(items);
    }

    private PatternCost item() {
        char c = next();
        return switch (c) {
            case '(' -> group();
            case '[' -> {
                characterClass();
                yield PatternCost.one(0);
            }
            case '\\' -> escape();
            case '*', '+', '?' -> throw unknown();
            default -> {
                if (Character.isHighSurrogate(c) && !ended()) {
                    at++;
                }
                boolean literal = c != '.' && c != '^' && c != '$' && c < 0x80;
                yield PatternCost.one(literal ? Character.toLowerCase(c) : 0);
            }
        };
    }

    private PatternCost group() {
        if (++depth > MAX_DEPTH) {
            throw refused(pattern, "has more than 50 groups within each other");
        }
        boolean atomic = false;
        if (take("?=") || take("?!") || take("?<=") || take("?<!") || take("?>")) {
            atomic = true;
        } else if (take("?<")) {
            name('>');
        } else if (take("?")) {
            // Options. Without a colon they hold to the end of the group around.
            while (at < pattern.length() && "im-".indexOf(pattern.charAt(at)) >= 0) {
                at++;
            }
            if (take(")")) {
                depth--;
                return alternatives();
            }
            if (!take(":")) {
                throw unknown();
            }
        } else if (pattern.startsWith("*", at)) {
            throw unknown();
        }
        PatternCost inner = alternatives();
        if (!take(")")) {
            throw unknown();
        }
        depth--;
        return atomic ? inner.atomic(/* mayFail= */ true) : inner;
    }

    private void name(char end) {
        for (char c = next(); c != end; c = next()) {
            if (!Character.isLetterOrDigit(c) && "_^ =-&".indexOf(c) < 0) {
                throw unknown();
            }
        }
    }

    private PatternCost escape() {
        char c = next();
        switch (c) {
            case 'p', 'P', 'x' -> {
                if (take("{")) {
                    name('}');
                } else if (c != 'x') {
                    throw unknown();
                }
            }
            case '1', '2', '3', '4', '5', '6', '7', '8', '9', 'k', 'g', 'c', 'C', 'M', 'K', 'o' ->
                    throw unknown();
            default -> {
                if (Character.isHighSurrogate(c)) {
                    at++;
                }
            }
        }
        boolean literal = c < 0x80 && !Character.isLetterOrDigit(c);
        return PatternCost.one(literal ? c : 0);
    }

    /** Classes stand within classes in this syntax. */
    private void characterClass() {
        if (++depth > MAX_DEPTH) {
            throw unknown();
        }
        take("^");
        if (pattern.startsWith("]", at)) {
            throw unknown();
        }
        for (char c = next(); c != ']'; c = next()) {
            if (c == '\\') {
                escape();
            } else if (c == '[' && take(":")) {
                name(':');
                if (!take("]")) {
                    throw unknown();
                }
            } else if (c == '[') {
                characterClass();
            }
        }
        depth--;
    }

    private PatternCost repetitions(PatternCost item) {
        PatternCost cost = item;
        while (!ended()) {
            boolean simple = true;
            if (take("*")) {
                cost = cost.repeated(0, Integer.MAX_VALUE);
            } else if (take("+")) {
                cost = cost.repeated(1, Integer.MAX_VALUE);
            } else if (take("?")) {
                cost = cost.repeated(0, 1);
            } else if (pattern.charAt(at) == '{') {
                cost = interval(cost);
                simple = false;
            } else {
                return cost;
            }
            if (simple && take("+")) {
                cost = cost.atomic(cost.canFail());
            } else {
                // Behind an interval it may mean "none or one" too, which is one way more.
                cost = take("?") && !simple ? optional(cost) : cost;
            }
        }
        return cost;
    }

    private static PatternCost optional(PatternCost cost) {
        return new PatternCost(
                cost.ways() + 1, cost.all() + 1, cost.first() + 1, cost.canFail(), 0);
    }

    private PatternCost interval(PatternCost cost) {
        int end = pattern.indexOf('}', at);
        String inside = end < 0 ? "" : pattern.substring(at + 1, end);
        if (!inside.matches("[0-9]{1,5}(,[0-9]{0,5})?|,[0-9]{1,5}")) {
            throw unknown();
        }
        at = end + 1;
        int comma = inside.indexOf(',');
        String from = comma < 0 ? inside : inside.substring(0, comma);
        String to = comma < 0 ? inside : inside.substring(comma + 1);
        int least = from.isEmpty() ? 0 : Integer.parseInt(from);
        int most = to.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(to);
        if (most < least) {
            throw unknown();
        }
        return cost.repeated(least, most);
    }
}
