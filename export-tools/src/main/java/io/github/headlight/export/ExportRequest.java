package io.github.headlight.export;

import io.github.headlight.capture.CapturePlan;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What to export, and where to.
 *
 * @param checkpoint a folder with config.json and safetensors, or a GGUF file
 * @param output the model file to write; missing folders are made
 * @param plan what to capture
 * @param precision what weights are computed in
 * @param target where the model is to run
 * @param selfContained whether weights and tokenizer are copied beside the model, so that all can
 *     go elsewhere; else the model uses the checkpoint's own files where they hold floats
 */
public record ExportRequest(
        Path checkpoint,
        Path output,
        CapturePlan plan,
        Precision precision,
        Target target,
        boolean selfContained) {
    public ExportRequest {
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(target, "target");
    }

    /**
     * {@return a request for a full capture on the CPU with the weights left where they are}
     *
     * @param checkpoint a folder with config.json and safetensors
     * @param output the model file to write
     */
    public static ExportRequest of(Path checkpoint, Path output) {
        return new ExportRequest(
                checkpoint, output, CapturePlan.FULL, Precision.AUTO, Target.CPU, false);
    }

    /**
     * {@return this request with another precision}
     *
     * @param precision what weights are computed in
     */
    public ExportRequest withPrecision(Precision precision) {
        return new ExportRequest(checkpoint, output, plan, precision, target, selfContained);
    }

    /**
     * {@return this request with another plan}
     *
     * @param plan what to capture
     */
    public ExportRequest withPlan(CapturePlan plan) {
        return new ExportRequest(checkpoint, output, plan, precision, target, selfContained);
    }

    /**
     * {@return this request for another target}
     *
     * @param target where the model is to run
     */
    public ExportRequest withTarget(Target target) {
        return new ExportRequest(checkpoint, output, plan, precision, target, selfContained);
    }

    /** {@return this request with the weights copied beside the model} */
    public ExportRequest asSelfContained() {
        return new ExportRequest(checkpoint, output, plan, precision, target, true);
    }
}
