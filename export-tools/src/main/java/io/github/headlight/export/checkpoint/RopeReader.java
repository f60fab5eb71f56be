package io.github.headlight.export.checkpoint;

import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.architecture.Rope;
import io.github.headlight.model.JsonFields;

import java.nio.file.Path;
import java.util.Set;

/**
 * Reads the rotary embedding of config.json: {@code rope_theta} and {@code rope_scaling} as
 * transformers 4 has them, or {@code rope_parameters} as transformers 5. A parameter that its kind
 * does not have is refused by name.
 */
final class RopeReader {
    /** What transformers takes when no rope_theta is given. */
    private static final double DEFAULT_THETA = 10_000;

    private static final double MAX_THETA = 1e12;
    private static final double MAX_FACTOR = 1e6;
    private static final Set<String> ALWAYS =
            Set.of("rope_type", "type", "rope_theta", "partial_rotary_factor", "finetuned");

    private final Path file;
    private final JsonFields config;
    private final int contextLength;

    RopeReader(Path file, JsonFields config, int contextLength) {
        this.file = file;
        this.config = config;
        this.contextLength = contextLength;
    }

    /** Throws an IllegalArgumentException if a field is missing or wrong. */
    Rope read() {
        if (config.has("rope_scaling") && config.has("rope_parameters")) {
            throw new IllegalArgumentException(
                    "fields rope_scaling and rope_parameters are both there, expected one");
        }
        String section = config.has("rope_scaling") ? "rope_scaling" : "rope_parameters";
        JsonFields rope = config.has(section) ? config.object(section) : JsonFields.parse("{}");
        double theta = theta(rope);
        String type = type(rope);
        if (rope.has("partial_rotary_factor") && rope.decimal("partial_rotary_factor") != 1) {
            throw unsupported(
                    section
                            + " partial_rotary_factor "
                            + rope.decimal("partial_rotary_factor")
                            + " is not understood, only 1");
        }
        return switch (type) {
            case "default" -> {
                allow(section, rope, Set.of());
                yield new Rope.Default(theta);
            }
            case "linear" -> {
                allow(section, rope, Set.of("factor"));
                yield new Rope.Linear(theta, factor(rope));
            }
            case "yarn" -> {
                allow(
                        section,
                        rope,
                        Set.of(
                                "factor",
                                "original_max_position_embeddings",
                                "attention_factor",
                                "beta_fast",
                                "beta_slow",
                                "mscale",
                                "mscale_all_dim",
                                "truncate"));
                yield yarn(rope, theta);
            }
            case "llama3" -> {
                allow(
                        section,
                        rope,
                        Set.of(
                                "factor",
                                "original_max_position_embeddings",
                                "low_freq_factor",
                                "high_freq_factor"));
                yield llama3(rope, theta);
            }
            default ->
                    throw unsupported(
                            section
                                    + " rope_type "
                                    + ConfigKeys.shorten(type)
                                    + " is not one of default, linear, yarn, llama3");
        };
    }

    private double theta(JsonFields rope) {
        boolean outside = config.has("rope_theta");
        boolean inside = rope.has("rope_theta");
        if (outside && inside && config.decimal("rope_theta") != rope.decimal("rope_theta")) {
            throw new IllegalArgumentException(
                    "field rope_theta is there twice with different values");
        }
        double theta =
                inside
                        ? rope.decimal("rope_theta")
                        : outside ? config.decimal("rope_theta") : DEFAULT_THETA;
        return ConfigReader.between("rope_theta", theta, 1, MAX_THETA);
    }

    private static String type(JsonFields rope) {
        if (rope.has("rope_type")) {
            return rope.string("rope_type");
        }
        return rope.has("type") ? rope.string("type") : "default";
    }

    private Rope yarn(JsonFields rope, double theta) {
        double factor = factor(rope);
        Rope.Yarn.Ramp ramp =
                new Rope.Yarn.Ramp(
                        originalContext(rope),
                        orElse(rope, "beta_fast", 32),
                        orElse(rope, "beta_slow", 1),
                        !rope.has("truncate") || rope.bool("truncate"));
        return new Rope.Yarn(theta, factor, (float) attentionFactor(rope, factor), ramp);
    }

    private static double attentionFactor(JsonFields rope, double factor) {
        if (rope.has("attention_factor")) {
            return ConfigReader.between(
                    "attention_factor", rope.decimal("attention_factor"), 0, MAX_FACTOR);
        }
        double mscale = orElse(rope, "mscale", 0);
        double mscaleAllDim = orElse(rope, "mscale_all_dim", 0);
        return mscale != 0 && mscaleAllDim != 0
                ? mscale(factor, mscale) / mscale(factor, mscaleAllDim)
                : mscale(factor, 1);
    }

    private static double mscale(double factor, double weight) {
        return factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1;
    }

    private Rope llama3(JsonFields rope, double theta) {
        double low =
                ConfigReader.between(
                        "low_freq_factor", rope.decimal("low_freq_factor"), 0, MAX_FACTOR);
        double high =
                ConfigReader.between(
                        "high_freq_factor", rope.decimal("high_freq_factor"), low, MAX_FACTOR);
        return new Rope.Llama3(theta, factor(rope), low, high, originalContext(rope));
    }

    private static double factor(JsonFields rope) {
        return ConfigReader.between("factor", rope.decimal("factor"), 0, MAX_FACTOR);
    }

    /** As in transformers, a missing original length is the whole one. */
    private double originalContext(JsonFields rope) {
        String name = "original_max_position_embeddings";
        return rope.has(name)
                ? ConfigReader.between(name, rope.integer(name), 0, Integer.MAX_VALUE)
                : contextLength;
    }

    /** As in transformers, 0 means the same as a missing parameter. */
    private static double orElse(JsonFields rope, String name, double missing) {
        double value = rope.has(name) ? rope.decimal(name) : missing;
        if (value == 0) {
            return missing;
        }
        return ConfigReader.between(name, value, 0, MAX_FACTOR);
    }

    private void allow(String section, JsonFields rope, Set<String> parameters) {
        for (String key : rope.json().keySet()) {
            if (!ALWAYS.contains(key) && !parameters.contains(key) && rope.has(key)) {
                throw unsupported(
                        section
                                + " "
                                + ConfigKeys.shorten(key)
                                + " is not a parameter that is understood for its rope_type");
            }
        }
    }

    private UnsupportedModelException unsupported(String problem) {
        return new UnsupportedModelException(file + ": " + problem);
    }
}
