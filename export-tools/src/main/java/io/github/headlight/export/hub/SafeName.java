package io.github.headlight.export.hub;

import io.github.headlight.error.Excerpt;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Names that become files: of files in a model, and of revisions. They come from the hub or from a
 * command line, and must not lead out of the folder they are put in.
 */
final class SafeName {
    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_PART = 200;

    /** No separators but the slash, no drive letters, and nothing that Windows cuts off. */
    private static final Pattern PART =
            Pattern.compile(
                    "[^/\\\\\\p{Cntrl}:*?\"<>|]{0," + MAX_PART + "}[^/\\\\\\p{Cntrl}:*?\"<>|. ]");

    private SafeName() {}

    static boolean isSafe(String name) {
        if (name.length() > MAX_LENGTH) {
            return false;
        }
        for (String part : name.split("/", -1)) {
            if (!PART.matcher(part).matches()) {
                return false;
            }
        }
        try {
            return !Path.of(name).isAbsolute();
        } catch (InvalidPathException e) {
            // The system has no such names, as those with half a character.
            return false;
        }
    }

    static String require(String what, String name) {
        if (!isSafe(name)) {
            throw new IllegalArgumentException(
                    what
                            + ": expected a name that stays in its folder, found \""
                            + Excerpt.of(name)
                            + "\"");
        }
        return name;
    }
}
