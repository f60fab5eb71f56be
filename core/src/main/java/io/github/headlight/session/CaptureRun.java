package io.github.headlight.session;

import io.github.headlight.capture.AttentionFileSink;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.Captured;
import io.github.headlight.capture.RowWeights;
import io.github.headlight.capture.Separators;
import io.github.headlight.error.CaptureCancelledException;
import io.github.headlight.error.ModelRunException;
import io.github.headlight.generation.FinishReason;
import io.github.headlight.generation.Generation;
import io.github.headlight.generation.StopTexts;
import io.github.headlight.generation.TokenChooser;
import io.github.headlight.internal.memory.NativeMemory;
import io.github.headlight.internal.ort.EngineTraits;
import io.github.headlight.internal.ort.OrtSequence;
import io.github.headlight.internal.ort.TensorSlot;
import io.github.headlight.internal.record.Block;
import io.github.headlight.internal.record.Extent;
import io.github.headlight.internal.record.Recorder;
import io.github.headlight.internal.record.Recorders;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.Logits;
import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * One capture: prefill in blocks of queries, which bounds memory, then decoding one token at a
 * time. Unless its results were taken, closing it frees them too.
 */
final class CaptureRun implements AutoCloseable {
    private final ModelSpec spec;
    private final OrtSequence sequence;
    private final CaptureOptions options;
    private final TokenSequence tokens;
    private final int read;
    private final Extent extent;
    private final IntFunction<TokenPiece> vocabulary;
    private final Blocks blocks;
    private final BadNumbers badNumbers;
    private final RowWeights weights;
    private final NativeMemory scratch = new NativeMemory();
    private final NativeMemory results = new NativeMemory();
    private final LogitRows logits;
    private final boolean givesLogits;
    private List<Recorder> recorders = List.of();
    private int[] ids;
    private final List<TokenPiece> generated = new ArrayList<>();
    private final Runnable stopper;
    private FinishReason finish;

    /**
     * @param metadata the model
     * @param traits what it can do
     * @param sequence an empty one, which this closes
     * @param options how
     * @param tokens what it reads, and perhaps one more
     * @param read how many of them it reads
     * @param vocabulary the tokens that it may write
     * @param badNumbers what to do where the results are no numbers
     * @param extent how large the capture will be
     */
    CaptureRun(
            ModelMetadata metadata,
            EngineTraits traits,
            OrtSequence sequence,
            CaptureOptions options,
            TokenSequence tokens,
            int read,
            IntFunction<TokenPiece> vocabulary,
            BadNumbers badNumbers,
            Extent extent) {
        this.spec = metadata.spec();
        this.sequence = sequence;
        this.options = options;
        this.tokens = tokens;
        this.read = read;
        this.vocabulary = vocabulary;
        this.badNumbers = badNumbers;
        this.extent = extent;
        this.ids = Arrays.copyOf(tokens.ids(), read);
        this.blocks =
                traits.hasCache() ? Blocks.of(metadata.plan(), extent.blockRows()) : Blocks.WHOLE;
        this.logits = new LogitRows(traits, spec.vocabularySize(), results, scratch);
        this.givesLogits = givesLogits(traits, spec, options);
        this.weights = new RowWeights(spec.direction(), tokens.hasTexts());
        this.stopper = sequence::stop;
        options.cancellation().add(stopper);
    }

    /** Whether a run gives logits: what comes next is nothing that an encoder says unasked. */
    static boolean givesLogits(EngineTraits traits, ModelSpec spec, CaptureOptions options) {
        return traits.hasLogits() && (!spec.isBidirectional() || options.allLogits());
    }

    /**
     * Runs the model over the tokens and what it generates.
     *
     * @param parts what is recorded
     * @param file where matrices go, if not to memory
     */
    void run(List<CapturePart> parts, Optional<AttentionFileSink> file) {
        recorders = new Recorders(spec, extent, scratch, results, file, weights).of(parts);
        for (int i = 0; i < ids.length; i++) {
            weights.add(ids[i], Separators.at(tokens, i));
        }
        while (sequence.length() < ids.length) {
            Block block = blocks.next(sequence.length(), ids.length);
            feed(block, block.total() == ids.length);
            options.listener().prefilled(block.total(), ids.length);
        }
        write();
    }

    /** Writes the answer, token by token; the last one is not read any more. */
    private void write() {
        Generation generation = options.generation();
        if (generation.maxTokens() == 0) {
            return;
        }
        TokenChooser chooser = new TokenChooser(generation.sampling(), spec.vocabularySize());
        chooser.remember(ids);
        StopTexts stopTexts = new StopTexts(generation.stopTexts());
        TextStream text = new TextStream();
        while (true) {
            int next = chooser.choose(logits.last());
            TokenPiece piece = vocabulary.apply(next);
            generated.add(piece);
            options.listener().generated(next, text.next(piece.bytes()), generated.size());
            finish = finish(next, stopTexts.read(piece.bytes()));
            if (finish != null) {
                return;
            }
            weights.add(next, Separators.is(TokenRole.GENERATED, piece.bytes()));
            ids = Arrays.copyOf(ids, ids.length + 1);
            ids[ids.length - 1] = next;
            feed(blocks.next(sequence.hasCache() ? sequence.length() : 0, ids.length), true);
        }
    }

    /** Why the answer ends with a token; null if it goes on. */
    private FinishReason finish(int token, boolean stopText) {
        Generation generation = options.generation();
        if (generation.stopAtEnd() && spec.endTokens().contains(token)) {
            return FinishReason.END_TOKEN;
        }
        if (generation.stopIds().contains(token)) {
            return FinishReason.STOP_ID;
        }
        if (stopText) {
            return FinishReason.STOP_TEXT;
        }
        if (generated.size() == generation.maxTokens()) {
            return FinishReason.MAX_TOKENS;
        }
        boolean full = read + generated.size() >= contextLimit();
        return full ? FinishReason.CONTEXT_LIMIT : null;
    }

    private int contextLimit() {
        return options.beyondContext() || spec.contextLength() == 0
                ? Integer.MAX_VALUE
                : spec.contextLength();
    }

    private void feed(Block block, boolean keepsLastRow) {
        requireNotCancelled();
        int kept = options.allLogits() ? block.rows() : keepsLastRow ? 1 : 0;
        List<TensorSlot> inputs = new ArrayList<>();
        List<TensorSlot> outputs = new ArrayList<>();
        if (givesLogits) {
            outputs.add(logits.slot(block.rows(), kept));
        }
        for (Recorder recorder : recorders) {
            inputs.addAll(recorder.inputs(block));
            outputs.addAll(recorder.outputs(block));
        }
        try {
            int[] read = Arrays.copyOfRange(ids, block.past(), block.total());
            sequence.feed(read, inputs, outputs, logits.given(block.rows(), kept));
        } catch (ModelRunException e) {
            if (options.cancellation().isCancelled()) {
                throw cancelled(e);
            }
            throw e;
        }
        for (Recorder recorder : recorders) {
            recorder.written(block);
        }
        if (givesLogits) {
            logits.written(block.rows(), kept);
            if (kept > 0) {
                badNumbers.check(logits.last(), sequence);
            }
        } else {
            badNumbers.check(outputs);
        }
    }

    private void requireNotCancelled() {
        if (options.cancellation().isCancelled() || Thread.currentThread().isInterrupted()) {
            throw cancelled(null);
        }
    }

    private CaptureCancelledException cancelled(ModelRunException cause) {
        int written = generated.size();
        return new CaptureCancelledException(
                "the capture was cancelled after "
                        + (written == 0
                                ? sequence.length() + " tokens of a prompt of " + read
                                : written + " tokens of the answer"),
                cause);
    }

    /** What the model wrote. */
    List<TokenPiece> generated() {
        return generated;
    }

    /** {@return why the answer ended, if there is one} */
    Optional<FinishReason> finish() {
        return Optional.ofNullable(finish);
    }

    /** Hands over what was captured, and the logits; their memory is the caller's from now on. */
    Captured take() {
        Captured captured = Captured.NOTHING;
        for (Recorder recorder : recorders) {
            captured = recorder.addTo(captured, sequence.length());
        }
        results.keep();
        return captured;
    }

    /** The logits that were kept, if the model gives any. */
    Optional<Logits> logits() {
        return logits.all(sequence.length());
    }

    @Override
    public void close() {
        options.cancellation().remove(stopper);
        sequence.close();
        scratch.close();
        results.close();
    }
}
