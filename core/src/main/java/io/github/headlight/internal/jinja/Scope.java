package io.github.headlight.internal.jinja;

import java.util.HashMap;
import java.util.Map;

/** Names and their values, what is written, and how much may still be done. */
final class Scope {
    private final Scope parent;
    private final Map<String, Value> names = new HashMap<>();
    final StringBuilder out;
    final Budget budget;

    private Scope(Scope parent, StringBuilder out, Budget budget) {
        this.parent = parent;
        this.out = out;
        this.budget = budget;
    }

    static Scope global(Budget budget) {
        return new Scope(null, new StringBuilder(), budget);
    }

    /** A scope within this one, which writes to the same place. */
    Scope inner() {
        return new Scope(this, out, budget);
    }

    /** A scope within this one, which writes to a place of its own. */
    Scope capturing() {
        return new Scope(this, new StringBuilder(), budget);
    }

    Value get(String name) {
        for (Scope scope = this; scope != null; scope = scope.parent) {
            Value value = scope.names.get(name);
            if (value != null) {
                return value;
            }
        }
        return new Value.Undefined(name);
    }

    void set(String name, Value value) {
        names.put(name, value);
    }

    void write(String text) {
        budget.spend(text.length());
        out.append(text);
    }
}
