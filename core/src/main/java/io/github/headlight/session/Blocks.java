package io.github.headlight.session;

import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.internal.record.Block;

/**
 * How a prompt is cut into blocks, one a run. A plan that pools wants whole pools of rows in a run,
 * or rows of one pool. A model without a cache reads all at once.
 *
 * @param most the most rows of a block, from 1
 * @param pool rows of a pool, 1 without one
 */
record Blocks(int most, int pool) {

    /** All rows in one block. */
    static final Blocks WHOLE = new Blocks(Integer.MAX_VALUE, 1);

    static Blocks of(CapturePlan plan, int most) {
        return new Blocks(
                most, plan.find(CapturePart.Pooled.class).map(CapturePart.Pooled::size).orElse(1));
    }

    /** The next block after some tokens of a prompt. */
    Block next(int past, int length) {
        int rows = Math.min(most, length - past);
        int toPoolEnd = pool - past % pool;
        boolean startsPool = toPoolEnd == pool;
        if (startsPool && rows >= pool) {
            rows -= rows % pool;
        } else {
            rows = Math.min(rows, toPoolEnd);
        }
        return new Block(past, rows);
    }
}
