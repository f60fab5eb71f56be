package io.github.headlight.export.instrument;

import io.github.headlight.error.Excerpt;
import io.github.headlight.export.onnx.ElementType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tensor that a model holds, or refers to. Only its description is kept; small whole numbers are
 * read when asked for.
 *
 * @param name empty for the value of an attribute
 * @param type as {@code TensorProto.DataType} numbers it
 * @param dims its axes
 * @param external where its bytes are if they are not in the model, else null
 * @param message as it lies in the file
 */
record ForeignTensor(
        String name, int type, List<Long> dims, External external, WireMessage message) {
    /** The field that says where a tensor's bytes are outside the model. */
    static final int EXTERNAL_DATA = 13;

    /** The key of the file's name in external data. */
    static final String LOCATION = "location";

    private static final int MAX_RANK = 64;
    private static final int MAX_NUMBERS = 64;

    private static final int DIMS = 1;
    private static final int DATA_TYPE = 2;
    private static final int INT32_DATA = 5;
    private static final int INT64_DATA = 7;
    private static final int NAME = 8;
    private static final int RAW_DATA = 9;
    private static final int DATA_LOCATION = 14;
    private static final int EXTERNAL = 1;

    /**
     * Where the bytes of a tensor lie outside the model.
     *
     * @param location of the file, as the model writes it
     * @param offset of the first byte
     * @param length in bytes, −1 if the model does not say
     */
    record External(String location, long offset, long length) {}

    static ForeignTensor of(WireMessage message) {
        String name = "";
        int type = 0;
        External place = new External("", 0, -1);
        boolean external = false;
        LongList dims = new LongList(MAX_RANK);
        WireReader reader = message.fields();
        while (reader.next()) {
            if (reader.addNumbers(DIMS, dims)) {
                continue;
            }
            if (reader.isNumber(DATA_TYPE)) {
                type = (int) reader.number();
            } else if (reader.isBytes(NAME)) {
                name = reader.text();
            } else if (reader.isNumber(DATA_LOCATION)) {
                external = reader.number() == EXTERNAL;
            } else if (reader.isBytes(EXTERNAL_DATA)) {
                place = with(place, TextEntry.of(reader.message()), message);
            }
        }
        if (!dims.isComplete() || dims.numbers().stream().anyMatch(dim -> dim < 0)) {
            throw message.invalid(
                    "tensor " + name + ": expected at most " + MAX_RANK + " axes from 0");
        }
        return new ForeignTensor(name, type, dims.numbers(), external ? place : null, message);
    }

    private static External with(External place, TextEntry entry, WireMessage message) {
        return switch (entry.key()) {
            case LOCATION -> new External(entry.value(), place.offset(), place.length());
            case "offset" -> new External(place.location(), number(entry, message), place.length());
            case "length" -> new External(place.location(), place.offset(), number(entry, message));
            default -> place;
        };
    }

    private static long number(TextEntry entry, WireMessage message) {
        try {
            long number = Long.parseLong(entry.value());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a negative one.
        }
        throw message.invalid(
                "external data: expected a number of bytes as its "
                        + entry.key()
                        + ", found \""
                        + Excerpt.of(entry.value())
                        + "\"");
    }

    /** {@return its numbers, if they are whole, few and in the model} */
    Optional<List<Long>> numbers() {
        boolean wide = type == ElementType.INT64.onnx();
        long count = 1;
        for (long dim : dims) {
            count = dim > MAX_NUMBERS ? Long.MAX_VALUE : Math.min(count * dim, MAX_NUMBERS + 1);
            if (count > MAX_NUMBERS) {
                return Optional.empty();
            }
        }
        if (external != null || !(wide || type == ElementType.INT32.onnx())) {
            return Optional.empty();
        }
        LongList numbers = new LongList(MAX_NUMBERS);
        WireReader reader = message.fields();
        while (reader.next()) {
            if (reader.addNumbers(wide ? INT64_DATA : INT32_DATA, numbers)) {
                continue;
            }
            if (reader.isBytes(RAW_DATA)) {
                ByteBuffer raw = reader.message().bytes().slice().order(ByteOrder.LITTLE_ENDIAN);
                List<Long> read = new ArrayList<>();
                while (raw.remaining() >= (wide ? Long.BYTES : Integer.BYTES)
                        && read.size() < count) {
                    read.add(wide ? raw.getLong() : raw.getInt());
                }
                read.forEach(numbers::add);
            }
        }
        return numbers.numbers().size() == count
                ? Optional.of(numbers.numbers())
                : Optional.empty();
    }

    /** {@return the bytes of its elements, if they are in the model and in plain order} */
    Optional<ByteBuffer> raw() {
        WireReader reader = message.fields();
        while (external == null && reader.next()) {
            if (reader.isBytes(RAW_DATA)) {
                return Optional.of(reader.message().bytes().slice().order(ByteOrder.LITTLE_ENDIAN));
            }
        }
        return Optional.empty();
    }
}
