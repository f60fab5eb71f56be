package io.github.headlight.export.instrument;

import java.util.ArrayList;
import java.util.List;

/**
 * A value whose type a model declares: an input, an output, or one between.
 *
 * @param name its name
 * @param type of its elements as {@code TensorProto.DataType} numbers it, 0 if not declared
 * @param dims its axes, {@link Facts#ANY} for one that only a run knows, or null if not declared
 */
record ForeignValue(String name, int type, List<Long> dims) {
    private static final int MAX_RANK = 64;

    static ForeignValue of(WireMessage message) {
        String name = "";
        int type = 0;
        List<Long> dims = null;
        WireReader reader = message.fields();
        while (reader.next()) {
            if (reader.isBytes(1)) {
                name = reader.text();
            } else if (reader.isBytes(2)) {
                WireReader kinds = reader.message().fields();
                while (kinds.next()) {
                    if (kinds.isBytes(1)) {
                        WireReader tensor = kinds.message().fields();
                        while (tensor.next()) {
                            if (tensor.isNumber(1)) {
                                type = (int) tensor.number();
                            } else if (tensor.isBytes(2)) {
                                dims = dims(tensor.message());
                            }
                        }
                    }
                }
            }
        }
        return new ForeignValue(name, type, dims);
    }

    private static List<Long> dims(WireMessage shape) {
        List<Long> dims = new ArrayList<>();
        WireReader reader = shape.fields();
        while (reader.next()) {
            if (reader.isBytes(1)) {
                long size = Facts.ANY;
                WireReader axis = reader.message().fields();
                while (axis.next()) {
                    if (axis.isNumber(1) && axis.number() >= 0) {
                        size = axis.number();
                    }
                }
                dims.add(size);
                if (dims.size() > MAX_RANK) {
                    throw shape.invalid("a tensor has more than " + MAX_RANK + " axes");
                }
            }
        }
        return List.copyOf(dims);
    }

    /** {@return what is known of it} */
    Facts facts() {
        return new Facts(type, dims, null);
    }
}
