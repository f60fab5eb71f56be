package io.github.headlight.export.decoder;

import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.export.weights.WeightForm;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.model.WeightPrecision;
import io.github.headlight.model.Workspace;

/**
 * What a run of a graph needs beside its inputs and outputs, as numbers of values that are alive at
 * once. They were found by measuring; a test compares them with what the runtime takes.
 */
public final class WorkspaceEstimate {
    private static final double NUMBER = Float.BYTES;

    private WorkspaceEstimate() {}

    /**
     * {@return the estimate for a graph}
     *
     * @param config the model
     * @param plan what is captured
     * @param form of attention
     * @param precision in what weights are held
     */
    public static Workspace of(
            ModelConfig config, CapturePlan plan, AttentionForm form, WeightPrecision precision) {
        // Products in 16 bits take half; the residual stream and probabilities do not.
        double part = precision.isHalf() ? 0.5 : 1;
        double heads = config.heads() * (double) config.headSize();
        double kvHeads = 2.0 * config.kvHeads() * config.headSize();
        double mlp = 3.0 * config.intermediateSize();
        double perRow = 4.0 * config.hiddenSize() + part * (2 * (heads + kvHeads) + mlp);
        if (precision == WeightPrecision.INT4) {
            // Sums over blocks, and a product before what is added to it.
            perRow +=
                    mlp / WeightForm.BLOCK
                            + Math.max(config.hiddenSize(), config.intermediateSize());
        }
        // Angles, cosines and sines.
        double perKey = 3 * config.headSize() / 2.0;
        if (precision.isHalf()) {
            // Queries and keys of a layer in f32.
            perRow += heads;
            perKey += kvHeads / 2;
        }
        double perCell = config.heads() * maps(plan, form);
        return new Workspace(
                Math.round(perRow * NUMBER),
                Math.round(perKey * NUMBER),
                Math.round(perCell * NUMBER));
    }

    /**
     * {@return an estimate on the safe side for a graph made elsewhere: what exporters make of
     * attention holds five to seven matrices a head}
     *
     * @param model the model
     * @param plan what is captured
     */
    public static Workspace of(ModelSpec model, CapturePlan plan) {
        Workspace rough = Workspace.rough(model);
        double maps = plan.has(CapturePart.Stats.class) ? 8.5 : 7;
        return new Workspace(
                rough.perRow(), rough.perKey(), Math.round(model.heads() * maps * NUMBER));
    }

    /** How many times the probabilities of a layer are there at once, outputs left out. */
    private static double maps(CapturePlan plan, AttentionForm form) {
        boolean full = plan.has(CapturePart.Full.class);
        double attention = form == AttentionForm.FUSED ? 1 : 2;
        if (plan.equals(CapturePlan.FULL)) {
            return attention;
        }
        double reduced = plan.has(CapturePart.Stats.class) ? 2.5 : 0.5;
        return attention + (full ? 0 : 1) + reduced;
    }
}
