package io.github.headlight.analysis.drift;

/**
 * A head that looked at the anchors.
 *
 * @param layer from 0
 * @param head from 0
 * @param isContent whether it is one of the content heads
 * @param anchors its weight on all anchors, mean over the rows
 * @param key the anchors' token that it looked at most, an index in the sequence
 * @param keyWeight its weight on that token, mean over the rows
 */
public record LookingHead(
        int layer, int head, boolean isContent, double anchors, int key, double keyWeight) {}
