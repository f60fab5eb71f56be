package io.github.headlight.session;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.capture.AttentionFileSink;
import io.github.headlight.capture.Captured;
import io.github.headlight.error.CaptureCancelledException;
import io.github.headlight.error.OutputException;
import io.github.headlight.file.AtomicFile;
import io.github.headlight.generation.FinishReason;
import io.github.headlight.generation.Generation;
import io.github.headlight.internal.ort.OrtEngine;
import io.github.headlight.internal.record.Extent;
import io.github.headlight.model.WeightFile;
import io.github.headlight.model.Workspace;
import io.github.headlight.tensor.Logits;
import io.github.headlight.token.TokenSequence;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Captures prompts with a loaded model: to memory, or to a file. Safe for many threads. */
final class Capturer {
    private final ModelMetadata metadata;
    private final OrtEngine engine;
    private final PromptReader prompts;
    private final MemoryPlanner memory;
    private final MemoryBudget budget;
    private final BadNumbers badNumbers;
    private final boolean cacheInPlace;

    Capturer(
            ModelMetadata metadata,
            OrtEngine engine,
            PromptReader prompts,
            List<Path> weights,
            Device device,
            SessionConfig config) {
        this.metadata = metadata;
        this.engine = engine;
        this.prompts = prompts;
        this.budget = config.memory();
        // Elsewhere the cache is copied to the device and back, and is not the same memory there.
        cacheInPlace = metadata.cacheInPlace() && device instanceof Device.Cpu;
        badNumbers = new BadNumbers(metadata.spec(), weights);
        memory =
                new MemoryPlanner(
                        metadata.spec(),
                        metadata.plan(),
                        new MemoryPlanner.Cache(
                                cacheInPlace,
                                metadata.precision().isHalf() ? Short.BYTES : Float.BYTES),
                        metadata.workspace().orElseGet(() -> Workspace.rough(metadata.spec())),
                        device instanceof Device.Cuda
                                ? Optional.of(deviceMemory(config.cudaOptions()))
                                : Optional.empty());
    }

    private DeviceMemory deviceMemory(CudaOptions options) {
        long weights = metadata.weights().files().stream().mapToLong(WeightFile::size).sum();
        return new DeviceMemory(options.memoryLimit().orElse(Long.MAX_VALUE), weights);
    }

    Attention capture(Prompt prompt, CaptureOptions options) {
        TokenSequence tokens = prompts.read(prompt, options.beyondContext());
        return captureInMemory(prompt, tokens, options, budget.now());
    }

    Attention captureTo(Path file, Prompt prompt, CaptureOptions options) {
        TokenSequence tokens = prompts.read(prompt, options.beyondContext());
        long limit = budget.now();
        // Not after a long run.
        AtomicFile.create(file).close();
        try {
            if (options.generation().maxTokens() == 0) {
                memory.check(size(tokens.size(), options, true), options.block(), limit);
                captureStraight(
                        file, prompt, tokens, tokens.size(), options, Optional.empty(), limit);
            } else if (memory.fits(size(tokens.size(), options, false), options.block(), limit)) {
                AttentionFile.write(captureInMemory(prompt, tokens, options, limit), file);
            } else {
                writeThenCapture(file, prompt, tokens, options, limit);
            }
        } catch (OutputException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CaptureCancelledException(
                        "the capture was interrupted while " + file + " was written", e);
            }
            throw e;
        }
        return readUninterrupted(file);
    }

    /** The file stands already; an interrupt would close it while it is read. */
    private static Attention readUninterrupted(Path file) {
        boolean interrupted = Thread.interrupted();
        try {
            return AttentionFile.read(file);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    MemoryEstimate estimate(int promptTokens, CaptureOptions options, boolean toFile) {
        long limit = budget.now();
        MemoryPlanner.Size size = size(promptTokens, options, false);
        boolean straight =
                toFile
                        && (options.generation().maxTokens() == 0
                                || !memory.fits(size, options.block(), limit));
        return memory.estimate(straight ? size.straightToFile() : size, options.block(), limit);
    }

    private Attention captureInMemory(
            Prompt prompt, TokenSequence tokens, CaptureOptions options, long limit) {
        MemoryPlanner.Size size = size(tokens.size(), options, false);
        memory.check(size, options.block(), limit);
        try (CaptureRun run = newRun(prompt, tokens, options, size, limit)) {
            run.run(metadata.plan().parts(), Optional.empty());
            TokenSequence all = withAnswer(tokens, run);
            Attention attention =
                    new Attention(
                            metadata.spec(),
                            metadata.plan(),
                            all,
                            tokens.size(),
                            run.take(),
                            run.logits());
            return run.finish().map(attention::withFinish).orElse(attention);
        }
    }

    /**
     * An answer whose capture memory does not hold: it is written first, and when its length is
     * known prompt and answer are read again and captured straight to the file.
     */
    private void writeThenCapture(
            Path file, Prompt prompt, TokenSequence tokens, CaptureOptions options, long limit) {
        MemoryPlanner.Size size = size(tokens.size(), options, true);
        memory.check(size, options.block(), limit);
        Written written;
        try (CaptureRun run = newRun(prompt, tokens, options, size, limit)) {
            run.run(
                    metadata.plan().parts().stream().filter(part -> !part.isSquare()).toList(),
                    Optional.empty());
            run.take();
            written = new Written(withAnswer(tokens, run), run.logits(), run.finish());
        }
        captureStraight(
                file,
                prompt,
                written.tokens(),
                tokens.size(),
                options.with(Generation.NONE),
                Optional.of(written),
                limit);
    }

    /** An answer, with its prompt. */
    private record Written(TokenSequence tokens, Logits logits, Optional<FinishReason> finish) {}

    /** Captures all rows of known tokens straight to a file; logits come with a written answer. */
    private void captureStraight(
            Path file,
            Prompt prompt,
            TokenSequence tokens,
            int promptLength,
            CaptureOptions options,
            Optional<Written> written,
            long limit) {
        int rows = Attention.rows(promptLength, tokens.size() - promptLength);
        int logitRows =
                written.map(answer -> answer.logits().rows())
                        .orElse(options.allLogits() ? rows : 1);
        MemoryPlanner.Size size = size(rows, options, true);
        try (AttentionFileSink sink =
                        new AttentionFileSink(
                                file,
                                metadata.spec(),
                                metadata.plan(),
                                tokens,
                                promptLength,
                                logitRows,
                                written.flatMap(Written::finish));
                CaptureRun run = newRun(prompt, tokens, options, size, limit)) {
            run.run(metadata.plan().parts(), Optional.of(sink));
            Captured reduced = run.take();
            Logits logits = written.map(Written::logits).orElseGet(run::logits);
            sink.finish(reduced, logits);
        }
    }

    private static TokenSequence withAnswer(TokenSequence prompt, CaptureRun run) {
        return run.generated().isEmpty() ? prompt : prompt.append(run.generated());
    }

    private CaptureRun newRun(
            Prompt prompt,
            TokenSequence tokens,
            CaptureOptions options,
            MemoryPlanner.Size size,
            long limit) {
        Extent extent = memory.extent(size, options.block(), limit);
        return new CaptureRun(
                metadata,
                engine.newSequence(cacheInPlace, extent.rows()),
                options,
                tokens,
                size.prompt(),
                id -> prompts.piece(prompt, id),
                badNumbers,
                extent);
    }

    private MemoryPlanner.Size size(int promptTokens, CaptureOptions options, boolean toFile) {
        int most = options.generation().maxTokens();
        int context = metadata.spec().contextLength();
        if (!options.beyondContext() && context > 0) {
            // The first token is written before the context is looked at.
            most = Math.min(most, Math.max(1, context - promptTokens));
        }
        return new MemoryPlanner.Size(promptTokens, most, options.allLogits(), toFile);
    }
}
