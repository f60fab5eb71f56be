package io.github.headlight.export.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a text is cut before byte pairs are merged. GGUF files name it; what the names mean is
 * llama.cpp's {@code llama-vocab.cpp}, and how it is written what the models' own tokenizer.json
 * have.
 */
@SuppressWarnings("ImmutableEnumChecker") // sets and lists of Set.of and List.of
enum PreTokenizer {
    /** Whatever has no name of its own. */
    DEFAULT(
            Set.of("default"),
            List.of(
                    "[\\p{P}\\$\\+<=>\\^~\\|]+",
                    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)",
                    "\\p{N}+",
                    "[0-9][0-9][0-9]"),
            Traits.NONE),
    /** GPT-2. */
    GPT2(Set.of("gpt-2"), List.of(), Traits.NONE),
    /** SmolLM: digits one by one, then as GPT-2. */
    SMOLLM(Set.of("smollm"), List.of("\\p{N}"), Traits.NONE),
    /** Llama 3. */
    LLAMA3(
            Set.of("llama-bpe", "llama-v3", "llama3"),
            List.of(
                    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
            Traits.LLAMA3),
    /** Qwen2, Qwen2.5 and Qwen3, and DeepSeek's models made from them. */
    QWEN2(
            Set.of("qwen2", "deepseek-r1-qwen"),
            List.of(
                    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
            Traits.COMPOSED);

    private final Set<String> names;
    private final List<String> patterns;
    private final Traits traits;

    PreTokenizer(Set<String> names, List<String> patterns, Traits traits) {
        this.names = names;
        this.patterns = patterns;
        this.traits = traits;
    }

    /** What else differs. */
    private enum Traits {
        NONE,
        /** Whole words that are tokens are not merged again; texts begin with a token. */
        LLAMA3,
        /** Characters are composed (NFC) first. */
        COMPOSED
    }

    static Optional<PreTokenizer> find(String name) {
        return Arrays.stream(values()).filter(p -> p.names.contains(name)).findFirst();
    }

    /** All names, in order. */
    static List<String> names() {
        return Arrays.stream(values()).flatMap(p -> p.names.stream().sorted()).toList();
    }

    /** Whether a text begins with the begin token where the file does not say. */
    boolean addsBegin() {
        return traits == Traits.LLAMA3;
    }

    /** Whether a word that is a token is taken as it is. */
    boolean ignoresMerges() {
        return traits == Traits.LLAMA3;
    }

    /** Whether characters are composed first. */
    boolean composes() {
        return traits == Traits.COMPOSED;
    }

    /** Field {@code pre_tokenizer} of tokenizer.json. */
    JsonObject toJson() {
        // GPT-2's own pattern is built in.
        boolean builtIn = this == GPT2 || this == SMOLLM;
        JsonArray steps = new JsonArray();
        patterns.forEach(pattern -> steps.add(split(pattern)));
        steps.add(byteLevel(builtIn));
        JsonObject sequence = new JsonObject();
        sequence.addProperty("type", "Sequence");
        sequence.add("pretokenizers", steps);
        return sequence;
    }

    private static JsonObject split(String pattern) {
        JsonObject regex = new JsonObject();
        regex.addProperty("Regex", pattern);
        JsonObject split = new JsonObject();
        split.addProperty("type", "Split");
        split.add("pattern", regex);
        split.addProperty("behavior", "Isolated");
        split.addProperty("invert", false);
        return split;
    }

    /** A step in which bytes become characters. */
    static JsonObject byteLevel(boolean ownPattern) {
        JsonObject step = new JsonObject();
        step.addProperty("type", "ByteLevel");
        step.addProperty("add_prefix_space", false);
        step.addProperty("trim_offsets", false);
        step.addProperty("use_regex", ownPattern);
        return step;
    }
}
