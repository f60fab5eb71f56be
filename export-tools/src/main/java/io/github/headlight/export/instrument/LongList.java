package io.github.headlight.export.instrument;

import java.util.ArrayList;
import java.util.List;

/** Whole numbers that a file gives: no more of them are kept than anybody asks for. */
final class LongList {
    private final int most;
    private final List<Long> numbers = new ArrayList<>();
    private boolean complete = true;

    LongList(int most) {
        this.most = most;
    }

    void add(long number) {
        if (numbers.size() < most) {
            numbers.add(number);
        } else {
            complete = false;
        }
    }

    /** {@return whether none were left out} */
    boolean isComplete() {
        return complete;
    }

    List<Long> numbers() {
        return List.copyOf(numbers);
    }
}
