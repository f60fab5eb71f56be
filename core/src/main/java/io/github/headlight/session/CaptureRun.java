package io.github.headlight.session;

import io.github.headlight.generation.Generation;
import io.github.headlight.internal.ort.OrtSequence;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.Logits;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One capture: prefill in blocks of queries, which bounds memory, then decoding one token at a
 * time.
 */
final class CaptureRun {
    /** Queries of a prefill block: a long prompt needs memory for the scores of so many at once. */
    private static final int BLOCK = 256;

    private final ModelSpec spec;
    private final OrtSequence sequence;
    private final CaptureOptions options;
    private final int[] prompt;
    private final CausalStore store;
    private final List<FloatBuffer> logits = new ArrayList<>();
    private final List<Integer> generated = new ArrayList<>();

    CaptureRun(ModelSpec spec, OrtSequence sequence, CaptureOptions options, int[] prompt) {
        this.spec = spec;
        this.sequence = sequence;
        this.options = options;
        this.prompt = prompt;
        int knownRows = options.generation().maxTokens() <= 1 ? prompt.length : 0;
        this.store = new CausalStore(spec.layers(), spec.heads(), knownRows);
    }

    /** Runs the model over the prompt and what it generates. */
    void run() {
        for (int from = 0; from < prompt.length; from += BLOCK) {
            int to = Math.min(prompt.length, from + BLOCK);
            feed(Arrays.copyOfRange(prompt, from, to), to == prompt.length);
            options.listener().prefilled(to, prompt.length);
        }
        Generation generation = options.generation();
        while (generated.size() < generation.maxTokens()) {
            int next = argMax(logits.get(logits.size() - 1));
            generated.add(next);
            options.listener().generated(next, generated.size());
            boolean ended = generation.stopAtEnd() && spec.endTokens().contains(next);
            if (ended || generated.size() == generation.maxTokens()) {
                break;
            }
            feed(new int[] {next}, true);
        }
    }

    private void feed(int[] ids, boolean keepsLastRow) {
        int rows = options.allLogits() ? ids.length : 1;
        FloatBuffer block = OrtSequence.newBuffer((long) rows * spec.vocabularySize());
        sequence.feed(ids, store.newBlock(sequence.length(), ids.length), block);
        store.written();
        if (options.allLogits() || keepsLastRow) {
            for (int row = 0; row < rows; row++) {
                logits.add(block.slice(row * spec.vocabularySize(), spec.vocabularySize()));
            }
        }
    }

    private static int argMax(FloatBuffer row) {
        return new Logits(0, List.of(row)).argMax(0);
    }

    List<Integer> generated() {
        return generated;
    }

    AttentionTensor tensor() {
        return store.toTensor();
    }

    Logits logits() {
        return new Logits(sequence.length() - logits.size(), logits);
    }
}
