package io.github.headlight.export.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;

import io.github.headlight.model.JsonFields;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which shard each tensor of a checkpoint is in.
 *
 * @param shards the name of a file beside the index, by the name of the tensor
 */
public record ShardIndex(Map<String, String> shards) {
    /** The name of the index. */
    public static final String FILE = "model.safetensors.index.json";

    /** The name of the weights of a checkpoint without shards. */
    public static final String WHOLE = "model.safetensors";

    private static final int MAX_SHARDS = 10_000;

    public ShardIndex {
        shards = Map.copyOf(shards);
    }

    /**
     * Reads an index.
     *
     * @param fields of the file
     * @return the index
     * @throws IllegalArgumentException if a shard's name could lead out of the folder, or there are
     *     none, or more than any model has
     */
    public static ShardIndex of(JsonFields fields) {
        Map<String, String> map = new HashMap<>();
        for (Map.Entry<String, JsonElement> entry : fields.object("weight_map").json().entrySet()) {
            String shard =
                    entry.getValue() instanceof JsonPrimitive primitive && primitive.isString()
                            ? primitive.getAsString()
                            : "";
            // Anything else could climb out of the folder.
            if (!isPlainName(shard)) {
                throw new IllegalArgumentException(
                        "weight_map "
                                + ConfigKeys.shorten(entry.getKey())
                                + ": expected a plain file name, found "
                                + ConfigKeys.shorten(entry.getValue().toString()));
            }
            map.put(entry.getKey(), shard);
        }
        ShardIndex index = new ShardIndex(map);
        int shards = index.files().size();
        if (shards < 1 || shards > MAX_SHARDS) {
            throw new IllegalArgumentException(
                    "weight_map: expected 1 to " + MAX_SHARDS + " shards, found " + shards);
        }
        return index;
    }

    /** {@return the names of the shards} */
    public SortedSet<String> files() {
        return new TreeSet<>(shards.values());
    }

    private static boolean isPlainName(String name) {
        if (!name.matches("[^/\\\\\\p{Cntrl}:]+") || name.equals("..") || name.equals(".")) {
            return false;
        }
        try {
            // The system may have no such names, as those with half a character.
            return Path.of(name).getNameCount() == 1;
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
