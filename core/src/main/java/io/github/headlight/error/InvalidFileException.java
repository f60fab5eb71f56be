package io.github.headlight.error;

import java.nio.file.Path;

/**
 * A file is missing, damaged, or not what it should be. The message starts with the file's name.
 */
public final class InvalidFileException extends HeadlightException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    /**
     * @param file the file that is at fault
     * @param problem where in the file (byte, tensor, node, field), what was expected, what was
     *     found, what to do
     */
    public InvalidFileException(Path file, String problem) {
        this(file, problem, null);
    }

    /**
     * @param file the file that is at fault
     * @param problem where in the file (byte, tensor, node, field), what was expected, what was
     *     found, what to do
     * @param cause the failure beneath, or null
     */
    public InvalidFileException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
        this.file = file;
    }

    /** {@return the file at fault, or null after deserialisation} */
    public Path file() {
        return file;
    }
}
