package io.github.headlight.export;

import io.github.headlight.testing.ExpectedValues;

import java.nio.file.Path;

/** Where the reference checkpoints and values lie. */
final class Goldens {
    private static final Path ROOT = Path.of(System.getProperty("headlight.root"));
    private static final Path FOLDER = ROOT.resolve("export-tools/src/test/golden");

    private Goldens() {}

    static Path folder(String name) {
        return FOLDER.resolve(name);
    }

    static ExpectedValues expected(String name) {
        return ExpectedValues.open(folder(name).resolve("expected.safetensors"));
    }

    static Path teachingModel() {
        return ROOT.resolve("examples/src/main/resources/io/github/headlight/examples/model");
    }
}
