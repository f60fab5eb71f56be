package io.github.headlight.internal.jinja;

/**
 * How much a template may do. Every value that is read or made counts, by its size, so that neither
 * the time nor the memory of a template is without bound.
 */
final class Budget {
    private long left;

    Budget(long size) {
        left = size;
    }

    void spend(long amount) {
        left -= amount;
        if (left < 0) {
            throw new TemplateException("the template does not come to an end within bounds");
        }
    }

    /** Counts a value that an expression looked up. */
    Value read(Value value) {
        if (value instanceof Value.Text text) {
            spend(1 + text.value().length() / 8);
        } else {
            spend(value instanceof Value.Items items ? 1 + items.values().size() : 1);
        }
        return value;
    }

    /** Counts a value that was made. */
    Value made(Value value) {
        spend(value.weight());
        return value;
    }

    /** Counts the comparison of two values. */
    void compared(Value left, Value right) {
        spend((left.weight() + right.weight()) / 8);
    }
}
