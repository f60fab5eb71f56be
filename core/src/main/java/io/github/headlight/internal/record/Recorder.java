package io.github.headlight.internal.record;

import io.github.headlight.capture.Captured;
import io.github.headlight.internal.ort.TensorSlot;

import java.util.List;

/** Collects one part of a plan, block by block. For one thread. */
public interface Recorder {
    /**
     * {@return inputs that the part needs for the next block}
     *
     * @param block the next block
     */
    default List<TensorSlot> inputs(Block block) {
        return List.of();
    }

    /**
     * {@return memory for what the model gives of the next block}
     *
     * @param block the next block
     */
    List<TensorSlot> outputs(Block block);

    /**
     * Collects what the model has written for a block.
     *
     * @param block the last block that {@link #outputs} was called for
     */
    void written(Block block);

    /**
     * {@return a capture with this part added; the recorder is used up}
     *
     * @param captured the parts so far
     * @param rows number of rows written
     */
    Captured addTo(Captured captured, int rows);
}
