package io.github.headlight.session;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.AttentionFile;
import io.github.headlight.capture.AttentionFileSink;
import io.github.headlight.capture.Captured;
import io.github.headlight.capture.Origin;
import io.github.headlight.error.CaptureCancelledException;
import io.github.headlight.error.CaptureException;
import io.github.headlight.error.OutputException;
import io.github.headlight.file.AtomicFile;
import io.github.headlight.generation.Candidate;
import io.github.headlight.generation.Candidates;
import io.github.headlight.generation.FinishReason;
import io.github.headlight.generation.Generation;
import io.github.headlight.internal.ort.EngineTraits;
import io.github.headlight.internal.ort.OrtEngine;
import io.github.headlight.internal.record.Extent;
import io.github.headlight.model.WeightFile;
import io.github.headlight.model.Workspace;
import io.github.headlight.tensor.Logits;
import io.github.headlight.token.TokenSequence;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Captures prompts with a loaded model: to memory, or to a file. Safe for many threads. */
final class Capturer {
    /** Likeliest tokens of each step whose texts are kept, so that a report can show them. */
    private static final int ALTERNATIVES = 5;

    private final ModelMetadata metadata;
    private final OrtEngine engine;
    private final PromptReader prompts;
    private final MemoryPlanner memory;
    private final MemoryBudget budget;
    private final BadNumbers badNumbers;
    private final EngineTraits traits;
    private final boolean cacheInPlace;
    private final String name;
    private final InstantSource clock;

    Capturer(
            String name,
            ModelMetadata metadata,
            OrtEngine engine,
            PromptReader prompts,
            List<Path> weights,
            Device device,
            SessionConfig config) {
        this.name = name;
        this.clock = config.clock();
        this.metadata = metadata;
        this.engine = engine;
        this.prompts = prompts;
        this.budget = config.memory();
        this.traits = engine.traits();
        // Elsewhere the cache is copied to the device and back, and is not the same memory there.
        cacheInPlace = metadata.cacheInPlace() && device instanceof Device.Cpu;
        badNumbers = new BadNumbers(metadata.spec(), weights);
        memory =
                new MemoryPlanner(
                        metadata.spec(),
                        metadata.plan(),
                        traits,
                        new MemoryPlanner.Cache(
                                cacheInPlace,
                                metadata.precision().isHalf() ? Short.BYTES : Float.BYTES),
                        metadata.workspace().orElseGet(() -> Workspace.rough(metadata.spec())),
                        device instanceof Device.Cuda
                                ? Optional.of(deviceMemory(config.cudaOptions()))
                                : Optional.empty());
    }

    private Origin origin() {
        return new Origin(name, Optional.of(clock.instant()));
    }

    private DeviceMemory deviceMemory(CudaOptions options) {
        long weights = metadata.weights().files().stream().mapToLong(WeightFile::size).sum();
        return new DeviceMemory(options.memoryLimit().orElse(Long.MAX_VALUE), weights);
    }

    Attention capture(Prompt prompt, CaptureOptions options) {
        requireAble(options);
        TokenSequence tokens = prompts.read(prompt, options.beyondContext());
        return captureInMemory(prompt, tokens, options, budget.now());
    }

    Attention captureTo(Path file, Prompt prompt, CaptureOptions options) {
        requireAble(options);
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

    /** Whether the model can write. */
    boolean writes() {
        return traits.hasLogits() && !metadata.spec().isBidirectional();
    }

    /** Refuses what a model that was made elsewhere may lack. */
    private void requireAble(CaptureOptions options) {
        boolean writes = options.generation().maxTokens() > 0;
        if (writes && metadata.spec().isBidirectional()) {
            throw new CaptureException(
                    "this model is an encoder, it does not write: capture its prompt alone,"
                            + " without an answer (--generate)");
        }
        if (!traits.hasLogits() && (writes || options.allLogits())) {
            throw new CaptureException(
                    "this model gives no logits, so that it cannot write and has none to keep:"
                            + " capture its prompt alone, without --generate and --all-logits");
        }
        if (!traits.hasCache() && options.block() > 0) {
            throw new CaptureException(
                    "this model keeps no keys and values, so that it reads all tokens in one block:"
                            + " leave the size of a block away, found "
                            + options.block());
        }
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
        if (options.generation().maxTokens() == 0 || traits.hasCache()) {
            return captureInMemory(
                    prompt, tokens, tokens.size(), options, Optional.empty(), size, limit);
        }
        Written written = write(prompt, tokens, options, size, limit);
        int rows = Attention.rows(tokens.size(), written.tokens().size() - tokens.size());
        CaptureOptions reading = options.with(Generation.NONE);
        return captureInMemory(
                prompt,
                written.tokens(),
                tokens.size(),
                reading,
                Optional.of(written),
                size(rows, reading, false),
                limit);
    }

    /** Captures tokens, and what is written after them unless it was written before. */
    private Attention captureInMemory(
            Prompt prompt,
            TokenSequence tokens,
            int promptLength,
            CaptureOptions options,
            Optional<Written> written,
            MemoryPlanner.Size size,
            long limit) {
        try (CaptureRun run = newRun(prompt, tokens, options, size, limit)) {
            run.run(metadata.plan().parts(), Optional.empty());
            Attention attention =
                    new Attention(
                                    metadata.spec(),
                                    metadata.plan(),
                                    withAnswer(tokens, run),
                                    promptLength,
                                    run.take(),
                                    written.flatMap(Written::logits).or(run::logits).orElse(null))
                            .withOrigin(origin())
                            .withTexts(
                                    written.map(Written::texts)
                                            .orElseGet(() -> texts(prompt, promptLength, run)));
            return written.flatMap(Written::finish)
                    .or(run::finish)
                    .map(attention::withFinish)
                    .orElse(attention);
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
        Written written = write(prompt, tokens, options, size, limit);
        captureStraight(
                file,
                prompt,
                written.tokens(),
                tokens.size(),
                options.with(Generation.NONE),
                Optional.of(written),
                limit);
    }

    /**
     * Writes an answer without capturing it. A model without a cache reads all tokens again for
     * each new one, so that logits of all rows come from the reading that captures.
     */
    private Written write(
            Prompt prompt,
            TokenSequence tokens,
            CaptureOptions options,
            MemoryPlanner.Size size,
            long limit) {
        boolean keepsLogits = traits.hasCache() || !options.allLogits();
        CaptureOptions writing = keepsLogits ? options : options.withoutAllLogits();
        try (CaptureRun run = newRun(prompt, tokens, writing, size, limit)) {
            run.run(
                    metadata.plan().parts().stream().filter(part -> !part.isSquare()).toList(),
                    Optional.empty());
            run.take();
            return new Written(
                    withAnswer(tokens, run),
                    keepsLogits ? run.logits() : Optional.empty(),
                    run.finish(),
                    texts(prompt, tokens.size(), run));
        }
    }

    /** An answer, with its prompt; logits if the reading that captures does not give them. */
    private record Written(
            TokenSequence tokens,
            Optional<Logits> logits,
            Optional<FinishReason> finish,
            Map<Integer, String> texts) {}

    /** What the likeliest tokens of each step say. Of a prompt of ids no text is known. */
    private Map<Integer, String> texts(Prompt prompt, int promptLength, CaptureRun run) {
        Map<Integer, String> texts = new TreeMap<>();
        if (prompt instanceof Prompt.Ids || run.logits().isEmpty()) {
            return texts;
        }
        Logits logits = run.logits().get();
        for (int step = 0; step < run.generated().size(); step++) {
            int row = promptLength - 1 + step - logits.firstQuery();
            for (Candidate candidate : Candidates.top(logits.row(row), ALTERNATIVES)) {
                texts.computeIfAbsent(candidate.id(), prompts::text);
            }
        }
        return texts;
    }

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
        boolean givesLogits = CaptureRun.givesLogits(traits, metadata.spec(), options);
        int logitRows =
                written.flatMap(Written::logits)
                        .map(Logits::rows)
                        .orElse(!givesLogits ? 0 : options.allLogits() ? rows : 1);
        MemoryPlanner.Size size = size(rows, options, true);
        try (AttentionFileSink sink =
                        new AttentionFileSink(
                                file,
                                metadata.spec(),
                                metadata.plan(),
                                tokens,
                                promptLength,
                                logitRows,
                                written.flatMap(Written::finish),
                                origin(),
                                written.map(Written::texts).orElse(Map.of()));
                CaptureRun run = newRun(prompt, tokens, options, size, limit)) {
            run.run(metadata.plan().parts(), Optional.of(sink));
            Captured reduced = run.take();
            sink.finish(reduced, written.flatMap(Written::logits).or(run::logits));
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
                traits,
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
