package io.github.headlight.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import io.github.headlight.analysis.flow.Rollout;
import io.github.headlight.analysis.flow.RolloutOptions;
import io.github.headlight.capture.Attention;
import io.github.headlight.error.CaptureException;

/** Attention rollout for programs: the keys that each row of its last layer sees. */
final class RolloutJson {
    /** A longer capture would make megabytes of JSON, and take minutes. */
    static final int MOST_TOKENS = 512;

    private static final String ROLLOUT = "rollout";
    private static final double DIGITS = 1e6;

    private RolloutJson() {}

    /**
     * Adds {@code rollout}, or null and {@code rollout_note} where the capture is too long or has
     * neither all heads nor their mean.
     */
    static void addTo(JsonObject json, Attention attention, RolloutOptions options) {
        if (attention.rows() > MOST_TOKENS) {
            addNote(
                    json,
                    "only captures of up to "
                            + MOST_TOKENS
                            + " tokens have it here, this one has "
                            + attention.rows());
            return;
        }
        try {
            json.add(ROLLOUT, of(attention, Rollout.of(attention, options)));
        } catch (CaptureException e) {
            addNote(json, Messages.of(e));
        }
    }

    private static void addNote(JsonObject json, String why) {
        json.add(ROLLOUT, JsonNull.INSTANCE);
        json.addProperty("rollout_note", why);
    }

    private static JsonObject of(Attention attention, Rollout rollout) {
        JsonArray rows = new JsonArray();
        for (int query = 0; query < rollout.matrix().queries(); query++) {
            float[] influence = rollout.influence(query);
            JsonArray row = new JsonArray();
            for (int key = 0; key < attention.keys(query); key++) {
                row.add(Math.round(influence[key] * DIGITS) / DIGITS);
            }
            rows.add(row);
        }
        JsonObject json = new JsonObject();
        json.addProperty("residual", rollout.options().residual());
        json.addProperty("sink", rollout.options().sink().key());
        json.add("rows", rows);
        return json;
    }
}
