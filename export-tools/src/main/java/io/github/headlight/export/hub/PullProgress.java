package io.github.headlight.export.hub;

import java.util.List;

/**
 * How far a pull is. The shards of a model are known only after its index is read; until then they
 * are not among the files.
 *
 * @param files the files known so far
 */
public record PullProgress(List<FileProgress> files) {
    public PullProgress {
        files = List.copyOf(files);
    }

    /**
     * How far a file is.
     *
     * @param name its name in the model
     * @param done bytes that are there, those of an earlier pull among them
     * @param total bytes that it has
     */
    public record FileProgress(String name, long done, long total) {}

    /** {@return bytes of all files that are there} */
    public long done() {
        return files.stream().mapToLong(FileProgress::done).sum();
    }

    /** {@return bytes of all files} */
    public long total() {
        return files.stream().mapToLong(FileProgress::total).sum();
    }
}
