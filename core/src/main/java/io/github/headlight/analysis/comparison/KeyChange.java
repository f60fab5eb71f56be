package io.github.headlight.analysis.comparison;

/**
 * What a row gives one key in two captures.
 *
 * @param inFirst the key in the first capture, or −1 if only the second has it
 * @param inSecond the key in the second capture, or −1 if only the first has it
 * @param before its weight in the first capture, 0 if it is not there
 * @param after its weight in the second capture, 0 if it is not there
 */
public record KeyChange(int inFirst, int inSecond, double before, double after) {
    /** {@return how much more it gets in the second, −1 to 1} */
    public double change() {
        return after - before;
    }
}
