package io.github.headlight.analysis.drift;

/**
 * One written token, and where the content heads looked in the row that wrote it.
 *
 * @param token its index in the sequence
 * @param row the row that wrote it: the query is the token before
 * @param look mean over the heads of the diagnosis
 */
public record DriftStep(int token, int row, Look look) {}
