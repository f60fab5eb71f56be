package io.github.headlight.internal.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Short codes for the names of heads, so that they fit into cells: the initials of a name's words,
 * or the first two letters of a single word, so that a pattern has the same code in every picture;
 * more letters where another name has them.
 */
final class HeadCodes {
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, String> codes = new LinkedHashMap<>();

    /**
     * Chooses codes; frequent names choose first.
     *
     * @param names a name for each head
     */
    HeadCodes(List<String> names) {
        names.forEach(name -> counts.merge(name, 1, Integer::sum));
        List<String> byCount = new ArrayList<>(counts.keySet());
        byCount.sort(Comparator.comparing(counts::get, Comparator.reverseOrder()));
        Set<String> taken = new HashSet<>();
        for (String name : byCount) {
            codes.put(
                    name,
                    candidates(name).stream()
                            .filter(taken::add)
                            .findFirst()
                            .orElseGet(() -> numbered(taken)));
        }
    }

    private static List<String> candidates(String name) {
        int[] letters = name.codePoints().filter(Character::isLetterOrDigit).toArray();
        StringBuilder initials = new StringBuilder();
        for (String word : name.split("[^\\p{L}\\p{N}]+", -1)) {
            if (!word.isEmpty()) {
                initials.appendCodePoint(word.codePointAt(0));
            }
        }
        List<String> candidates = new ArrayList<>();
        if (initials.length() > 1 && initials.length() <= 3) {
            candidates.add(initials.toString());
        }
        // Two letters first: one would be of whichever name is more frequent in this picture.
        for (int end = 2; end <= 3; end++) {
            candidates.add(new String(letters, 0, Math.min(end, letters.length)));
        }
        candidates.removeIf(String::isEmpty);
        candidates.replaceAll(code -> code.toUpperCase(Locale.ROOT));
        return candidates;
    }

    private static String numbered(Set<String> taken) {
        int number = 1;
        while (!taken.add("#" + number)) {
            number++;
        }
        return "#" + number;
    }

    /** {@return the code of a name} */
    String code(String name) {
        return codes.get(name);
    }

    /** {@return the names, the most frequent first} */
    List<String> names() {
        return List.copyOf(codes.keySet());
    }

    /** {@return how many heads have a name} */
    int count(String name) {
        return counts.get(name);
    }
}
