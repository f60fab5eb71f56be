package io.github.headlight.examples;

import io.github.headlight.capture.Attention;
import io.github.headlight.session.AttentionModel;
import io.github.headlight.session.Prompt;
import io.github.headlight.session.SessionConfig;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.token.TokenSequence;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Captures a text and prints what its last token looks at most, in each layer. */
public final class StrongestLinks {
    private static final int SHOWN = 3;

    private StrongestLinks() {}

    /**
     * A link from a query to a key.
     *
     * @param layer from 0
     * @param key index of the token that is looked at
     * @param weight mean over the layer's heads, 0 to 1
     */
    public record Link(int layer, int key, float weight) {}

    /**
     * Prints the strongest links.
     *
     * @param arguments the model, and the text
     */
    public static void main(String[] arguments) {
        try (AttentionModel model =
                AttentionModel.open(Path.of(arguments[0]), SessionConfig.auto())) {
            Attention attention = model.capture(Prompt.text(arguments[1]));
            TokenSequence tokens = attention.tokens();
            int query = tokens.size() - 1;
            for (Link link : of(attention, query)) {
                System.out.printf(
                        Locale.ROOT,
                        "layer %d: %s looks at %s (%.2f)%n",
                        link.layer(),
                        tokens.get(query).label(),
                        tokens.get(link.key()).label(),
                        link.weight());
            }
        }
    }

    /**
     * {@return the keys a token looks at most, three for each layer, strongest first}
     *
     * @param attention the capture
     * @param query index of the token that looks
     */
    public static List<Link> of(Attention attention, int query) {
        List<Link> strongest = new ArrayList<>();
        for (int layer = 0; layer < attention.model().layers(); layer++) {
            AttentionMatrix mean = attention.mean(layer);
            List<Link> links = new ArrayList<>();
            for (int key = 0; key <= query; key++) {
                links.add(new Link(layer, key, mean.probability(query, key)));
            }
            links.sort(Comparator.comparingDouble(Link::weight).reversed());
            strongest.addAll(links.subList(0, Math.min(SHOWN, links.size())));
        }
        return strongest;
    }
}
