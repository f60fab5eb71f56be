package io.github.headlight.analysis.profile;

/**
 * A measure over many prompts.
 *
 * @param prompts how many have it
 * @param mean of those prompts; NaN if there is none
 * @param deviation standard deviation between prompts (n − 1); NaN for fewer than 2
 * @param low lower end of the 95 % interval of the mean, by bootstrap; NaN for fewer than 2 prompts
 * @param high upper end
 */
public record MeasureSummary(int prompts, double mean, double deviation, double low, double high) {}
