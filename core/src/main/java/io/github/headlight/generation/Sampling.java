package io.github.headlight.generation;

/**
 * How the next token is chosen from the logits, with the rules and the order of transformers:
 * repetition penalty, temperature, top-k, top-p, min-p. Immutable; the {@code with} methods give a
 * changed copy.
 *
 * @param temperature divides the logits: below 1 makes the likely likelier; 0 chooses the highest
 *     logit each time (greedy), as llama.cpp and vLLM read it, and leaves topK, topP, minP and seed
 *     without effect
 * @param topK only so many of the highest logits stay, and what equals the last of them; 0 is off
 * @param topP only the likeliest tokens stay that have this probability together, at least one;
 *     above 0, 1 is off
 * @param minP only tokens stay that are at least this part as likely as the likeliest; 0 is off
 * @param repetitionPenalty logits of tokens that stand in the prompt or the answer are divided by
 *     it, negative ones multiplied; above 0, 1 is off
 * @param seed the same seed gives the same choices from the same logits, on every machine
 */
public record Sampling(
        double temperature,
        int topK,
        double topP,
        double minP,
        double repetitionPenalty,
        long seed) {
    /** The highest logit each time, and nothing else. */
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 1, 0);

    public Sampling {
        Limits.temperature("temperature", temperature);
        Limits.topK("top-k", topK);
        Limits.topP("top-p", topP);
        Limits.minP("min-p", minP);
        Limits.repetitionPenalty("repetition penalty", repetitionPenalty);
    }

    /** {@return whether the highest logit is chosen each time} */
    public boolean isGreedy() {
        return temperature == 0;
    }

    /**
     * {@return a copy with another temperature}
     *
     * @param other divides the logits; 0 is greedy
     */
    public Sampling withTemperature(double other) {
        return new Sampling(other, topK, topP, minP, repetitionPenalty, seed);
    }

    /**
     * {@return a copy with another top-k}
     *
     * @param other how many of the highest logits stay; 0 is off
     */
    public Sampling withTopK(int other) {
        return new Sampling(temperature, other, topP, minP, repetitionPenalty, seed);
    }

    /**
     * {@return a copy with another top-p}
     *
     * @param other the probability that the tokens which stay have together; 1 is off
     */
    public Sampling withTopP(double other) {
        return new Sampling(temperature, topK, other, minP, repetitionPenalty, seed);
    }

    /**
     * {@return a copy with another min-p}
     *
     * @param other the least part of the highest probability; 0 is off
     */
    public Sampling withMinP(double other) {
        return new Sampling(temperature, topK, topP, other, repetitionPenalty, seed);
    }

    /**
     * {@return a copy with another repetition penalty}
     *
     * @param other divides the logits of tokens that were there before; 1 is off
     */
    public Sampling withRepetitionPenalty(double other) {
        return new Sampling(temperature, topK, topP, minP, other, seed);
    }

    /**
     * {@return a copy with another seed}
     *
     * @param other of the choices
     */
    public Sampling withSeed(long other) {
        return new Sampling(temperature, topK, topP, minP, repetitionPenalty, other);
    }
}
