package io.github.headlight.export.instrument;

import io.github.headlight.error.Excerpt;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.model.WeightFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files that a model made elsewhere keeps its weights in. A model may name any file of the
 * machine; only those in its own folder are read, or, where links lead to model and weights alike,
 * as in the cache of a hub, those in the folder that it really is in.
 *
 * @param folder where they really are
 * @param files their real names, sizes and fingerprints
 * @param renamed the real names of those that the model names otherwise, by its names
 */
record ForeignWeights(Path folder, List<WeightFile> files, Map<String, String> renamed) {

    /**
     * Looks at the files that a model names.
     *
     * @throws InvalidFileException if one is missing, too short, or outside the model's folder
     * @throws UnsupportedModelException if they are in different folders
     */
    static ForeignWeights of(ForeignModel model) {
        Path path = model.file().path();
        Map<String, Path> found = new TreeMap<>();
        for (String location : model.file().externalFiles()) {
            found.put(location, locate(model, location));
        }
        if (found.isEmpty()) {
            return new ForeignWeights(folder(path), List.of(), Map.of());
        }
        Path folder = found.values().iterator().next().getParent();
        List<WeightFile> files = new ArrayList<>();
        Map<String, String> renamed = new HashMap<>();
        for (Map.Entry<String, Path> entry : found.entrySet()) {
            Path file = entry.getValue();
            if (!folder.equals(file.getParent())) {
                throw new UnsupportedModelException(
                        path
                                + ": its weights are in different folders, "
                                + folder
                                + " and "
                                + file.getParent()
                                + "; put them in one");
            }
            WeightFile weight = fingerprint(file);
            files.add(weight);
            if (!weight.name().equals(entry.getKey())) {
                renamed.put(entry.getKey(), weight.name());
            }
        }
        requireInside(model, found);
        return new ForeignWeights(folder, List.copyOf(files), Map.copyOf(renamed));
    }

    /** The folder that a model is named in, links followed. */
    private static Path folder(Path model) {
        try {
            Path parent = model.toAbsolutePath().normalize().getParent();
            return parent.toRealPath();
        } catch (IOException e) {
            throw new InvalidFileException(model, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static Path locate(ForeignModel model, String location) {
        Path path = model.file().path();
        Path named = folder(path);
        try {
            Path relative = Path.of(location);
            boolean plain = !location.isEmpty() && location.indexOf('\\') < 0;
            for (Path part : relative) {
                plain &= !part.toString().equals("..");
            }
            if (!plain || relative.isAbsolute()) {
                throw outside(path, location, null);
            }
            Path file = named.resolve(relative);
            if (!Files.isRegularFile(file)) {
                throw new InvalidFileException(
                        file, "the weights of " + path + " are not there; put them beside it");
            }
            Path real = file.toRealPath();
            if (!real.startsWith(named)
                    && !real.getParent().equals(path.toRealPath().getParent())) {
                throw new InvalidFileException(
                        file,
                        "is a link to "
                                + real
                                + ", and weights outside the folder of their model are not read;"
                                + " put the file itself there");
            }
            return real;
        } catch (InvalidPathException e) {
            throw outside(path, location, e);
        } catch (IOException e) {
            throw new InvalidFileException(path, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static InvalidFileException outside(
            Path model, String location, InvalidPathException cause) {
        return new InvalidFileException(
                model,
                "its tensors lie in \""
                        + Excerpt.of(location)
                        + "\": expected the name of a file in the model's folder, because no file"
                        + " elsewhere is read; put the file there and save the model again with"
                        + " that name",
                cause);
    }

    private static WeightFile fingerprint(Path file) {
        try {
            return WeightFile.of(file);
        } catch (IOException e) {
            throw new InvalidFileException(file, "cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(file, e.getMessage(), e);
        }
    }

    private static void requireInside(ForeignModel model, Map<String, Path> found) {
        Map<String, Long> sizes = new HashMap<>();
        Set<String> initializers = new HashSet<>();
        for (ForeignTensor tensor : model.graph().initializers().values()) {
            ForeignTensor.External external = tensor.external();
            if (external == null || !found.containsKey(external.location())) {
                continue;
            }
            initializers.add(external.location());
            Path file = found.get(external.location());
            long size = sizes.computeIfAbsent(external.location(), name -> size(file));
            long length = Math.max(0, external.length());
            if (external.offset() > size || length > size - external.offset()) {
                throw new InvalidFileException(
                        file,
                        "tensor "
                                + Excerpt.of(tensor.name())
                                + " takes "
                                + length
                                + " bytes from byte "
                                + external.offset()
                                + ", but the file has "
                                + size
                                + "; get the whole file");
            }
        }
        found.forEach(
                (location, file) -> {
                    if (!initializers.contains(location)
                            && !location.equals(file.getFileName().toString())) {
                        throw new UnsupportedModelException(
                                model.file().path()
                                        + ": a tensor within a node lies in \""
                                        + location
                                        + "\", which is really "
                                        + file
                                        + "; put the file itself beside the model");
                    }
                });
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new InvalidFileException(file, "cannot be read: " + e.getMessage(), e);
        }
    }
}
