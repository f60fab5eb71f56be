package io.github.headlight.token;

import java.util.List;

/**
 * The most steps back that a backtracking regular expression takes from one place of a text with
 * {@link #TEXT} characters, estimated from above. The estimates know nothing of which characters a
 * class holds, but that alternatives which begin with different ASCII characters exclude each
 * other.
 *
 * @param ways in how many ways it can match from one place
 * @param all the steps to try all of them, as when what follows fails
 * @param first the steps to the first match, or to none
 * @param canFail whether it may not match
 * @param start the ASCII character that it begins with, in lower case, or 0 if unknown
 */
record PatternCost(double ways, double all, double first, boolean canFail, int start) {
    /** The longest text that is tokenized. */
    static final int TEXT = 1_000_000;

    /** A character, class or anchor. */
    static PatternCost one(int start) {
        return new PatternCost(1, 1, 1, /* canFail= */ true, start);
    }

    /** Nothing, which always matches. */
    static PatternCost empty() {
        return new PatternCost(1, 0, 0, /* canFail= */ false, 0);
    }

    /**
     * All items, one after another. What stands behind the last that can fail is not tried again.
     */
    static PatternCost sequence(List<PatternCost> items) {
        if (items.size() == 1) {
            return items.get(0);
        }
        int last = items.size() - 1;
        while (last >= 0 && !items.get(last).canFail) {
            last--;
        }
        double ways = 1;
        double all = 0;
        double first = 0;
        for (int i = 0; i < items.size(); i++) {
            PatternCost item = items.get(i);
            all += ways * item.all;
            first += i < last ? ways * item.all : i == last ? ways * item.first : item.first;
            ways *= item.ways;
        }
        return new PatternCost(
                ways, all, first, last >= 0, items.isEmpty() ? 0 : items.get(0).start);
    }

    /** One of some alternatives. */
    static PatternCost alternatives(List<PatternCost> items) {
        if (items.size() == 1) {
            return items.get(0);
        }
        boolean exclusive =
                items.stream().mapToInt(PatternCost::start).filter(c -> c > 0).distinct().count()
                        == items.size();
        double ways = 0;
        double all = 0;
        double first = 0;
        boolean canFail = true;
        for (PatternCost item : items) {
            ways = exclusive ? Math.max(ways, item.ways) : ways + item.ways;
            all += item.all;
            first += item.first;
            canFail &= item.canFail;
        }
        return new PatternCost(ways, all, first, canFail, 0);
    }

    /** This again and again; each time again may take back what the times before it took. */
    PatternCost repeated(int least, int most) {
        int times = Math.min(most, TEXT);
        int needed = Math.min(least, times);
        double tries = Math.pow(ways, times);
        double retried = needed > 1 && ways > 1 ? Math.pow(ways, needed - 1) * needed * all : 0;
        return new PatternCost(
                tries * (times - needed + 1),
                ways <= 1 && all <= 1 ? 1 : tries * times * all,
                retried + (first <= 1 ? 1 : times * first),
                least > 0 && canFail,
                0);
    }

    /** This without a way back into it: possessive, atomic, or looking around. */
    PatternCost atomic(boolean mayFail) {
        return new PatternCost(1, first, first, mayFail, 0);
    }
}
