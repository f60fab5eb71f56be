package io.github.headlight.export.instrument;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Walks the fields of one protobuf message and checks that each lies within it. */
final class WireReader {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private final WireMessage message;
    private final ByteBuffer bytes;
    private int start;
    private int field;
    private int type;
    private long number;
    private WireMessage value;

    WireReader(WireMessage message) {
        this.message = message;
        bytes = message.bytes().slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Moves to the next field; false at the end. */
    boolean next() {
        if (!bytes.hasRemaining()) {
            return false;
        }
        start = bytes.position();
        long tag = varint();
        field = (int) (tag >>> 3);
        type = (int) tag & 7;
        value = null;
        switch (type) {
            case VARINT -> number = varint();
            case FIXED_64 -> {
                require(Long.BYTES);
                number = bytes.getLong();
            }
            case BYTES -> value = slice(varint());
            case FIXED_32 -> {
                require(Integer.BYTES);
                number = bytes.getInt();
            }
            default -> throw message.invalid(start, "unknown field type " + type);
        }
        return true;
    }

    /** {@return where the field begins in the message, its tag included} */
    int start() {
        return start;
    }

    /** {@return where it ends} */
    int end() {
        return bytes.position();
    }

    /** {@return whether it is this field, holding a message, text or bytes} */
    boolean isBytes(int wanted) {
        return field == wanted && type == BYTES;
    }

    /** {@return whether it is this field, holding a whole number} */
    boolean isNumber(int wanted) {
        return field == wanted && type == VARINT;
    }

    /** {@return whether it is this field, holding a 32-bit float} */
    boolean isFloat(int wanted) {
        return field == wanted && type == FIXED_32;
    }

    int field() {
        return field;
    }

    long number() {
        return number;
    }

    float real() {
        return Float.intBitsToFloat((int) number);
    }

    WireMessage message() {
        return value;
    }

    String text() {
        return value.text();
    }

    /** Adds the whole numbers of a repeated field, packed or not; false if it is another field. */
    boolean addNumbers(int wanted, LongList into) {
        if (isNumber(wanted)) {
            into.add(number);
            return true;
        }
        if (!isBytes(wanted)) {
            return false;
        }
        WireReader packed = value.fields();
        while (packed.bytes.hasRemaining()) {
            into.add(packed.varint());
        }
        return true;
    }

    private WireMessage slice(long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw message.invalid(
                    start,
                    "a field of "
                            + Long.toUnsignedString(length)
                            + " bytes ends behind the message that it is in");
        }
        int from = bytes.position();
        bytes.position(from + (int) length);
        return new WireMessage(
                message.file(), bytes.slice(from, (int) length), message.offset() + from);
    }

    private void require(int count) {
        if (bytes.remaining() < count) {
            throw message.invalid(start, "a number ends behind the message that it is in");
        }
    }

    private long varint() {
        long result = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            require(1);
            byte b = bytes.get();
            result |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return result;
            }
        }
        throw message.invalid(start, "a number is longer than 10 bytes");
    }
}
