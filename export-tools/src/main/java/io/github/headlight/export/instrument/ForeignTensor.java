package io.github.headlight.export.instrument;

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
 * @param location of its bytes outside the model, empty if they are in it
 * @param message as it lies in the file
 */
record ForeignTensor(String name, int type, List<Long> dims, String location, WireMessage message) {
    private static final int MAX_RANK = 64;
    private static final int MAX_NUMBERS = 64;

    private static final int DIMS = 1;
    private static final int DATA_TYPE = 2;
    private static final int INT32_DATA = 5;
    private static final int INT64_DATA = 7;
    private static final int NAME = 8;
    private static final int RAW_DATA = 9;
    private static final int EXTERNAL_DATA = 13;
    private static final int DATA_LOCATION = 14;
    private static final int EXTERNAL = 1;

    static ForeignTensor of(WireMessage message) {
        String name = "";
        int type = 0;
        String location = "";
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
                TextEntry entry = TextEntry.of(reader.message());
                location = entry.key().equals("location") ? entry.value() : location;
            }
        }
        if (!dims.isComplete() || dims.numbers().stream().anyMatch(dim -> dim < 0)) {
            throw message.invalid(
                    "tensor " + name + ": expected at most " + MAX_RANK + " axes from 0");
        }
        return new ForeignTensor(name, type, dims.numbers(), external ? location : "", message);
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
        if (!location.isEmpty() || !(wide || type == ElementType.INT32.onnx())) {
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
        while (location.isEmpty() && reader.next()) {
            if (reader.isBytes(RAW_DATA)) {
                return Optional.of(reader.message().bytes().slice().order(ByteOrder.LITTLE_ENDIAN));
            }
        }
        return Optional.empty();
    }
}
