package io.github.headlight.token;

import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

import io.github.headlight.error.Excerpt;
import io.github.headlight.error.InvalidFileException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the vocabulary of a tokenizer.json in one pass, and refuses what the tokenizer library
 * would not survive. The layout is that of the tokenizers library's {@code Tokenizer.save}.
 */
final class VocabularyReader {
    /** Far more than any vocabulary has; a table of this size takes 16 MB. */
    static final int MAX_ID = 1 << 22;

    private final JsonReader json;
    private final List<String> tokens = new ArrayList<>();
    private final List<String> added = new ArrayList<>();
    private TokenSpelling spelling = TokenSpelling.UNKNOWN;

    private VocabularyReader(JsonReader json) {
        this.json = json;
    }

    /**
     * Reads a vocabulary.
     *
     * @param file the file, for messages
     * @param bytes its content
     * @throws InvalidFileException if it is not a tokenizer.json
     */
    static Vocabulary read(Path file, byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        JsonReader json =
                new JsonReader(new InputStreamReader(new ByteArrayInputStream(bytes), decoder));
        json.setStrictness(Strictness.STRICT);
        VocabularyReader reader = new VocabularyReader(json);
        try {
            reader.readTokenizer();
        } catch (IOException
                | IllegalStateException
                | NumberFormatException
                | UnsupportedOperationException
                | JsonParseException e) {
            String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new InvalidFileException(
                    file,
                    "expected a tokenizer in JSON, found: "
                            + Excerpt.of(problem, 300)
                            + "; download the file again",
                    e);
        }
        return Vocabulary.of(reader.tokens, reader.added, reader.spelling);
    }

    private void readTokenizer() throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "added_tokens" -> readAddedTokens();
                case "decoder" -> readDecoder();
                case "model" -> readModel();
                case "normalizer", "pre_tokenizer", "post_processor" ->
                        FatalParts.check(JsonParser.parseReader(json));
                default -> json.skipValue();
            }
        }
        json.endObject();
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw new IllegalStateException("text after the JSON object");
        }
        if (tokens.isEmpty()) {
            throw new IllegalStateException("no vocabulary (field model.vocab)");
        }
    }

    private void readAddedTokens() throws IOException {
        json.beginArray();
        while (json.hasNext()) {
            int id = -1;
            String content = null;
            json.beginObject();
            while (json.hasNext()) {
                switch (json.nextName()) {
                    case "id" -> id = checkedId(json.nextInt());
                    case "content" -> content = json.nextString();
                    default -> json.skipValue();
                }
            }
            json.endObject();
            if (id < 0 || content == null || content.isEmpty()) {
                throw new IllegalStateException("an added token without id or content");
            }
            put(added, id, content);
        }
        json.endArray();
    }

    private void readModel() throws IOException {
        String type = "BPE";
        String prefix = "";
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "vocab" -> readVocabulary();
                case "type" -> type = json.nextString();
                case "continuing_subword_prefix" -> {
                    if (json.peek() == JsonToken.NULL) {
                        json.nextNull();
                    } else {
                        prefix = json.nextString();
                    }
                }
                default -> json.skipValue();
            }
        }
        json.endObject();
        if (type.equals("WordPiece")) {
            spelling = TokenSpelling.WORD_PIECE;
        }
        // The library cuts the prefix off merged tokens without looking at their length.
        if (type.equals("BPE") && !prefix.isEmpty()) {
            throw new IllegalStateException(
                    "byte pairs with a prefix (field model.continuing_subword_prefix)");
        }
    }

    private void readVocabulary() throws IOException {
        if (json.peek() == JsonToken.BEGIN_ARRAY) {
            readScoredVocabulary();
            return;
        }
        json.beginObject();
        while (json.hasNext()) {
            String token = json.nextName();
            put(tokens, checkedId(json.nextInt()), token);
        }
        json.endObject();
    }

    /** The vocabulary of a unigram model: pairs of token and score, in order of id. */
    private void readScoredVocabulary() throws IOException {
        json.beginArray();
        while (json.hasNext()) {
            json.beginArray();
            put(tokens, checkedId(tokens.size()), json.nextString());
            json.skipValue();
            json.endArray();
        }
        json.endArray();
    }

    private void readDecoder() throws IOException {
        if (json.peek() == JsonToken.NULL) {
            json.nextNull();
            return;
        }
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "type" -> {
                    switch (json.nextString()) {
                        case "ByteLevel" -> spelling = TokenSpelling.BYTE_LEVEL;
                        case "ByteFallback", "Metaspace" -> spelling = TokenSpelling.SENTENCE_PIECE;
                        default -> {}
                    }
                }
                case "pattern" -> FatalParts.check(JsonParser.parseReader(json));
                case "decoders" -> {
                    json.beginArray();
                    while (json.hasNext()) {
                        readDecoder();
                    }
                    json.endArray();
                }
                default -> json.skipValue();
            }
        }
        json.endObject();
    }

    static int checkedId(int id) {
        if (id < 0 || id >= MAX_ID) {
            throw new IllegalStateException("token id " + id + ", expected 0 to " + (MAX_ID - 1));
        }
        return id;
    }

    private static void put(List<String> list, int id, String token) {
        while (list.size() <= id) {
            list.add(null);
        }
        list.set(id, token);
    }
}
