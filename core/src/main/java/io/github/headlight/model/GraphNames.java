package io.github.headlight.model;

import com.google.gson.JsonElement;

import java.util.HashMap;
import java.util.Map;

/**
 * What a graph calls its inputs and outputs, where it does not call them as {@link ModelContract}
 * does.
 *
 * @param inputs from the name in the contract, the role, to the graph's
 * @param outputs the same
 */
public record GraphNames(Map<String, String> inputs, Map<String, String> outputs) {
    /** A graph that calls all as the contract does. */
    public static final GraphNames CONTRACT = new GraphNames(Map.of(), Map.of());

    private static final int MOST = 100_000;

    public GraphNames {
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
    }

    /**
     * {@return the names of one side, from the role to the graph's name}
     *
     * @param text as metadata hold them: JSON {@code {"<graph's name>":"<role>"}}
     * @throws IllegalArgumentException if it is something else, or two names have one role
     */
    public static Map<String, String> parse(String text) {
        JsonFields json = JsonFields.parse(text);
        Map<String, String> names = new HashMap<>();
        for (Map.Entry<String, JsonElement> entry : json.json().entrySet()) {
            String role = json.string(entry.getKey());
            String other = names.put(role, entry.getKey());
            if (other != null) {
                throw new IllegalArgumentException(
                        "expected one name for "
                                + role
                                + ", found "
                                + other
                                + " and "
                                + entry.getKey());
            }
            if (names.size() > MOST) {
                throw new IllegalArgumentException("more than " + MOST + " names");
            }
        }
        return names;
    }

    /**
     * {@return the graph's name of an input; empty, which none has, if what is called so in the
     * graph is something else}
     *
     * @param role its name in the contract
     */
    public String input(String role) {
        return name(inputs, role);
    }

    /**
     * {@return the graph's name of an output; empty, which none has, if what is called so in the
     * graph is something else}
     *
     * @param role its name in the contract
     */
    public String output(String role) {
        return name(outputs, role);
    }

    private static String name(Map<String, String> names, String role) {
        return names.getOrDefault(role, names.containsValue(role) ? "" : role);
    }
}
