package io.github.headlight.export.hub;

import io.github.headlight.error.Excerpt;

import java.util.regex.Pattern;

/**
 * The name of a model on a hub: {@code owner/model}, or {@code model} for the oldest ones.
 *
 * @param name the name
 */
public record RepoId(String name) {
    private static final Pattern PART = Pattern.compile("\\w|\\w[\\w.-]{0,94}\\w");

    /**
     * @throws IllegalArgumentException if it is no such name
     */
    public RepoId {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "expected the name of a model as OWNER/MODEL, found \""
                            + Excerpt.of(name)
                            + "\"");
        }
    }

    /**
     * {@return whether a text is the name of a model, as the hub allows them}
     *
     * @param text any text
     */
    public static boolean isName(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length > 2 || text.contains("--") || text.contains("..")) {
            return false;
        }
        for (String part : parts) {
            if (!PART.matcher(part).matches() || part.endsWith(".git")) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return name;
    }
}
