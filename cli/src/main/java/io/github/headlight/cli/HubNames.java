package io.github.headlight.cli;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.export.hub.HubCache;
import io.github.headlight.export.hub.HubRequest;
import io.github.headlight.export.hub.RepoId;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Checkpoints that are called by the name they have on a model hub. */
final class HubNames {
    /** A name with such an end is that of a file which is missing. */
    private static final Pattern FILE = Pattern.compile(".*\\.(gguf|onnx|safetensors)");

    private HubNames() {}

    /**
     * {@return the path itself if there is something, else the folder in the hub's cache that it is
     * the name of}
     */
    static Path resolve(Path path, Map<String, String> environment) {
        String name = path.toString().replace(File.separatorChar, '/');
        if (Files.exists(path) || FILE.matcher(name).matches() || !RepoId.isName(name)) {
            return path;
        }
        HubCache cache = HubCache.of(environment);
        return cache.find(new RepoId(name), HubRequest.MAIN)
                .orElseThrow(
                        () ->
                                new InvalidFileException(
                                        path,
                                        "there is no such file or folder, and no such model in "
                                                + cache.root()
                                                + "; check the path, or fetch the model: headlight"
                                                + " pull "
                                                + name));
    }
}
