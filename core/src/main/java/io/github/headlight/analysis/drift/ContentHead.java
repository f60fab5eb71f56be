package io.github.headlight.analysis.drift;

/**
 * A head that carries content.
 *
 * @param layer from 0
 * @param head from 0
 * @param reach its mean weight, over the rows that see such a key, on content that is neither the
 *     query's own token nor the one before: beside sink, template and separators
 */
public record ContentHead(int layer, int head, double reach) {}
