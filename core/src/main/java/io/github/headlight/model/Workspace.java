package io.github.headlight.model;

import com.google.gson.JsonObject;

/**
 * What a run of a model needs beside its inputs, outputs and weights, as the exporter knows it from
 * the graph: {@code perRow} bytes for each token that is read, {@code perKey} for each token so
 * far, and {@code perCell} for each pair of them.
 *
 * @param perRow bytes
 * @param perKey bytes
 * @param perCell bytes
 */
public record Workspace(long perRow, long perKey, long perCell) {
    /** The most bytes that one of the numbers is believed to be. */
    private static final long MAX = 1L << 40;

    public Workspace {
        if (perRow < 0
                || perRow > MAX
                || perKey < 0
                || perKey > MAX
                || perCell < 0
                || perCell > MAX) {
            throw new IllegalArgumentException(
                    "bytes of a run: expected 0 to "
                            + MAX
                            + ", found "
                            + perRow
                            + ", "
                            + perKey
                            + " and "
                            + perCell);
        }
    }

    /**
     * {@return the bytes that a run needs}
     *
     * @param rows tokens that are read
     * @param total tokens so far, those included
     */
    public double bytes(int rows, int total) {
        return perRow * (double) rows + perKey * (double) total + perCell * (double) rows * total;
    }

    /**
     * {@return an estimate on the safe side for a model whose exporter did not say}
     *
     * @param model the model
     */
    public static Workspace rough(ModelSpec model) {
        long width = (long) model.heads() * model.headSize() * Float.BYTES;
        return new Workspace(24 * width, width, 5L * model.heads() * Float.BYTES);
    }

    /** {@return this as JSON, as metadata holds it} */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("row", perRow);
        json.addProperty("key", perKey);
        json.addProperty("cell", perCell);
        return json;
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param text the JSON
     * @return the numbers
     * @throws IllegalArgumentException if one is missing or out of bounds; the message names it
     */
    public static Workspace parse(String text) {
        JsonFields json = JsonFields.parse(text);
        return new Workspace(
                json.longInteger("row"), json.longInteger("key"), json.longInteger("cell"));
    }
}
