package io.github.headlight.export;

/** Is told how far an export is. */
@FunctionalInterface
public interface ExportListener {
    /** One that does not care. */
    ExportListener NONE = (stage, done, total) -> {};

    /** What an export does, in this order. */
    enum Stage {
        /** Descriptions and headers are read and checked. */
        READ_CHECKPOINT,
        /** The graph is built. */
        BUILD_GRAPH,
        /** Weight files get their fingerprints; counted in files. */
        FINGERPRINT,
        /** Weights are copied, if they are; counted in bytes. */
        COPY_WEIGHTS,
        /** The model file is written. */
        WRITE_MODEL
    }

    /**
     * Called at the beginning and the end of a stage, and at times between.
     *
     * @param stage what is done
     * @param done how much of it
     * @param total how much there is
     */
    void progress(Stage stage, long done, long total);
}
