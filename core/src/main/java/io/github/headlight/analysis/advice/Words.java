package io.github.headlight.analysis.advice;

import io.github.headlight.token.TokenRole;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The words of a prompt in order, without a dictionary. In scripts with spaces a word is a run of
 * letters and digits. In Chinese it is the shortest text of 2 to 8 characters that is repeated and
 * of which every longer text around it is repeated less often (so 苹果 where 苹果公司 and 苹果 both stand);
 * and else a token of at least two characters.
 */
final class Words {
    private static final int LONGEST_REPEAT = 8;
    private static final int CONTEXT = 2;

    private static final Set<String> COMMON =
            Set.of(
                    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at",
                    "be", "because", "been", "before", "but", "by", "can", "did", "do", "does",
                    "each", "for", "from", "had", "has", "have", "he", "her", "his", "how", "if",
                    "in", "into", "is", "it", "its", "may", "me", "more", "most", "my", "no", "not",
                    "of", "on", "or", "our", "over", "she", "should", "so", "some", "such", "than",
                    "that", "the", "their", "them", "then", "there", "these", "they", "this",
                    "those", "to", "up", "was", "we", "were", "what", "when", "where", "which",
                    "who", "whose", "why", "will", "with", "would", "you", "your");

    private final PromptText prompt;
    private final String text;

    private Words(PromptText prompt) {
        this.prompt = prompt;
        this.text = prompt.text();
    }

    /** The words of a prompt beside those of its template and common ones, in order. */
    static List<Word> of(Reading reading) {
        return new Words(reading.text()).find(reading);
    }

    private List<Word> find(Reading reading) {
        List<int[]> regions = regions(reading);
        Set<String> repeats = repeats(regions);
        List<Word> words = new ArrayList<>();
        for (int[] region : regions) {
            for (int at = region[0]; at < region[1]; ) {
                int end = wordEnd(at, region[1], repeats);
                if (end > at) {
                    add(words, at, end);
                }
                at = Math.max(at + 1, end);
            }
        }
        return words;
    }

    /** Stretches of the text that are no template: start and end. */
    private static List<int[]> regions(Reading reading) {
        List<int[]> regions = new ArrayList<>();
        for (Segment segment : reading.sentences()) {
            if (segment.kind() != SegmentKind.TEMPLATE) {
                int start = reading.text().start(segment.from());
                int end = reading.text().end(segment.to() - 1);
                boolean goesOn = !regions.isEmpty() && regions.get(regions.size() - 1)[1] >= start;
                boolean sameRole =
                        segment.from() > 0
                                && role(reading, segment.from())
                                        == role(reading, segment.from() - 1);
                if (goesOn && sameRole) {
                    regions.get(regions.size() - 1)[1] = end;
                } else {
                    regions.add(new int[] {start, end});
                }
            }
        }
        return regions;
    }

    private static TokenRole role(Reading reading, int token) {
        return reading.tokens().get(token).role();
    }

    private void add(List<Word> words, int start, int end) {
        String key = text.substring(start, end).toLowerCase(Locale.ROOT);
        if (key.length() > 1 && !COMMON.contains(key)) {
            words.add(new Word(key, start, end, prompt.tokenAt(start), prompt.tokenFrom(end)));
        }
    }

    /** Where the word that starts at a place ends; the place if none does. */
    private int wordEnd(int at, int to, Set<String> repeats) {
        if (isHan(text.charAt(at))) {
            for (int length = 2; length <= LONGEST_REPEAT && at + length <= to; length++) {
                if (repeats.contains(text.substring(at, at + length))) {
                    return at + length;
                }
            }
            return tokenEnd(at, to);
        }
        int end = at;
        while (end < to && isPlainLetter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The end of a token of at least two Chinese characters that starts at a place. */
    private int tokenEnd(int at, int to) {
        int token = prompt.tokenAt(at);
        int end = prompt.end(token);
        if (prompt.start(token) != at || end > to || end - at < 2) {
            return at;
        }
        for (int i = at; i < end; i++) {
            if (!isHan(text.charAt(i))) {
                return at;
            }
        }
        return end;
    }

    /** The repeated Chinese words. */
    private Set<String> repeats(List<int[]> regions) {
        Set<String> closed = new HashSet<>();
        Map<String, Integer> shorter = counts(regions, 2);
        for (int length = 2; length <= LONGEST_REPEAT && !shorter.isEmpty(); length++) {
            Map<String, Integer> longer =
                    length < LONGEST_REPEAT ? counts(regions, length + 1) : Map.of();
            Set<String> extended = new HashSet<>();
            longer.forEach(
                    (word, count) -> {
                        addIfEqual(extended, shorter, word.substring(0, word.length() - 1), count);
                        addIfEqual(extended, shorter, word.substring(1), count);
                    });
            shorter.keySet().stream()
                    .filter(word -> !extended.contains(word))
                    .sorted()
                    .forEach(word -> addParts(closed, word));
            shorter.clear();
            shorter.putAll(longer);
        }
        return closed;
    }

    private static void addIfEqual(
            Set<String> extended, Map<String, Integer> shorter, String word, int count) {
        if (shorter.getOrDefault(word, 0) == count) {
            extended.add(word);
        }
    }

    /** Adds a text; if it holds a shorter word, what stands before and behind that. */
    private static void addParts(Set<String> words, String text) {
        for (int start = 0; start < text.length(); start++) {
            for (int end = start + 2; end <= text.length(); end++) {
                if (words.contains(text.substring(start, end))) {
                    addRest(words, text.substring(0, start));
                    addRest(words, text.substring(end));
                    return;
                }
            }
        }
        addRest(words, text);
    }

    private static void addRest(Set<String> words, String rest) {
        if (rest.length() > 1) {
            words.add(rest);
        }
    }

    /** The Chinese texts of a length that stand at least twice. */
    private Map<String, Integer> counts(List<int[]> regions, int length) {
        Map<String, Integer> counts = new HashMap<>();
        for (int[] region : regions) {
            int run = 0;
            for (int i = region[0]; i < region[1]; i++) {
                run = isHan(text.charAt(i)) ? run + 1 : 0;
                if (run >= length) {
                    counts.merge(text.substring(i + 1 - length, i + 1), 1, Integer::sum);
                }
            }
        }
        counts.values().removeIf(count -> count < 2);
        return counts;
    }

    /** What stands right before and behind a place, in the same line and without punctuation. */
    static String context(String text, int start, int end) {
        int from = start;
        while (from > 0 && text.charAt(from - 1) == ' ') {
            from--;
        }
        int before = from;
        while (before > 0 && goesOn(text, before - 1, from - before, from - 1)) {
            before--;
        }
        int to = end;
        while (to < text.length() && text.charAt(to) == ' ') {
            to++;
        }
        int after = to;
        while (after < text.length() && goesOn(text, after, after - to, to)) {
            after++;
        }
        String left = text.substring(before, from);
        String right = text.substring(to, after);
        return (left + " … " + right).strip().toLowerCase(Locale.ROOT);
    }

    /** Whether a context that begins at a place reaches another: a word, or two characters. */
    private static boolean goesOn(String text, int at, int length, int begin) {
        return isHan(text.charAt(begin))
                ? length < CONTEXT && isHan(text.charAt(at))
                : isPlainLetter(text.charAt(at)) && length < Byte.MAX_VALUE;
    }

    static boolean isHan(char c) {
        return Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN;
    }

    private static boolean isPlainLetter(char c) {
        return Character.isLetterOrDigit(c) && !isHan(c);
    }
}
