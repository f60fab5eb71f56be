package io.github.headlight.export.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.gguf.GgufMetadata;
import io.github.headlight.export.gguf.GgufModel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rebuilds the tokenizer of a GGUF file as tokenizer.json and tokenizer_config.json have it: byte
 * pairs with their merges, special and added tokens, and the chat template.
 */
final class GgufTokenizer {
    private static final String PREFIX = "tokenizer.ggml.";
    private static final String TEMPLATE = "tokenizer.chat_template";
    private static final int MAX_ID = 1 << 22;

    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;

    private final GgufModel model;
    private final GgufMetadata metadata;
    private final PreTokenizer pre;
    private final List<String> tokens;
    private final Map<String, Integer> ids = new LinkedHashMap<>();

    private GgufTokenizer(GgufModel model) {
        this.model = model;
        this.metadata = model.metadata();
        String kind = metadata.text(PREFIX + "model");
        if (!kind.equals("gpt2")) {
            throw unsupported("tokenizer.ggml.model", kind, List.of("gpt2"));
        }
        String name = metadata.has(PREFIX + "pre") ? metadata.text(PREFIX + "pre") : "default";
        this.pre =
                PreTokenizer.find(name)
                        .orElseThrow(
                                () ->
                                        unsupported(
                                                "tokenizer.ggml.pre", name, PreTokenizer.names()));
        this.tokens = metadata.texts(PREFIX + "tokens", MAX_ID);
    }

    /** The ids that end an answer. */
    static List<Integer> endTokens(GgufMetadata metadata) {
        return Stream.of("eos_token_id", "eot_token_id", "eom_token_id")
                .filter(key -> metadata.has(PREFIX + key))
                .map(key -> metadata.integer(PREFIX + key, 0, MAX_ID))
                .distinct()
                .toList();
    }

    /** The files by name; none if the model has no tokenizer. */
    static Map<String, String> files(GgufModel model, int contextLength) {
        if (!model.metadata().has(PREFIX + "tokens")) {
            return Map.of();
        }
        GgufTokenizer tokenizer = new GgufTokenizer(model);
        Map<String, String> files = new LinkedHashMap<>();
        files.put("tokenizer.json", tokenizer.tokenizer().toString());
        files.put("tokenizer_config.json", tokenizer.config(contextLength) + "\n");
        return files;
    }

    private JsonObject tokenizer() {
        JsonObject json = new JsonObject();
        json.addProperty("version", "1.0");
        json.add("truncation", JsonNull.INSTANCE);
        json.add("padding", JsonNull.INSTANCE);
        JsonArray added = new JsonArray();
        JsonObject vocabulary = vocabulary(added);
        json.add("added_tokens", added);
        json.add("normalizer", normalizer());
        json.add("pre_tokenizer", pre.toJson());
        json.add("post_processor", postProcessor());
        json.add("decoder", PreTokenizer.byteLevel(false));
        JsonObject pairs = new JsonObject();
        pairs.addProperty("type", "BPE");
        pairs.addProperty("fuse_unk", false);
        pairs.addProperty("byte_fallback", false);
        pairs.addProperty("ignore_merges", pre.ignoresMerges());
        pairs.add("vocab", vocabulary);
        pairs.add("merges", merges());
        json.add("model", pairs);
        return json;
    }

    /** The ids of all tokens but unused ones; those that are never made of others are added. */
    private JsonObject vocabulary(JsonArray added) {
        List<Long> types =
                metadata.has(PREFIX + "token_type")
                        ? metadata.numbers(PREFIX + "token_type", MAX_ID)
                        : List.of();
        if (!types.isEmpty() && types.size() != tokens.size()) {
            throw invalid(
                    "token_type",
                    "has " + types.size() + " items for " + tokens.size() + " tokens");
        }
        JsonObject vocabulary = new JsonObject();
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            int type = types.isEmpty() ? 0 : types.get(id).intValue();
            if (type == UNUSED) {
                continue;
            }
            if (token.isEmpty() || ids.put(token, id) != null) {
                throw invalid(
                        "tokens",
                        "item "
                                + id
                                + ", \""
                                + ConfigKeys.shorten(token)
                                + "\", is empty or there twice");
            }
            vocabulary.addProperty(token, id);
            if (type == CONTROL || type == USER_DEFINED) {
                added.add(added(id, token, type == CONTROL));
            }
        }
        return vocabulary;
    }

    private static JsonObject added(int id, String token, boolean special) {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("content", token);
        json.addProperty("single_word", false);
        json.addProperty("lstrip", false);
        json.addProperty("rstrip", false);
        json.addProperty("normalized", false);
        json.addProperty("special", special);
        return json;
    }

    private JsonArray merges() {
        List<String> merges = metadata.texts(PREFIX + "merges", MAX_ID);
        JsonArray pairs = new JsonArray(merges.size());
        for (int i = 0; i < merges.size(); i++) {
            String merge = merges.get(i);
            // The first character of a token may be a space where it stands for itself.
            int space = merge.indexOf(' ', 1);
            String left = space < 0 ? "" : merge.substring(0, space);
            String right = space < 0 ? "" : merge.substring(space + 1);
            if (!ids.containsKey(left)
                    || !ids.containsKey(right)
                    || !ids.containsKey(left + right)) {
                throw invalid(
                        "merges",
                        "item "
                                + i
                                + ", \""
                                + ConfigKeys.shorten(merge)
                                + "\", is no pair of tokens that make a third");
            }
            JsonArray pair = new JsonArray(2);
            pair.add(left);
            pair.add(right);
            pairs.add(pair);
        }
        return pairs;
    }

    private JsonElement normalizer() {
        if (!pre.composes()) {
            return JsonNull.INSTANCE;
        }
        JsonObject json = new JsonObject();
        json.addProperty("type", "NFC");
        return json;
    }

    private JsonObject postProcessor() {
        Optional<String> begin = begins() ? token("bos") : Optional.empty();
        return begin.isEmpty() ? PreTokenizer.byteLevel(false) : template(begin.get());
    }

    private JsonObject template(String begin) {
        JsonObject token = new JsonObject();
        token.addProperty("id", begin);
        JsonArray idsOfToken = new JsonArray();
        idsOfToken.add(ids.get(begin));
        token.add("ids", idsOfToken);
        JsonArray texts = new JsonArray();
        texts.add(begin);
        token.add("tokens", texts);
        JsonObject tokensByName = new JsonObject();
        tokensByName.add(begin, token);
        JsonObject json = new JsonObject();
        json.addProperty("type", "TemplateProcessing");
        json.add("single", pieces(begin, "A"));
        json.add("pair", pieces(begin, "A", "B"));
        json.add("special_tokens", tokensByName);
        return json;
    }

    private static JsonArray pieces(String begin, String... sequences) {
        JsonArray pieces = new JsonArray();
        for (int i = 0; i < sequences.length; i++) {
            pieces.add(piece("SpecialToken", begin, i));
            pieces.add(piece("Sequence", sequences[i], i));
        }
        return pieces;
    }

    private static JsonObject piece(String kind, String id, int type) {
        JsonObject inner = new JsonObject();
        inner.addProperty("id", id);
        inner.addProperty("type_id", type);
        JsonObject piece = new JsonObject();
        piece.add(kind, inner);
        return piece;
    }

    private JsonObject config(int contextLength) {
        JsonObject json = new JsonObject();
        json.addProperty("tokenizer_class", "PreTrainedTokenizerFast");
        json.addProperty("model_max_length", contextLength);
        json.addProperty("clean_up_tokenization_spaces", false);
        // False would take away a begin token that stands in the text itself.
        if (begins() && token("bos").isPresent()) {
            json.addProperty("add_bos_token", true);
        }
        token("bos").ifPresent(token -> json.addProperty("bos_token", token));
        token("eos").ifPresent(token -> json.addProperty("eos_token", token));
        token("unknown").ifPresent(token -> json.addProperty("unk_token", token));
        token("padding").ifPresent(token -> json.addProperty("pad_token", token));
        if (metadata.has(TEMPLATE)) {
            json.add("chat_template", new JsonPrimitive(metadata.text(TEMPLATE)));
        }
        return json;
    }

    private boolean begins() {
        String key = PREFIX + "add_bos_token";
        return metadata.has(key) ? metadata.flag(key) : pre.addsBegin();
    }

    private Optional<String> token(String which) {
        String key = PREFIX + which + "_token_id";
        return metadata.has(key)
                ? Optional.of(tokens.get(metadata.integer(key, 0, tokens.size() - 1)))
                : Optional.empty();
    }

    private InvalidFileException invalid(String key, String problem) {
        return new InvalidFileException(
                model.path(), "metadata " + PREFIX + key + ": " + problem + "; fetch it again");
    }

    private UnsupportedModelException unsupported(String key, String found, List<String> known) {
        return new UnsupportedModelException(
                model.path()
                        + ": metadata "
                        + key
                        + " "
                        + ConfigKeys.shorten(found)
                        + " is not one of "
                        + known);
    }
}
