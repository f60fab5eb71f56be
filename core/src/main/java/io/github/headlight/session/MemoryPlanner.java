package io.github.headlight.session;

import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.error.MemoryBudgetException;
import io.github.headlight.internal.ort.EngineTraits;
import io.github.headlight.internal.record.Extent;
import io.github.headlight.internal.record.Footprint;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.model.Workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Estimates what captures of a model need, chooses their blocks, and refuses those that do not fit.
 *
 * @param spec the model
 * @param plan what it captures
 * @param traits what it can do; without a cache it reads all rows in one block
 * @param cache what its cache is like
 * @param workspace what a run of it needs
 * @param device the memory of the device, if that has its own
 */
record MemoryPlanner(
        ModelSpec spec,
        CapturePlan plan,
        EngineTraits traits,
        Cache cache,
        Workspace workspace,
        Optional<DeviceMemory> device) {
    /** Larger blocks are hardly faster. */
    private static final int LARGEST_BLOCK = 256;

    /** The same for a device, which has more to do at once. */
    private static final int LARGEST_DEVICE_BLOCK = 1024;

    /** Smaller ones are slower, as the weights are read once a block. */
    private static final int SMALLEST_BLOCK = 16;

    /** Blocks are made smaller until what they need at once is less. */
    private static final double BLOCK_BYTES = 160e6;

    private static final double DEVICE_BLOCK_BYTES = 1e9;

    /** What one buffer can hold. */
    private static final double PIECE = Integer.MAX_VALUE;

    private static final double HEAP = 24e6;
    private static final double HEAP_A_TOKEN = 1_000;

    /** Plans that might fit where another does not, largest first. */
    private static final List<String> SMALLER =
            List.of("mean", "topk:16+stats", "topk:16", "pooled:64+stats", "stats");

    /**
     * Keys and values.
     *
     * @param inPlace whether a run writes its own and leaves the others
     * @param bytes of a number
     */
    record Cache(boolean inPlace, int bytes) {}

    /**
     * The size of a capture.
     *
     * @param prompt tokens of the prompt, from 1
     * @param generated the most tokens that are written
     * @param allLogits whether the logits of all rows are kept
     * @param toFile whether matrices go straight to a file
     */
    record Size(int prompt, int generated, boolean allLogits, boolean toFile) {
        Size {
            if (prompt < 1) {
                throw new IllegalArgumentException(
                        "tokens of the prompt: expected 1 or more, found " + prompt);
            }
        }

        /** The last token that is written is not read. */
        int rows() {
            return generated == 0
                    ? prompt
                    : (int) Math.min(Integer.MAX_VALUE, (long) prompt + generated - 1);
        }

        /** One row at least: that of the last token of the prompt. */
        int logitRows() {
            return allLogits ? rows() : Math.max(1, generated);
        }

        Size withGenerated(int tokens) {
            return new Size(prompt, tokens, allLogits, toFile);
        }

        Size straightToFile() {
            return new Size(prompt, generated, allLogits, true);
        }
    }

    /** A plan with a size and blocks, and what it needs. */
    private record Attempt(
            MemoryEstimate estimate,
            double piece,
            double blockBytes,
            double cells,
            long deviceLimit) {
        boolean fits(long limit) {
            return estimate.total() <= limit
                    && piece <= PIECE
                    && cells <= DeviceMemory.CELLS
                    && estimate.device() <= deviceLimit;
        }
    }

    /**
     * How large a capture will be.
     *
     * @param size of the capture
     * @param wanted rows of a block, 0 for as many as need not too much at once and fit
     * @param limit bytes that there are
     */
    Extent extent(Size size, int wanted, long limit) {
        return extent(size, attempt(plan, size, wanted, limit).estimate().block());
    }

    private Extent extent(Size size, int block) {
        return traits.hasCache()
                ? Extent.of(block, size.prompt(), size.rows())
                : Extent.of(size.rows(), size.rows(), size.rows());
    }

    /** What a capture needs. */
    MemoryEstimate estimate(Size size, int wanted, long limit) {
        return attempt(plan, size, wanted, limit).estimate();
    }

    /** Whether a capture fits. */
    boolean fits(Size size, int wanted, long limit) {
        return attempt(plan, size, wanted, limit).fits(limit);
    }

    private Attempt attempt(CapturePlan of, Size size, int wanted, long limit) {
        if (wanted > 0) {
            return attempt(of, size, wanted);
        }
        int block = device.isPresent() ? LARGEST_DEVICE_BLOCK : LARGEST_BLOCK;
        Attempt attempt = attempt(of, size, block);
        while (block > SMALLEST_BLOCK && (isWasteful(attempt) || !attempt.fits(limit))) {
            block /= 2;
            attempt = attempt(of, size, block);
        }
        return attempt;
    }

    private boolean isWasteful(Attempt attempt) {
        return attempt.blockBytes() > (device.isPresent() ? DEVICE_BLOCK_BYTES : BLOCK_BYTES);
    }

    private Attempt attempt(CapturePlan of, Size size, int block) {
        Extent extent = extent(size, block);
        double row = traits.hasLogits() ? (double) spec.vocabularySize() * Float.BYTES : 0;
        double results = row * size.logitRows();
        double given = traits.limitsLogits() && !size.allLogits() ? 1 : extent.blockRows();
        double halves = traits.halfLogits() ? row / 2 * given : 0;
        double scratch = halves + (size.logitRows() < size.rows() ? row * given : 0);
        double perHead = (double) size.rows() * spec.headSize() * cache.bytes();
        double piece = Math.max(traits.hasCache() ? spec.kvHeads() * perHead : 0, row * given);
        for (CapturePart part : of.parts()) {
            Footprint footprint = Footprint.of(part, spec, extent, size.toFile());
            results += footprint.results();
            scratch += footprint.scratch();
            piece = Math.max(piece, footprint.piece());
        }
        // One that is made anew is there twice for a moment.
        double copies = !traits.hasCache() ? 0 : cache.inPlace() ? 1 : 2;
        double all = 2.0 * spec.layers() * spec.kvHeads() * perHead * copies;
        // What the graph of another plan needs is not known here.
        Workspace needed = of.equals(plan) ? workspace : Workspace.rough(spec);
        double run = needed.bytes(extent.blockRows(), size.rows());
        // A run's inputs and outputs are on the device until it ends.
        double logits = row * (size.allLogits() ? extent.blockRows() : 1);
        double onDevice = run + scratch + logits + all;
        MemoryEstimate estimate =
                new MemoryEstimate(
                        extent.blockRows(),
                        bytes(results),
                        bytes(scratch),
                        bytes(all),
                        bytes(device.isPresent() ? 0 : run),
                        bytes(HEAP + HEAP_A_TOKEN * size.rows()),
                        bytes(device.map(memory -> memory.weights() + onDevice).orElse(0.0)));
        double cells = device.isPresent() ? scores(extent.blockRows(), size.rows()) : 0;
        long deviceLimit = device.map(DeviceMemory::limit).orElse(Long.MAX_VALUE);
        return new Attempt(estimate, piece, scratch + run, cells, deviceLimit);
    }

    /** Scores of a layer that are there at once. */
    private double scores(int block, int rows) {
        return (double) spec.heads() * block * rows;
    }

    /** So that no sum of a few overflows. */
    private static long bytes(double bytes) {
        return (long) Math.min(bytes, Long.MAX_VALUE / 16.0);
    }

    /**
     * Refuses a capture that does not fit.
     *
     * @throws MemoryBudgetException with the figures, and plans that would fit
     */
    void check(Size size, int wanted, long limit) {
        Attempt attempt = attempt(plan, size, wanted, limit);
        if (attempt.fits(limit)) {
            return;
        }
        List<String> advice = advice(size, wanted, limit);
        throw new MemoryBudgetException(
                "a capture ("
                        + plan
                        + ") of "
                        + size.rows()
                        + " tokens needs "
                        + needs(attempt, limit)
                        + "; "
                        + (advice.isEmpty()
                                ? "use a shorter prompt, or more memory"
                                : "it would fit " + String.join(", or ", advice)));
    }

    private static String needs(Attempt attempt, long limit) {
        if (attempt.piece() > PIECE) {
            return MemoryEstimate.text(bytes(attempt.piece()))
                    + " in one piece, but a piece is limited to 2 GiB";
        }
        if (attempt.cells() > DeviceMemory.CELLS) {
            return String.format(
                    Locale.ROOT,
                    "%.0f scores at once, but CUDA counts to 2^31 - 1",
                    attempt.cells());
        }
        long there = attempt.estimate().total() <= limit ? attempt.deviceLimit() : limit;
        return attempt.estimate()
                + ", but "
                + MemoryEstimate.text(there)
                + (there == limit ? "" : " of the device")
                + " are available";
    }

    private List<String> advice(Size size, int wanted, long limit) {
        List<String> advice = new ArrayList<>();
        if (wanted > 0 && fits(size, 0, limit)) {
            advice.add("in blocks of " + estimate(size, 0, limit).block());
        }
        if (!size.toFile() && fits(size.straightToFile(), wanted, limit)) {
            long needed = estimate(size.straightToFile(), wanted, limit).total();
            advice.add(
                    "straight to a file (AttentionModel.captureTo: "
                            + MemoryEstimate.text(needed)
                            + ")");
        }
        for (String name : SMALLER) {
            CapturePlan other = CapturePlan.parse(name);
            Attempt smaller = attempt(other, size, 0, limit);
            if (!other.equals(plan) && smaller.fits(limit)) {
                advice.add(
                        "exported with --capture "
                                + name
                                + " ("
                                + MemoryEstimate.text(smaller.estimate().total())
                                + ")");
            }
        }
        int fewer = mostGenerated(size, wanted, limit);
        if (fewer > 0) {
            advice.add("with at most " + fewer + " generated tokens");
        }
        return advice;
    }

    /** The most generated tokens with which a capture fits. */
    private int mostGenerated(Size size, int wanted, long limit) {
        int fits = 0;
        int tooMany = size.generated();
        while (fits + 1 < tooMany) {
            int middle = fits + (tooMany - fits) / 2;
            if (fits(size.withGenerated(middle), wanted, limit)) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }
}
