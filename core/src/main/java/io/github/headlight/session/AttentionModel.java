package io.github.headlight.session;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.error.DeviceException;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.PromptException;
import io.github.headlight.generation.GenerationDefaults;
import io.github.headlight.internal.ort.OrtEngine;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelFile;
import io.github.headlight.model.ModelSpec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A model that gives its attention: a file that the exporter wrote, or one made elsewhere to which
 * attention was added, loaded on a device. One model serves many threads; closing it waits for the
 * captures that are under way.
 */
public final class AttentionModel implements AutoCloseable {
    private final Path path;
    private final List<Path> files;
    private final ModelMetadata metadata;
    private final Device device;
    private final OrtEngine engine;
    private final PromptReader prompts;
    private final Capturer capturer;
    private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();
    private boolean closed;

    private AttentionModel(
            Path path,
            List<Path> files,
            ModelMetadata metadata,
            Device device,
            OrtEngine engine,
            PromptReader prompts,
            Capturer capturer) {
        this.path = path;
        this.files = List.copyOf(files);
        this.metadata = metadata;
        this.device = device;
        this.engine = engine;
        this.prompts = prompts;
        this.capturer = capturer;
    }

    /**
     * Opens a model: checks that it is one of ours and that its weights are there and unchanged,
     * then loads it.
     *
     * @param path an ONNX file that the exporter wrote, or added attention to
     * @param config device, and where things are if not where the model says
     * @return the loaded model
     * @throws InvalidFileException if the model or its weights are missing, damaged, changed or not
     *     ours
     * @throws DeviceException if the device, or the runtime, cannot be had
     */
    public static AttentionModel open(Path path, SessionConfig config) {
        ModelFile file = ModelFile.read(path);
        ModelMetadata metadata = ModelMetadata.read(file);
        ModelSpec spec = metadata.spec();
        Path folder = WeightCheck.locate(file, metadata.weights(), config.weights());
        PromptReader prompts = PromptReader.of(file, folder, spec, config);
        requireFits(file, metadata);
        EngineLoader loader = new EngineLoader(file, folder, metadata, config);
        EngineLoader.Loaded loaded = loader.load(config.device());
        List<Path> files = new ArrayList<>(List.of(path));
        metadata.weights().files().forEach(weight -> files.add(folder.resolve(weight.name())));
        Capturer capturer =
                new Capturer(
                        name(file),
                        metadata,
                        loaded.engine(),
                        prompts,
                        files.subList(1, files.size()),
                        loaded.device(),
                        config);
        return new AttentionModel(
                path, files, metadata, loaded.device(), loaded.engine(), prompts, capturer);
    }

    private static String name(ModelFile file) {
        String name = file.metadata().get(ModelContract.NAME_KEY);
        Path last = file.path().getFileName();
        return name == null ? String.valueOf(last).replaceFirst("\\.onnx$", "") : name;
    }

    private static void requireFits(ModelFile file, ModelMetadata metadata) {
        try {
            metadata.plan().requireFits(metadata.spec().layers(), metadata.spec().heads());
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(file.path(), e.getMessage() + "; export again", e);
        }
    }

    /** {@return what the model is} */
    public ModelSpec spec() {
        return metadata.spec();
    }

    /** {@return the files it is read from: the model, and its weights} */
    public List<Path> files() {
        return files;
    }

    /** {@return what it captures} */
    public CapturePlan plan() {
        return metadata.plan();
    }

    /**
     * {@return the text of a token}
     *
     * @param id its id; part of a character is U+FFFD
     * @throws PromptException if the tokenizer is missing
     * @throws IllegalStateException if the model is closed
     */
    public String text(int id) {
        lifetime.readLock().lock();
        try {
            requireOpen();
            return prompts.text(id);
        } finally {
            lifetime.readLock().unlock();
        }
    }

    /** {@return how the checkpoint's makers want it to answer} */
    public GenerationDefaults generationDefaults() {
        return metadata.generation();
    }

    /**
     * {@return whether it can write answers: an encoder cannot, nor a model made elsewhere that
     * gives no logits}
     */
    public boolean writes() {
        return capturer.writes();
    }

    /** {@return where it runs; never {@link Device#AUTO}} */
    public Device device() {
        return device;
    }

    /**
     * Captures the attention of a prompt.
     *
     * @param prompt what the model reads
     * @return its attention, {@code [layer, head, query, key]}, and the last row's logits
     * @throws PromptException if the prompt is empty, has ids outside the vocabulary, or needs a
     *     tokenizer that is missing
     * @throws io.github.headlight.error.MemoryBudgetException if it would need more memory than it
     *     may
     * @throws io.github.headlight.error.CaptureCancelledException if it is cancelled
     * @throws io.github.headlight.error.ModelRunException if the run fails
     * @throws IllegalStateException if the model is closed
     */
    public Attention capture(Prompt prompt) {
        return capture(prompt, CaptureOptions.DEFAULT);
    }

    /**
     * Captures the attention of a prompt and of what the model writes after it.
     *
     * @param prompt what the model reads
     * @param options what is generated and kept
     * @return the attention of prompt and answer in one causal tensor
     * @throws PromptException if the prompt is empty, has ids outside the vocabulary, or needs a
     *     tokenizer that is missing
     * @throws io.github.headlight.error.CaptureException if the model cannot do what is asked: an
     *     encoder does not write, and a model made elsewhere may give no logits, or read all tokens
     *     in one block
     * @throws io.github.headlight.error.MemoryBudgetException if it would need more memory than it
     *     may
     * @throws io.github.headlight.error.CaptureCancelledException if it is cancelled
     * @throws io.github.headlight.error.ModelRunException if the run fails
     * @throws IllegalStateException if the model is closed
     */
    public Attention capture(Prompt prompt, CaptureOptions options) {
        lifetime.readLock().lock();
        try {
            requireOpen();
            return capturer.capture(prompt, options);
        } finally {
            lifetime.readLock().unlock();
        }
    }

    /**
     * Captures straight to an attention file. Matrices, which grow with the square of the length,
     * are written while the model runs and are never held in memory. With an answer, whose length
     * is not known before, that takes a second reading, which is done where memory does not hold
     * the capture.
     *
     * @param prompt what the model reads
     * @param options what is generated and kept
     * @param file where to; replaced if it is there, never half-written
     * @return the capture, mapped from the file
     * @throws PromptException if the prompt is empty, has ids outside the vocabulary, or needs a
     *     tokenizer that is missing
     * @throws io.github.headlight.error.CaptureException if the model cannot do what is asked
     * @throws io.github.headlight.error.MemoryBudgetException if it would need more memory than it
     *     may
     * @throws io.github.headlight.error.CaptureCancelledException if it is cancelled
     * @throws io.github.headlight.error.ModelRunException if the run fails
     * @throws io.github.headlight.error.OutputException if the file cannot be written
     * @throws IllegalStateException if the model is closed
     */
    public Attention captureTo(Path file, Prompt prompt, CaptureOptions options) {
        lifetime.readLock().lock();
        try {
            requireOpen();
            return capturer.captureTo(file, prompt, options);
        } finally {
            lifetime.readLock().unlock();
        }
    }

    /**
     * {@return what a capture in memory will need, at most}
     *
     * @param promptTokens tokens of the prompt, from 1
     * @param options what is generated and kept
     * @throws IllegalArgumentException if there are no tokens
     */
    public MemoryEstimate estimate(int promptTokens, CaptureOptions options) {
        return capturer.estimate(promptTokens, options, /* toFile= */ false);
    }

    /**
     * {@return what a capture straight to a file will need, at most}
     *
     * @param promptTokens tokens of the prompt, from 1
     * @param options what is generated and kept
     * @throws IllegalArgumentException if there are no tokens
     */
    public MemoryEstimate estimateToFile(int promptTokens, CaptureOptions options) {
        return capturer.estimate(promptTokens, options, /* toFile= */ true);
    }

    /**
     * Captures several prompts, one after another and each without padding; {@link Prompt#batch}
     * takes the padding off.
     *
     * @param batch the prompts
     * @param options what is generated and kept, for each
     * @return one attention a prompt, in order
     */
    public List<Attention> captureAll(List<Prompt> batch, CaptureOptions options) {
        List<Attention> attentions = new ArrayList<>(batch.size());
        for (Prompt prompt : batch) {
            attentions.add(capture(prompt, options));
        }
        return attentions;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the model " + path + " is closed");
        }
    }

    /**
     * Frees the model. Waits for captures under way; closing again does nothing.
     *
     * @throws IllegalStateException if the listener of a capture calls it, which would wait for
     *     itself
     */
    @Override
    public void close() {
        if (lifetime.getReadHoldCount() > 0) {
            throw new IllegalStateException(
                    "the model " + path + " is capturing on this thread; close it afterwards");
        }
        lifetime.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                prompts.close();
                engine.close();
            }
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    @Override
    public String toString() {
        return spec().architecture() + " model " + path + " on " + device;
    }
}
