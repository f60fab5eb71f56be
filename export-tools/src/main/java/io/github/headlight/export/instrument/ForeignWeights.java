package io.github.headlight.export.instrument;

import io.github.headlight.error.Excerpt;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.model.WeightFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that a model made elsewhere keeps its weights in. They must lie in the model's own
 * folder: a model may name any file of the machine, and only those are read.
 *
 * @param folder where they are
 * @param files their names, sizes and fingerprints
 */
record ForeignWeights(Path folder, List<WeightFile> files) {

    /**
     * Looks at the files that a model names.
     *
     * @throws InvalidFileException if one is missing, or outside the model's folder
     */
    static ForeignWeights of(ForeignModel model) {
        Path path = model.file().path();
        Path folder = model.file().resolve(".");
        List<WeightFile> files = new ArrayList<>();
        for (String location : model.file().externalFiles()) {
            requirePlain(path, location);
            Path file = folder.resolve(location);
            try {
                if (!Files.isRegularFile(file)) {
                    throw new InvalidFileException(
                            file, "the weights of " + path + " are not there; put them beside it");
                }
                if (!file.toRealPath().equals(file)) {
                    throw new InvalidFileException(
                            file,
                            "is a link to "
                                    + file.toRealPath()
                                    + ", and weights outside the folder of their model are not"
                                    + " read; put the file itself there");
                }
                files.add(WeightFile.of(file));
            } catch (IOException e) {
                throw new InvalidFileException(file, "cannot be read: " + e.getMessage(), e);
            }
        }
        return new ForeignWeights(folder, List.copyOf(files));
    }

    private static void requirePlain(Path model, String location) {
        try {
            new WeightFile(location, 0, "");
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(
                    model,
                    "its tensors lie in \""
                            + Excerpt.of(location)
                            + "\": expected the name of a file beside the model, without folders,"
                            + " because no file elsewhere is read; put the file there and save the"
                            + " model again with that name",
                    e);
        }
    }
}
