package io.github.headlight.export.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of a model on the hub.
 *
 * @param name its name, safe to be one here
 * @param size in bytes
 * @param hash of its content
 */
record RemoteFile(String name, long size, BlobHash hash) {

    /** Whether a file of the right size is there. */
    boolean isAt(Path path) {
        try {
            return Files.isRegularFile(path) && Files.size(path) == size;
        } catch (IOException e) {
            return false;
        }
    }
}
