package io.github.headlight.model;

import io.github.headlight.error.InvalidFileException;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Walks the fields of one protobuf message. Core needs four of them from a file of any size, and no
 * protobuf library for that.
 */
final class ProtobufReader {
    private final Path file;
    private final ByteBuffer bytes;
    private int field;
    private ByteBuffer message;

    ProtobufReader(Path file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** Moves to the next field; false at the end. */
    boolean next() {
        if (!bytes.hasRemaining()) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        message = null;
        switch ((int) tag & 7) {
            case 0 -> varint();
            case 1 -> skip(8);
            case 2 -> message = slice(varint());
            case 5 -> skip(4);
            default -> throw invalid("unknown field type " + (tag & 7));
        }
        return true;
    }

    int field() {
        return field;
    }

    boolean isMessage() {
        return message != null;
    }

    ByteBuffer message() {
        return message.duplicate();
    }

    private void skip(int length) {
        slice(length);
    }

    private ByteBuffer slice(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw invalid("a field of " + length + " bytes ends behind its message");
        }
        ByteBuffer part = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        return part;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!bytes.hasRemaining()) {
                throw invalid("the file ends inside a number");
            }
            byte b = bytes.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw invalid("a number is longer than 10 bytes");
    }

    InvalidFileException invalid(String problem) {
        return new InvalidFileException(
                file,
                "not an ONNX model: "
                        + problem
                        + " near byte "
                        + bytes.position()
                        + " of a message");
    }
}
