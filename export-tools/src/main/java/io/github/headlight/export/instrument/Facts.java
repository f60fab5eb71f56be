package io.github.headlight.export.instrument;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a value without running the model.
 *
 * @param type of its elements as {@code TensorProto.DataType} numbers it, 0 if unknown
 * @param dims its axes, {@link #ANY} for those unknown; null if not even their number is known
 * @param numbers its elements if it is a short list of whole numbers, {@link #UNKNOWN} for single
 *     ones that are not known; else null
 */
record Facts(int type, List<Long> dims, List<Long> numbers) {
    /** An axis whose size only a run knows. */
    static final long ANY = -1;

    /** A number that only a run knows. */
    static final long UNKNOWN = Long.MIN_VALUE;

    /** Nothing is known. */
    static final Facts NONE = new Facts(0, null, null);

    Facts {
        dims = dims == null ? null : List.copyOf(dims);
        numbers = numbers == null ? null : List.copyOf(numbers);
    }

    static Facts of(int type, List<Long> dims) {
        return new Facts(type, dims, null);
    }

    static Facts of(ForeignTensor tensor) {
        return new Facts(tensor.type(), tensor.dims(), tensor.numbers().orElse(null));
    }

    boolean hasRank() {
        return dims != null;
    }

    boolean hasRank(int rank) {
        return dims != null && dims.size() == rank;
    }

    /** {@return the number of axes, −1 if unknown} */
    int rank() {
        return dims == null ? -1 : dims.size();
    }

    /** {@return an axis, from the end if negative; {@link #ANY} if unknown} */
    long dim(int axis) {
        if (dims == null) {
            return ANY;
        }
        int at = axis < 0 ? axis + dims.size() : axis;
        return at >= 0 && at < dims.size() ? dims.get(at) : ANY;
    }

    /** {@return its single number, {@link #UNKNOWN} if it has none} */
    long number() {
        return numbers != null && numbers.size() == 1 ? numbers.get(0) : UNKNOWN;
    }

    /** {@return these with what others know where these do not} */
    Facts or(Facts other) {
        List<Long> known = dims;
        if (dims == null) {
            known = other.dims;
        } else if (other.dims != null && other.dims.size() == dims.size()) {
            List<Long> merged = new ArrayList<>(dims);
            for (int i = 0; i < merged.size(); i++) {
                if (merged.get(i) == ANY) {
                    merged.set(i, other.dims.get(i));
                }
            }
            known = merged;
        }
        return new Facts(
                type == 0 ? other.type : type, known, numbers == null ? other.numbers : numbers);
    }
}
