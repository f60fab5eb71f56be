package io.github.headlight.export.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A value of metadata. */
public sealed interface GgufValue {
    /**
     * A whole number; of unsigned 64-bit ones beyond 2⁶³ − 1 the bits.
     *
     * @param value the number
     */
    record Whole(long value) implements GgufValue {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /**
     * A float.
     *
     * @param value the number
     */
    record Real(double value) implements GgufValue {
        @Override
        public String toString() {
            return Double.toString(value);
        }
    }

    /**
     * True or false.
     *
     * @param value which
     */
    record Flag(boolean value) implements GgufValue {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /**
     * A text.
     *
     * @param value the text
     */
    record Text(String value) implements GgufValue {
        @Override
        public String toString() {
            return value;
        }
    }

    /** A list, which is read from the mapped file whenever its items are asked for. */
    final class Items implements GgufValue {
        private final ValueType type;
        private final int count;
        private final ByteBuffer bytes;

        /** The bytes are known to hold that many items. */
        Items(ValueType type, int count, ByteBuffer bytes) {
            this.type = type;
            this.count = count;
            this.bytes = bytes;
        }

        /** {@return how many items it has} */
        public int count() {
            return count;
        }

        /** {@return whether its items are texts} */
        public boolean isTexts() {
            return type == ValueType.STRING;
        }

        /** {@return whether its items are whole numbers} */
        public boolean isWhole() {
            return switch (type) {
                case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> true;
                default -> false;
            };
        }

        /** {@return its texts; bytes that are not UTF-8 become U+FFFD} */
        public List<String> texts() {
            if (!isTexts()) {
                throw new IllegalStateException(this + " is no list of texts");
            }
            ByteBuffer at = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            List<String> texts = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                byte[] text = new byte[(int) at.getLong()];
                at.get(text);
                texts.add(new String(text, StandardCharsets.UTF_8));
            }
            return texts;
        }

        /** {@return its whole numbers} */
        public List<Long> numbers() {
            if (!isWhole()) {
                throw new IllegalStateException(this + " is no list of whole numbers");
            }
            ByteBuffer at = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            List<Long> numbers = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                numbers.add(((Whole) scalar(type, at)).value());
            }
            return numbers;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "[%d × %s]", count, type.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Reads a value of a type that has a size. */
    static GgufValue scalar(ValueType type, ByteBuffer at) {
        return switch (type) {
            case UINT8 -> new Whole(at.get() & 0xff);
            case INT8 -> new Whole(at.get());
            case UINT16 -> new Whole(at.getShort() & 0xffff);
            case INT16 -> new Whole(at.getShort());
            case UINT32 -> new Whole(Integer.toUnsignedLong(at.getInt()));
            case INT32 -> new Whole(at.getInt());
            case UINT64, INT64 -> new Whole(at.getLong());
            case FLOAT32 -> new Real(at.getFloat());
            case FLOAT64 -> new Real(at.getDouble());
            case BOOL -> new Flag(at.get() != 0);
            case STRING, ARRAY -> throw new IllegalArgumentException(type + " has no size");
        };
    }
}
