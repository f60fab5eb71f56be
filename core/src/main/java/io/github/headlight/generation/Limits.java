package io.github.headlight.generation;

/** What numbers may be; each check names its number as the caller calls it. */
final class Limits {
    private Limits() {}

    static void temperature(String name, double found) {
        check(found >= 0 && found <= Double.MAX_VALUE, name, "a number, 0 or more", found);
    }

    static void topK(String name, int found) {
        check(found >= 0, name, "0 (off) or more", found);
    }

    static void topP(String name, double found) {
        check(found > 0 && found <= 1, name, "more than 0, at most 1", found);
    }

    static void minP(String name, double found) {
        check(found >= 0 && found <= 1, name, "0 (off) to 1", found);
    }

    static void repetitionPenalty(String name, double found) {
        check(found > 0 && found <= Double.MAX_VALUE, name, "a number, more than 0", found);
    }

    /** NaN fails every comparison, so it is refused too. */
    private static void check(boolean good, String name, String expected, Number found) {
        if (!good) {
            throw new IllegalArgumentException(
                    name + ": expected " + expected + ", found " + found);
        }
    }
}
