package io.github.headlight.analysis.drift;

/**
 * What the same heads did on another prompt, with its own anchors.
 *
 * @param anchors the anchors there
 * @param answer what the model wrote there
 * @param look mean over the rows that wrote the key words there
 */
public record Baseline(Anchors anchors, String answer, Look look) {}
