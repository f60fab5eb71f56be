package io.github.headlight.session;

import io.github.headlight.internal.memory.NativeMemory;
import io.github.headlight.internal.ort.EngineTraits;
import io.github.headlight.internal.ort.TensorSlot;
import io.github.headlight.model.ModelContract;
import io.github.headlight.tensor.Logits;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives a model memory for its logits, and keeps those of the rows that are wanted. A model gives
 * as many rows as are asked for, or all that it reads.
 */
final class LogitRows {
    private final EngineTraits traits;
    private final int vocabulary;
    private final NativeMemory results;
    private final NativeMemory scratch;
    private final List<FloatBuffer> kept = new ArrayList<>();

    /** Rows that are not kept, or not yet. */
    private ByteBuffer unkept;

    /** What the model writes to in this run. */
    private ByteBuffer given;

    /**
     * @param traits what the model gives
     * @param vocabulary numbers of a row
     * @param results memory for what is kept
     * @param scratch memory for what is not
     */
    LogitRows(EngineTraits traits, int vocabulary, NativeMemory results, NativeMemory scratch) {
        this.traits = traits;
        this.vocabulary = vocabulary;
        this.results = results;
        this.scratch = scratch;
    }

    /** How many rows the model gives of those that it reads, where the last ones are wanted. */
    int given(int read, int wanted) {
        // At least one, wanted or not.
        return traits.limitsLogits() ? Math.max(1, wanted) : read;
    }

    /**
     * The output of the next run.
     *
     * @param read how many rows the model reads
     * @param wanted how many of the last ones are kept
     */
    TensorSlot slot(int read, int wanted) {
        int rows = given(read, wanted);
        given = rows == wanted ? results.allocate(bytes(rows)) : unkept(bytes(rows));
        return TensorSlot.floats(ModelContract.LOGITS, given, 1, rows, vocabulary);
    }

    private long bytes(int rows) {
        return (long) rows * vocabulary * Float.BYTES;
    }

    private ByteBuffer unkept(long bytes) {
        if (unkept == null || unkept.capacity() < bytes) {
            if (unkept != null) {
                scratch.free(unkept);
            }
            unkept = scratch.allocate(bytes);
        }
        return unkept;
    }

    /** After the run of {@link #slot}. */
    void written(int read, int wanted) {
        FloatBuffer floats = given.asFloatBuffer();
        int skipped = given(read, wanted) - wanted;
        if (skipped > 0 && wanted > 0) {
            FloatBuffer copy = results.allocate(bytes(wanted)).asFloatBuffer();
            copy.put(0, floats, skipped * vocabulary, wanted * vocabulary);
            floats = copy;
        }
        for (int row = 0; row < wanted; row++) {
            kept.add(floats.slice(row * vocabulary, vocabulary));
        }
    }

    /** The last row that was kept. */
    FloatBuffer last() {
        return kept.get(kept.size() - 1);
    }

    /**
     * All that was kept, if anything.
     *
     * @param rows how many rows were read; the last ones were kept
     */
    Optional<Logits> all(int rows) {
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(new Logits(rows - kept.size(), kept));
    }
}
