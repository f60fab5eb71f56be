package io.github.headlight.export.checkpoint;

import java.nio.file.Path;

/** What people call a model, as far as its place says. */
public final class ModelName {
    private ModelName() {}

    /**
     * {@return the name of a folder; of one in a hub's cache, {@code
     * models--owner--name/snapshots/COMMIT}, {@code owner/name}; empty of a root}
     *
     * @param folder of a model
     */
    public static String ofFolder(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        Path above = absolute.getParent();
        if (above != null && above.endsWith("snapshots") && above.getNameCount() > 1) {
            String model = above.getParent().getFileName().toString();
            return model.replaceFirst("^models--", "").replace("--", "/");
        }
        return absolute.getFileName() == null ? "" : absolute.getFileName().toString();
    }

    /**
     * {@return the name of a file without its ending, and without which part of a split model it
     * is}
     *
     * @param file of a model
     */
    public static String ofFile(Path file) {
        return String.valueOf(file.getFileName())
                .replaceFirst("(?i)(-\\d{5}-of-\\d{5})?\\.(gguf|onnx)$", "");
    }
}
