package io.github.headlight.capture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a model gives of its attention. The exporter compiles a plan into the graph; the session
 * reads it back from the model's metadata. On the command line parts are joined by {@code +}.
 *
 * @param parts at least one, each kind once, in the order full, heads, mean, topk, pooled, stats; a
 *     full capture holds every head, so that {@code heads} beside {@code full} is left out
 */
public record CapturePlan(List<CapturePart> parts) {
    private static final List<Class<? extends CapturePart>> ORDER =
            List.of(
                    CapturePart.Full.class,
                    CapturePart.Heads.class,
                    CapturePart.Mean.class,
                    CapturePart.TopK.class,
                    CapturePart.Pooled.class,
                    CapturePart.Stats.class);

    /** The plan that gives everything. */
    public static final CapturePlan FULL = of(new CapturePart.Full());

    public CapturePlan {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a capture plan has at least one part");
        }
        List<CapturePart> sorted = new ArrayList<>(parts);
        sorted.sort(Comparator.comparingInt(part -> order(part)));
        for (int i = 1; i < sorted.size(); i++) {
            if (order(sorted.get(i)) == order(sorted.get(i - 1))) {
                throw new IllegalArgumentException(
                        "capture plan: expected each kind of part once, found "
                                + sorted.get(i - 1)
                                + " and "
                                + sorted.get(i));
            }
        }
        if (sorted.get(0) instanceof CapturePart.Full) {
            sorted.removeIf(CapturePart.Heads.class::isInstance);
        }
        parts = List.copyOf(sorted);
    }

    private static int order(CapturePart part) {
        return ORDER.indexOf(part.getClass());
    }

    /**
     * {@return a plan}
     *
     * @param parts at least one
     */
    public static CapturePlan of(CapturePart... parts) {
        return new CapturePlan(List.of(parts));
    }

    /**
     * {@return the part of a kind, if the plan has it}
     *
     * @param kind of part
     * @param <T> kind of part
     */
    public <T extends CapturePart> Optional<T> find(Class<T> kind) {
        return parts.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /**
     * {@return whether the plan has a part of a kind}
     *
     * @param kind of part
     */
    public boolean has(Class<? extends CapturePart> kind) {
        return find(kind).isPresent();
    }

    /**
     * Checks that a model has what the plan names.
     *
     * @param layers number of layers
     * @param heads number of heads of a layer
     * @throws IllegalArgumentException if not; the message says what there is
     */
    public void requireFits(int layers, int heads) {
        parts.forEach(part -> part.requireFits(layers, heads));
    }

    /**
     * {@return the plan that is written so}
     *
     * @param text as written on the command line: {@code full}, {@code heads:0.1,27.*}, {@code
     *     mean}, {@code topk:16}, {@code pooled:32}, {@code stats}, joined by {@code +}
     * @throws IllegalArgumentException if it is no plan; the message says how one is written
     */
    public static CapturePlan parse(String text) {
        return PlanParser.parse(text);
    }

    @Override
    public String toString() {
        return parts.stream().map(CapturePart::toString).collect(Collectors.joining("+"));
    }
}
