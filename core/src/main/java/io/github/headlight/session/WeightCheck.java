package io.github.headlight.session;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelFile;
import io.github.headlight.model.WeightFile;
import io.github.headlight.model.WeightFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the weight files that a model names, and checks that they are the ones it was exported
 * from.
 */
final class WeightCheck {
    private WeightCheck() {}

    /** The folder of the weights, every file in it checked. */
    static Path locate(ModelFile model, WeightFiles weights, Optional<Path> instead) {
        Path folder = instead.orElseGet(() -> model.resolve(weights.folder()));
        requireListed(model, weights);
        for (WeightFile expected : weights.files()) {
            Path file = folder.resolve(expected.name());
            if (!Files.isRegularFile(file)) {
                throw new InvalidFileException(
                        file,
                        "the weights of "
                                + model.path()
                                + " are not there; were they moved? Give their folder (--weights DIR, SessionConfig.withWeights),"
                                + " or export again");
            }
            compare(model, file, expected);
        }
        return folder;
    }

    /** A file that is not in the list would be read unchecked. */
    private static void requireListed(ModelFile model, WeightFiles weights) {
        Set<String> unlisted = new TreeSet<>(model.externalFiles());
        weights.files().forEach(file -> unlisted.remove(file.name()));
        if (!unlisted.isEmpty()) {
            throw new InvalidFileException(
                    model.path(),
                    "tensors lie in the file \""
                            + unlisted.iterator().next()
                            + "\", which the metadata "
                            + ModelContract.WEIGHTS_KEY
                            + " does not list; export again");
        }
    }

    private static void compare(ModelFile model, Path file, WeightFile expected) {
        try {
            long size = Files.size(file);
            if (size != expected.size()) {
                throw changed(model, file, expected.size() + " bytes", size + " bytes");
            }
            WeightFile found = WeightFile.of(file);
            if (!found.fingerprint().equals(expected.fingerprint())) {
                throw changed(model, file, expected.fingerprint(), found.fingerprint());
            }
        } catch (IOException e) {
            throw new InvalidFileException(
                    file,
                    "the weights of " + model.path() + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private static InvalidFileException changed(
            ModelFile model, Path file, String expected, String found) {
        return new InvalidFileException(
                file,
                "the weights have changed since "
                        + model.path()
                        + " was exported: expected "
                        + expected
                        + ", found "
                        + found
                        + "; export again");
    }
}
