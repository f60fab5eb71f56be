package io.github.headlight.export;

import io.github.headlight.error.CaptureCancelledException;
import io.github.headlight.error.MemoryBudgetException;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.Cancellation;
import io.github.headlight.session.CaptureListener;
import io.github.headlight.session.CaptureOptions;
import io.github.headlight.session.MemoryBudget;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;

import java.nio.file.Path;

/**
 * Ends a thousand captures early, in different ways, and prints how much more memory the process
 * has then.
 */
final class EndedCaptures {
    private final AttentionModel model;
    private final Path file;

    private EndedCaptures(AttentionModel model, Path file) {
        this.model = model;
        this.file = file;
    }

    /** A model, and a folder to capture to. */
    public static void main(String[] arguments) {
        SessionConfig config =
                SessionConfig.cpu().withThreads(2).withMemory(new MemoryBudget(200_000_000));
        try (AttentionModel model = AttentionModel.open(Path.of(arguments[0]), config)) {
            EndedCaptures captures =
                    new EndedCaptures(model, Path.of(arguments[1], "a.safetensors"));
            captures.end(1000);
            long before = ResidentMemory.settled();
            captures.end(1000);
            System.out.println(ResidentMemory.settled() - before);
        }
    }

    private void end(int times) {
        for (int i = 0; i < times; i++) {
            try {
                end(i, i % 2 == 0);
                throw new AssertionError("capture " + i + " went on");
            } catch (CaptureCancelledException | MemoryBudgetException | IllegalCallerException e) {
                // As it should be.
            }
        }
    }

    /** By cancelling, by a failing listener, or for its size; to a file or to memory. */
    private void end(int way, boolean toFile) {
        Cancellation cancellation = new Cancellation();
        CaptureListener ends =
                new CaptureListener() {
                    @Override
                    public void prefilled(int tokens, int total) {
                        if (way % 3 == 0) {
                            throw new IllegalCallerException("enough");
                        }
                        cancellation.cancel();
                    }
                };
        CaptureOptions options = CaptureOptions.DEFAULT.withBlock(40).with(ends).with(cancellation);
        Prompt prompt = MemoryProbe.ids(way % 3 == 1 && !toFile ? 5000 : 120);
        if (toFile) {
            model.captureTo(file, prompt, options);
        } else {
            model.capture(prompt, options);
        }
    }
}
