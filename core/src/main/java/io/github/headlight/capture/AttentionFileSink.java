package io.github.headlight.capture;

import io.github.headlight.generation.FinishReason;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.safetensors.DType;
import io.github.headlight.safetensors.SafetensorsOutput;
import io.github.headlight.safetensors.SafetensorsWriter;
import io.github.headlight.tensor.Logits;
import io.github.headlight.token.TokenSequence;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * An attention file that is written while its capture runs: the rows of matrices go to their place
 * at once and are never held; the other parts follow at the end. Closed unfinished, nothing is
 * left. For one thread.
 */
public final class AttentionFileSink implements AutoCloseable {
    private final SafetensorsOutput output;
    private final int rows;
    private Captured captured;
    private Optional<Logits> logits = Optional.empty();

    /**
     * Starts a file for a capture whose tokens are known.
     *
     * @param target the file
     * @param model what is run
     * @param plan what is captured
     * @param tokens prompt and generated tokens
     * @param promptLength number of prompt tokens
     * @param logitRows number of rows whose logits are kept, perhaps none
     * @param finish why the answer ended, if there is one
     * @param origin model and time
     * @param texts what tokens say that the answer might have had
     * @throws io.github.headlight.error.OutputException if it cannot be written
     */
    public AttentionFileSink(
            Path target,
            ModelSpec model,
            CapturePlan plan,
            TokenSequence tokens,
            int promptLength,
            int logitRows,
            Optional<FinishReason> finish,
            Origin origin,
            Map<Integer, String> texts) {
        rows = Attention.rows(promptLength, tokens.size() - promptLength);
        AttentionFileWriter layout = new AttentionFileWriter(model, plan, tokens, promptLength);
        SafetensorsWriter writer = layout.head();
        finish.ifPresent(why -> writer.metadata(AttentionFile.FINISH, why.key()));
        AttentionFileWriter.addOrigin(writer, origin);
        AttentionFileWriter.addTexts(writer, texts);
        for (CapturePart part : plan.parts()) {
            if (part.isSquare()) {
                writer.reserved(AttentionFile.name(part), DType.F32, layout.squareShape(part));
            } else {
                layout.addReduced(writer, part, () -> captured);
            }
        }
        if (logitRows > 0) {
            AttentionFileWriter.addLogits(
                    writer, logitRows, model.vocabularySize(), () -> logits.orElseThrow());
        }
        output = writer.begin(target);
    }

    /**
     * Writes rows of a matrix; what no row covers is 0.
     *
     * @param part full, heads or mean
     * @param matrix number of the matrix in that part
     * @param row the first row
     * @param cells whole rows, in little-endian order; all remaining bytes are written
     */
    public void write(CapturePart part, int matrix, int row, ByteBuffer cells) {
        long at = ((long) matrix * rows + row) * rows * Float.BYTES;
        output.write(AttentionFile.name(part), at, cells);
    }

    /**
     * Writes what is left and moves the file into place.
     *
     * @param reduced the parts that are not matrices
     * @param lastLogits logits of the last rows, if any are kept
     */
    public void finish(Captured reduced, Optional<Logits> lastLogits) {
        captured = reduced;
        logits = lastLogits;
        output.finish();
    }

    /** Lets an unfinished file go. */
    @Override
    public void close() {
        output.close();
    }
}
