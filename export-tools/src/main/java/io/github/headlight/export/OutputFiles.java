package io.github.headlight.export;

import io.github.headlight.file.AtomicFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Files that appear together or not at all. They are moved into place in the order they were
 * started, so the one that refers to the others comes last.
 */
final class OutputFiles implements AutoCloseable {
    private final Deque<AtomicFile> files = new ArrayDeque<>();
    private final List<Path> appeared = new ArrayList<>();
    private boolean committed;

    /** Starts a file. */
    AtomicFile create(Path target) {
        AtomicFile file = AtomicFile.create(target);
        files.addLast(file);
        return file;
    }

    /** {@return bytes in all files, before they are committed} */
    long size() throws IOException {
        long size = 0;
        for (AtomicFile file : files) {
            size += file.channel().size();
        }
        return size;
    }

    /** Moves all files into place; if one fails, those that were not there before go again. */
    void commit() {
        for (AtomicFile file : files) {
            boolean isNew = Files.notExists(file.target());
            file.commit();
            if (isNew) {
                appeared.add(file.target());
            }
        }
        committed = true;
    }

    @Override
    public void close() {
        if (!committed) {
            for (Path file : appeared) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    // The failure that led here is the one worth telling.
                }
            }
        }
        // The first file may have made the folder, so it is closed last.
        files.descendingIterator().forEachRemaining(AtomicFile::close);
    }
}
