package io.github.headlight.export.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * What a pull gave.
 *
 * @param commit the state of the model that was fetched, 40 hexadecimal digits
 * @param checkpoint what to export: the folder that holds the files, or the GGUF file
 * @param files the files, those that were there before among them
 * @param bytes bytes of all files
 * @param fetched bytes that came from the hub this time
 */
public record PullResult(
        String commit, Path checkpoint, List<Path> files, long bytes, long fetched) {
    public PullResult {
        files = List.copyOf(files);
    }
}
