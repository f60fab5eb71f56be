package io.github.headlight.view;

import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.Captured;
import io.github.headlight.capture.HeadChoice;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;
import io.github.headlight.tensor.PooledAttention;
import io.github.headlight.tensor.TopKAttention;

import java.util.ArrayList;
import java.util.List;

/** What a smaller plan would have captured of a full capture. */
public final class Reduced {
    private Reduced() {}

    /**
     * {@return a capture by a smaller plan}
     *
     * @param plan what to keep
     * @param full a full capture
     */
    public static Attention to(String plan, Attention full) {
        CapturePlan parts = CapturePlan.parse(plan);
        AttentionTensor tensor = full.tensor();
        Captured captured = Captured.NOTHING;
        if (parts.has(CapturePart.Mean.class)) {
            List<AttentionMatrix> means = new ArrayList<>();
            for (int layer = 0; layer < tensor.layers(); layer++) {
                means.add(tensor.layer(layer).meanOverHeads());
            }
            captured = captured.withMean(AttentionTensor.of(tensor.layers(), 1, means));
        }
        if (parts.has(CapturePart.Heads.class)) {
            List<AttentionMatrix> heads = new ArrayList<>();
            for (HeadChoice head :
                    parts.find(CapturePart.Heads.class).orElseThrow().inModel(full.model())) {
                heads.add(tensor.head(head.layer(), head.head()));
            }
            captured = captured.withHeads(heads);
        }
        if (parts.has(CapturePart.TopK.class)) {
            int k = parts.find(CapturePart.TopK.class).orElseThrow().k();
            captured = captured.with(TopKAttention.of(tensor, k));
        }
        if (parts.has(CapturePart.Pooled.class)) {
            int size = parts.find(CapturePart.Pooled.class).orElseThrow().size();
            captured = captured.with(PooledAttention.of(tensor, size));
        }
        if (parts.has(CapturePart.Stats.class)) {
            captured = captured.with(HeadProfiles.of(full).statistics());
        }
        return new Attention(
                full.model(), parts, full.tokens(), full.promptLength(), captured, null);
    }
}
