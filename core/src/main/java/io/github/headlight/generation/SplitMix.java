package io.github.headlight.generation;

/**
 * Random numbers that are the same on every machine and Java version: SplitMix64 (Steele, Lea and
 * Flood, "Fast Splittable Pseudorandom Number Generators", 2014). The JDK's SplittableRandom is the
 * same algorithm, but its documentation does not promise so; that of Random does promise one, but
 * neighbouring seeds start there with nearly the same number.
 */
final class SplitMix {
    private long state;

    SplitMix(long seed) {
        state = seed;
    }

    long nextLong() {
        state += 0x9e3779b97f4a7c15L;
        long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** From 0, below 1, in steps of 2⁻⁵³. */
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }
}
