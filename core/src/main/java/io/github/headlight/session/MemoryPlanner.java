package io.github.headlight.session;

import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.error.MemoryBudgetException;
import io.github.headlight.internal.record.Extent;
import io.github.headlight.internal.record.Footprint;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.model.Workspace;

import java.util.ArrayList;
import java.util.List;

/**
 * Estimates what captures of a model need, chooses their blocks, and refuses those that do not fit.
 *
 * @param spec the model
 * @param plan what it captures
 * @param cacheInPlace whether its cache is written in place
 * @param workspace what a run of it needs
 */
record MemoryPlanner(ModelSpec spec, CapturePlan plan, boolean cacheInPlace, Workspace workspace) {
    /** Larger blocks are hardly faster. */
    private static final int LARGEST_BLOCK = 256;

    /** Smaller ones are slower, as the weights are read once a block. */
    private static final int SMALLEST_BLOCK = 16;

    /** Blocks are made smaller until what they need at once is less. */
    private static final double BLOCK_BYTES = 96e6;

    private static final double HEAP = 16e6;
    private static final double HEAP_A_TOKEN = 1_000;

    /** Plans that might fit where another does not, largest first. */
    private static final List<String> SMALLER =
            List.of("mean", "topk:16+stats", "topk:16", "pooled:64+stats", "stats");

    /**
     * The size of a capture.
     *
     * @param prompt tokens of the prompt
     * @param generated the most tokens that are written
     * @param logitRows rows of logits that are kept
     * @param toFile whether matrices go straight to a file
     */
    record Size(int prompt, int generated, int logitRows, boolean toFile) {
        /** The last token that is written is not read. */
        int rows() {
            return generated == 0
                    ? prompt
                    : (int) Math.min(Integer.MAX_VALUE, prompt + generated - 1L);
        }
    }

    /** Rows of a block: as wanted, or as many as do not need too much at once. */
    private int block(Size size, int wanted) {
        if (wanted > 0) {
            return wanted;
        }
        int block = LARGEST_BLOCK;
        while (block > SMALLEST_BLOCK && blockBytes(plan, size, block) > BLOCK_BYTES) {
            block /= 2;
        }
        return block;
    }

    private double blockBytes(CapturePlan of, Size size, int block) {
        double bytes = workspace.bytes(Math.min(block, size.prompt()), size.rows());
        for (Footprint part : footprints(of, size, block)) {
            bytes += part.scratch();
        }
        return bytes;
    }

    /** How large a capture will be, with blocks of the wanted size, or of 0 for a good one. */
    Extent extent(Size size, int wanted) {
        return Extent.of(block(size, wanted), size.prompt(), size.rows());
    }

    private List<Footprint> footprints(CapturePlan of, Size size, int block) {
        Extent extent = Extent.of(block, size.prompt(), size.rows());
        return of.parts().stream()
                .map(part -> Footprint.of(part, spec, extent, size.toFile()))
                .toList();
    }

    /** What a capture needs with blocks of the wanted size, or of 0 for a good one. */
    MemoryEstimate estimate(Size size, int wanted) {
        return estimate(plan, size, block(size, wanted));
    }

    /** Whether a capture fits. */
    boolean fits(Size size, int wanted, MemoryBudget budget) {
        return estimate(size, wanted).total() <= budget.now();
    }

    private MemoryEstimate estimate(CapturePlan of, Size size, int block) {
        double row = (double) spec.vocabularySize() * Float.BYTES;
        double results = row * size.logitRows();
        double scratch = size.logitRows() < size.rows() ? row : 0;
        for (Footprint part : footprints(of, size, block)) {
            results += part.results();
            scratch += part.scratch();
        }
        double token = 2.0 * spec.layers() * spec.kvHeads() * spec.headSize() * Float.BYTES;
        // One that is made anew is there twice for a moment.
        double cache = token * size.rows() * (cacheInPlace ? 1 : 2);
        int rows = Math.min(block, size.prompt());
        return new MemoryEstimate(
                rows,
                (long) results,
                (long) scratch,
                (long) cache,
                (long) workspace.bytes(rows, size.rows()),
                (long) (HEAP + HEAP_A_TOKEN * size.rows()));
    }

    /**
     * Refuses a capture that does not fit.
     *
     * @throws MemoryBudgetException with the figures, and plans that would fit
     */
    void check(Size size, int wanted, MemoryBudget budget) {
        MemoryEstimate estimate = estimate(size, wanted);
        long limit = budget.now();
        if (estimate.total() <= limit) {
            return;
        }
        List<String> advice = new ArrayList<>();
        boolean square = plan.parts().stream().anyMatch(CapturePart::isSquare);
        if (square && !size.toFile()) {
            Size toFile = new Size(size.prompt(), size.generated(), size.logitRows(), true);
            MemoryEstimate smaller = estimate(toFile, 0);
            if (smaller.total() <= limit) {
                advice.add(
                        "straight to a file (AttentionModel.captureTo: "
                                + MemoryEstimate.text(smaller.total())
                                + ")");
            }
        }
        for (String name : SMALLER) {
            CapturePlan other = CapturePlan.parse(name);
            MemoryEstimate smaller = estimate(other, size, SMALLEST_BLOCK);
            if (smaller.total() <= limit && smaller.total() < estimate.total()) {
                advice.add(
                        "exported with --capture "
                                + name
                                + " ("
                                + MemoryEstimate.text(smaller.total())
                                + ")");
            }
        }
        int fewer = mostGenerated(size, limit);
        if (fewer > 0) {
            advice.add("with at most " + fewer + " generated tokens");
        }
        throw new MemoryBudgetException(
                "a capture ("
                        + plan
                        + ") of "
                        + size.rows()
                        + " tokens needs "
                        + estimate
                        + ", but "
                        + MemoryEstimate.text(limit)
                        + " are available; "
                        + (advice.isEmpty()
                                ? "use a shorter prompt"
                                : "it would fit " + String.join(", or ", advice)));
    }

    /** The most generated tokens with which a capture fits. */
    private int mostGenerated(Size size, long limit) {
        int fits = 0;
        int tooMany = size.generated();
        while (fits + 1 < tooMany) {
            int middle = fits + (tooMany - fits) / 2;
            Size shorter = new Size(size.prompt(), middle, middle, size.toFile());
            if (estimate(shorter, 0).total() <= limit) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }
}
