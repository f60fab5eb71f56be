package io.github.headlight.analysis.drift;

import io.github.headlight.error.Excerpt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a prompt has in place of a text that it has not. */
final class NearTexts {
    private static final int MOST = 3;
    private static final int MAX_LENGTH = 64;
    private static final int MAX_CANDIDATES = 20_000;

    private NearTexts() {}

    /** The end of a message: what is near, or an empty text. */
    static String hint(String wanted, String text) {
        int inside = text.indexOf(wanted);
        if (inside >= 0 && !Words.isWhole(text, inside, inside + wanted.length())) {
            int start = inside;
            while (start > 0 && Words.join(text.codePointBefore(start), text.codePointAt(start))) {
                start--;
            }
            return "; it is inside \""
                    + Excerpt.of(text.substring(start, Words.end(text, start)))
                    + "\"";
        }
        List<String> near = of(wanted, text);
        return near.isEmpty()
                ? ""
                : near.stream()
                        .map(Excerpt::of)
                        .collect(Collectors.joining("\", \"", "; near it are \"", "\""));
    }

    /**
     * Words, and where there are no spaces parts of the same length, that differ by few characters.
     */
    private static List<String> of(String wanted, String text) {
        int length = wanted.codePointCount(0, wanted.length());
        if (length > MAX_LENGTH) {
            return List.of();
        }
        record Near(String text, int distance) {}
        List<Near> near = new ArrayList<>();
        for (String candidate : candidates(length, text)) {
            int most = Math.max(length, 2) / 2;
            if (Math.abs(candidate.length() - wanted.length()) > most) {
                continue;
            }
            int distance = distance(wanted, candidate);
            if (distance <= most) {
                near.add(new Near(candidate, distance));
            }
        }
        return near.stream()
                .sorted(Comparator.comparingInt(Near::distance))
                .limit(MOST)
                .map(Near::text)
                .toList();
    }

    private static Set<String> candidates(int length, String text) {
        Set<String> found = new LinkedHashSet<>();
        for (int at = 0; at < text.length() && found.size() < MAX_CANDIDATES; ) {
            int c = text.codePointAt(at);
            int next = at + Character.charCount(c);
            if (Words.isWord(c)) {
                int end = Words.end(text, at);
                if (Words.isUnspaced(c)) {
                    if (text.codePointCount(at, end) >= length) {
                        found.add(text.substring(at, text.offsetByCodePoints(at, length)));
                    }
                } else {
                    found.add(text.substring(at, end));
                    next = end;
                }
            }
            at = next;
        }
        return found;
    }

    /** How many characters to insert, leave out or exchange; case is no difference. */
    private static int distance(String a, String b) {
        if (a.equalsIgnoreCase(b)) {
            return 0;
        }
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int exchanged = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchanged, 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return before[b.length()];
    }
}
