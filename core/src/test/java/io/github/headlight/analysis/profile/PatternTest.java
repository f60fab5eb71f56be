package io.github.headlight.analysis.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Heads that were made to do something are called by it, and heads that do nothing are not. */
class PatternTest {
    private static final int[] LENGTHS = {32, 64, 128, 256, 512};
    private static final double[] NOISES = {0, 0.25, 0.5};
    private static final double[] SINKS = {0, 0.3, 0.6};
    private static final double STRONG_SINK = 0.9;

    @Test
    void plantedHeadsAreCalledByWhatTheyDo() {
        Map<Pattern, Map<Pattern, Integer>> matrix = new EnumMap<>(Pattern.class);
        List<String> wrong = new ArrayList<>();
        for (int size : LENGTHS) {
            for (int seed = 0; seed < (size < 256 ? 5 : 1); seed++) {
                PlantedHead planted = new PlantedHead(size, seed);
                for (Pattern pattern : PlantedHead.CAUSAL) {
                    if (!canShow(pattern, size)) {
                        continue;
                    }
                    for (double noise : NOISES) {
                        for (double sink : SINKS) {
                            Pattern expected = expected(pattern, sink);
                            Pattern found = label(planted, Set.of(pattern), noise, sink);
                            matrix.computeIfAbsent(expected, p -> new EnumMap<>(Pattern.class))
                                    .merge(found, 1, Integer::sum);
                            if (found != expected) {
                                wrong.add(
                                        pattern
                                                + " of "
                                                + size
                                                + ", noise "
                                                + noise
                                                + ", sink "
                                                + sink
                                                + ", seed "
                                                + seed
                                                + ": "
                                                + found);
                            }
                        }
                        assertThat(label(planted, Set.of(pattern), noise, STRONG_SINK))
                                .as("%s under a strong sink", pattern)
                                .isEqualTo(Pattern.SINK);
                    }
                }
            }
        }
        System.out.println(text(matrix));
        assertThat(wrong).isEmpty();
    }

    /** In fewer than some 200 tokens, the last tenth is hardly more than the window. */
    private static boolean canShow(Pattern pattern, int size) {
        return pattern != Pattern.POSITION_BIAS || size >= 256;
    }

    /** Whoever does nothing is a sink if the first token has most. */
    private static Pattern expected(Pattern planted, double sink) {
        boolean nothing = planted == Pattern.SINK || planted == Pattern.MIXED;
        return nothing ? sink >= 0.5 ? Pattern.SINK : Pattern.MIXED : planted;
    }

    private static Pattern label(
            PlantedHead planted, Set<Pattern> patterns, double noise, double sink) {
        return HeadProfiles.of(
                        PlantedHead.attention(
                                planted.tokens(), List.of(planted.head(patterns, noise, sink))))
                .head(0, 0)
                .pattern();
    }

    private static String text(Map<Pattern, Map<Pattern, Integer>> matrix) {
        StringBuilder text = new StringBuilder("planted (rows) and found (columns):\n");
        text.append(String.format(Locale.ROOT, "%-20s", ""));
        for (Pattern found : PlantedHead.CAUSAL) {
            text.append(String.format(Locale.ROOT, "%20s", found.key()));
        }
        matrix.forEach(
                (planted, row) -> {
                    text.append(String.format(Locale.ROOT, "%n%-20s", planted.key()));
                    for (Pattern found : PlantedHead.CAUSAL) {
                        text.append(String.format(Locale.ROOT, "%20d", row.getOrDefault(found, 0)));
                    }
                });
        return text.toString();
    }

    @Test
    void aHeadThatDoesTwoThingsIsCalledByOneOfThem() {
        for (Pattern a : PlantedHead.CAUSAL) {
            for (Pattern b : PlantedHead.CAUSAL) {
                PlantedHead planted = new PlantedHead(256, 3);
                assertThat(label(planted, EnumSet.of(a, b), 0.1, 0.2))
                        .as("%s and %s", a, b)
                        .isIn(general(a, b));
            }
        }
    }

    private static Set<Pattern> general(Pattern a, Pattern b) {
        Set<Pattern> all = EnumSet.of(Pattern.MIXED);
        for (Pattern pattern : List.of(a, b)) {
            all.add(pattern);
            for (Pattern other : PlantedHead.CAUSAL) {
                if (pattern.isWithin(other)) {
                    all.add(other);
                }
            }
        }
        return all;
    }

    @Test
    void chanceHasNoPattern() {
        List<String> wrong = new ArrayList<>();
        int heads = 0;
        for (int size : new int[] {8, 9, 12, 16, 24, 32, 64, 128, 256, 512}) {
            int seeds = Math.min(400, 40_000 / size / size * 10 + 4);
            for (int seed = 0; seed < seeds; seed++) {
                PlantedHead planted = new PlantedHead(size, seed);
                List<float[]> random = new ArrayList<>();
                for (double scale : new double[] {0, 0.5, 1, 2, 4, 8}) {
                    random.add(planted.random(scale));
                }
                for (Pattern pattern : PlantedHead.CAUSAL) {
                    random.add(planted.shuffled(planted.head(Set.of(pattern), 0.1, 0.2)));
                }
                for (HeadProfile head :
                        HeadProfiles.of(PlantedHead.attention(planted.tokens(), random)).heads()) {
                    heads++;
                    if (head.pattern() != Pattern.MIXED) {
                        wrong.add(
                                size
                                        + " seed "
                                        + seed
                                        + " head "
                                        + head.head()
                                        + ": "
                                        + head.label()
                                        + " "
                                        + head.score(head.pattern())
                                        + " "
                                        + head.score(head.pattern()).deviations());
                    }
                }
            }
        }
        System.out.println(heads + " heads of chance, " + wrong.size() + " with a pattern");
        assertThat(wrong).isEmpty();
    }
}
