package io.github.headlight.export.hub;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the hub says of a revision of a model. The names are as the hub gives them, and not to be
 * trusted.
 *
 * @param commit the state of the model, 40 hexadecimal digits
 * @param files what is said of each file, by its name
 */
record Listing(String commit, Map<String, Entry> files) {
    private static final int MAX_FILES = 100_000;

    /** More than any file has, and small enough to sum up. */
    private static final long MAX_SIZE = 1L << 46;

    /**
     * What is said of a file; hubs of others leave out what they do not know.
     *
     * @param size in bytes
     * @param hash of its content
     */
    record Entry(Optional<Long> size, Optional<BlobHash> hash) {}

    Listing {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /**
     * Reads what {@code /api/models/…/revision/…} answers. What is not needed is skipped and never
     * built.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static Listing parse(byte[] json) {
        Reader text = new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8);
        try (JsonReader reader = new JsonReader(text)) {
            reader.setStrictness(Strictness.STRICT);
            String commit = "";
            Map<String, Entry> files = new TreeMap<>();
            reader.beginObject();
            while (reader.hasNext()) {
                switch (reader.nextName()) {
                    case "sha" -> commit = text(reader);
                    case "siblings" -> readFiles(reader, files);
                    default -> reader.skipValue();
                }
            }
            reader.endObject();
            if (!HubCache.isCommit(commit)) {
                throw new IllegalArgumentException("field sha: expected 40 hexadecimal digits");
            }
            return new Listing(commit, files);
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new IllegalArgumentException("expected JSON with the files of a model", e);
        }
    }

    private static void readFiles(JsonReader reader, Map<String, Entry> files) throws IOException {
        reader.beginArray();
        while (reader.hasNext()) {
            readFile(reader, files);
            if (files.size() > MAX_FILES) {
                throw new IllegalArgumentException("expected at most " + MAX_FILES + " files");
            }
        }
        reader.endArray();
    }

    private static void readFile(JsonReader reader, Map<String, Entry> files) throws IOException {
        String name = "";
        Optional<Long> size = Optional.empty();
        Optional<BlobHash> inGit = Optional.empty();
        Optional<BlobHash> outside = Optional.empty();
        reader.beginObject();
        while (reader.hasNext()) {
            switch (reader.nextName()) {
                case "rfilename" -> name = text(reader);
                case "size" -> size = size(reader);
                case "blobId" -> inGit = BlobHash.of(text(reader));
                case "lfs" -> outside = largeFileHash(reader);
                default -> reader.skipValue();
            }
        }
        reader.endObject();
        files.put(name, new Entry(size, outside.isPresent() ? outside : inGit));
    }

    private static Optional<BlobHash> largeFileHash(JsonReader reader) throws IOException {
        if (reader.peek() != JsonToken.BEGIN_OBJECT) {
            reader.skipValue();
            return Optional.empty();
        }
        Optional<BlobHash> hash = Optional.empty();
        reader.beginObject();
        while (reader.hasNext()) {
            if (reader.nextName().equals("sha256")) {
                hash = BlobHash.of(text(reader));
            } else {
                reader.skipValue();
            }
        }
        reader.endObject();
        return hash;
    }

    private static String text(JsonReader reader) throws IOException {
        if (reader.peek() == JsonToken.STRING) {
            return reader.nextString();
        }
        reader.skipValue();
        return "";
    }

    private static Optional<Long> size(JsonReader reader) throws IOException {
        if (reader.peek() != JsonToken.NUMBER) {
            reader.skipValue();
            return Optional.empty();
        }
        long size = reader.nextLong();
        if (size < 0 || size > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "field size: expected 0 to " + MAX_SIZE + " bytes, found " + size);
        }
        return Optional.of(size);
    }
}
