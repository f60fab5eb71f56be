package io.github.headlight.cli;

import io.github.headlight.error.HeadlightException;

import java.nio.file.Path;

/** A prompt of a batch failed; those before it are captured. */
final class BatchException extends HeadlightException {
    private static final long serialVersionUID = 1L;

    BatchException(Path file, int line, HeadlightException cause) {
        super(file + ", line " + line + ": " + cause.getMessage(), cause);
    }
}
