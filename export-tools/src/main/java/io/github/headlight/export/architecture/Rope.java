package io.github.headlight.export.architecture;

import java.util.List;

/**
 * A rotary position embedding. Every kind is a choice of inverse frequencies and of a factor on
 * cosine and sine; all are static, so they hold at every length. The arithmetic is that of
 * transformers ({@code modeling_rope_utils.py}) in float32.
 *
 * @see <a href="https://arxiv.org/abs/2104.09864">Su et al. 2021, RoFormer</a>
 */
public sealed interface Rope {
    /** {@return the base of the frequencies} */
    double theta();

    /**
     * {@return radians per position, for each of the {@code headSize / 2} pairs}
     *
     * @param headSize size of a head, even
     */
    float[] inverseFrequencies(int headSize);

    /** {@return what cosine and sine are multiplied by; scores carry its square} */
    default float attentionFactor() {
        return 1;
    }

    /**
     * {@return the most positions that a model is made for}
     *
     * @param configured what its configuration says
     */
    default int contextLength(int configured) {
        return configured;
    }

    /**
     * As first published.
     *
     * @param theta the base
     */
    record Default(double theta) implements Rope {
        @Override
        public float[] inverseFrequencies(int headSize) {
            float[] frequencies = periods(theta, headSize);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] = 1 / frequencies[i];
            }
            return frequencies;
        }
    }

    /**
     * All positions divided by a factor.
     *
     * @param theta the base
     * @param factor the factor
     */
    record Linear(double theta, double factor) implements Rope {
        @Override
        public float[] inverseFrequencies(int headSize) {
            float[] frequencies = new Default(theta).inverseFrequencies(headSize);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] /= (float) factor;
            }
            return frequencies;
        }
    }

    /**
     * YaRN: low frequencies are divided by a factor, high ones kept, those between blended.
     *
     * @param theta the base
     * @param factor of the longer context
     * @param attentionFactor on cosine and sine
     * @param ramp where frequencies are blended
     * @see <a href="https://arxiv.org/abs/2309.00071">Peng et al. 2023</a>
     */
    record Yarn(double theta, double factor, float attentionFactor, Ramp ramp) implements Rope {
        /**
         * Between which numbers of rotations within the original context frequencies are blended.
         *
         * @param originalContext positions of the training before the extension
         * @param fast rotations from which a frequency is kept
         * @param slow rotations up to which a frequency is divided
         * @param truncate whether the bounds are rounded outwards to whole pairs
         */
        public record Ramp(double originalContext, double fast, double slow, boolean truncate) {
            /** The pair that turns so many times within the original context. */
            private double pair(double rotations, double theta, int headSize) {
                return headSize
                        * Math.log(originalContext / (rotations * 2 * Math.PI))
                        / (2 * Math.log(theta));
            }
        }

        /** Configurations that only add the scaling keep the length of the training. */
        @Override
        public int contextLength(int configured) {
            return (int)
                    Math.min(
                            Integer.MAX_VALUE,
                            Math.max(configured, factor * ramp.originalContext()));
        }

        @Override
        public float[] inverseFrequencies(int headSize) {
            double low = ramp.pair(ramp.fast(), theta, headSize);
            double high = ramp.pair(ramp.slow(), theta, headSize);
            low = Math.max(ramp.truncate() ? Math.floor(low) : low, 0);
            high = Math.min(ramp.truncate() ? Math.ceil(high) : high, headSize - 1);
            if (low == high) {
                high += 0.001;
            }
            float[] frequencies = periods(theta, headSize);
            for (int i = 0; i < frequencies.length; i++) {
                float kept = 1 / frequencies[i];
                float divided = 1 / ((float) factor * frequencies[i]);
                float blend = (i - (float) low) / (float) (high - low);
                float keep = 1 - Math.min(Math.max(blend, 0), 1);
                frequencies[i] = divided * (1 - keep) + kept * keep;
            }
            return frequencies;
        }
    }

    /**
     * The scheme of Llama 3.1: long waves are divided by a factor, short ones kept, those between
     * blended.
     *
     * @param theta the base
     * @param factor of the longer context
     * @param lowFactor waves longer than {@code originalContext / lowFactor} are divided
     * @param highFactor waves shorter than {@code originalContext / highFactor} are kept
     * @param originalContext positions of the training before the extension
     */
    record Llama3(
            double theta,
            double factor,
            double lowFactor,
            double highFactor,
            double originalContext)
            implements Rope {
        @Override
        public float[] inverseFrequencies(int headSize) {
            float[] frequencies = new Default(theta).inverseFrequencies(headSize);
            for (int i = 0; i < frequencies.length; i++) {
                float wave = (float) (2 * Math.PI) / frequencies[i];
                float divided = frequencies[i] / (float) factor;
                if (wave > originalContext / lowFactor) {
                    frequencies[i] = divided;
                } else if (wave >= originalContext / highFactor) {
                    float smooth =
                            ((float) originalContext / wave - (float) lowFactor)
                                    / (float) (highFactor - lowFactor);
                    frequencies[i] = (1 - smooth) * divided + smooth * frequencies[i];
                }
            }
            return frequencies;
        }
    }

    /**
     * Frequencies of another embedding, each divided by a factor of its own, as GGUF files have
     * them.
     *
     * @param base the other embedding
     * @param factors as many as there are pairs
     */
    record Divided(Rope base, List<Float> factors) implements Rope {
        public Divided {
            factors = List.copyOf(factors);
        }

        @Override
        public double theta() {
            return base.theta();
        }

        @Override
        public float attentionFactor() {
            return base.attentionFactor();
        }

        @Override
        public int contextLength(int configured) {
            return base.contextLength(configured);
        }

        @Override
        public float[] inverseFrequencies(int headSize) {
            float[] frequencies = base.inverseFrequencies(headSize);
            for (int i = 0; i < frequencies.length; i++) {
                frequencies[i] /= factors.get(i);
            }
            return frequencies;
        }
    }

    private static float[] periods(double theta, int headSize) {
        float[] periods = new float[headSize / 2];
        for (int i = 0; i < periods.length; i++) {
            periods[i] = (float) Math.pow((float) theta, 2f * i / headSize);
        }
        return periods;
    }
}
