package io.github.headlight.analysis.comparison;

import java.util.List;

/**
 * What one head does differently, with the row that changed most as evidence.
 *
 * @param layer from 0
 * @param head from 0, or {@link io.github.headlight.capture.HeadChoice#ALL} for the layer's mean
 * @param divergence mean over the rows, 0 to 1
 * @param query the row that changed most, in the first capture
 * @param partner the same row in the second capture
 * @param rowDivergence of that row, 0 to 1
 * @param lost the keys of that row that lost most, the greatest loss first, and at least 0.005; if
 *     only top keys are compared, of those whose weight is known in both
 * @param gained the keys of that row that gained most, the greatest gain first, and at least 0.005
 */
public record HeadChange(
        int layer,
        int head,
        double divergence,
        int query,
        int partner,
        double rowDivergence,
        List<KeyChange> lost,
        List<KeyChange> gained) {
    public HeadChange {
        lost = List.copyOf(lost);
        gained = List.copyOf(gained);
    }
}
