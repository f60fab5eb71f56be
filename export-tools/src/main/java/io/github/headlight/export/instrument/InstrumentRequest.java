package io.github.headlight.export.instrument;

import io.github.headlight.capture.CapturePlan;
import io.github.headlight.model.AttentionDirection;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Which model to instrument, and where to.
 *
 * @param input an ONNX model made elsewhere
 * @param output the model file to write; missing folders are made
 * @param plan what to capture
 * @param direction which keys a query sees, if it is not to be found out from the graph
 */
public record InstrumentRequest(
        Path input, Path output, CapturePlan plan, Optional<AttentionDirection> direction) {
    public InstrumentRequest {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(direction, "direction");
    }

    /**
     * {@return a request for a full capture}
     *
     * @param input an ONNX model made elsewhere
     * @param output the model file to write
     */
    public static InstrumentRequest of(Path input, Path output) {
        return new InstrumentRequest(input, output, CapturePlan.FULL, Optional.empty());
    }

    /**
     * {@return this request with another plan}
     *
     * @param other what to capture
     */
    public InstrumentRequest withPlan(CapturePlan other) {
        return new InstrumentRequest(input, output, other, direction);
    }

    /**
     * {@return this request with a direction that the graph is not asked for}
     *
     * @param other which keys a query sees
     */
    public InstrumentRequest withDirection(AttentionDirection other) {
        return new InstrumentRequest(input, output, plan, Optional.of(other));
    }
}
