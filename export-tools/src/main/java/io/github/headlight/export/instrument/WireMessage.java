package io.github.headlight.export.instrument;

import io.github.headlight.error.InvalidFileException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One protobuf message, as it lies in a file.
 *
 * @param file the file
 * @param bytes the message
 * @param offset of its first byte in the file
 */
record WireMessage(Path file, ByteBuffer bytes, long offset) {
    private static final int MAX_TEXT = 4096;

    /** {@return its fields, from the first} */
    WireReader fields() {
        return new WireReader(this);
    }

    /** {@return it as a name, which models write with few characters} */
    String text() {
        if (bytes.remaining() > MAX_TEXT) {
            throw invalid(
                    "expected a name of at most "
                            + MAX_TEXT
                            + " bytes, found "
                            + bytes.remaining());
        }
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    InvalidFileException invalid(String problem) {
        return invalid(0, problem);
    }

    InvalidFileException invalid(int at, String problem) {
        return new InvalidFileException(
                file, "not an ONNX model: " + problem + " at byte " + (offset + at));
    }
}
