package io.github.headlight.internal.jinja;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an expression gives. Only a {@link Namespace} can be changed. */
public sealed interface Value {
    /** {@code None}. */
    record None() implements Value {
        static final Value NONE = new None();
    }

    /** A name, field or index that is not there. */
    record Undefined(String name) implements Value {}

    /** A truth value. */
    record Bool(boolean value) implements Value {
        static final Value TRUE = new Bool(true);
        static final Value FALSE = new Bool(false);
    }

    /** A whole number. */
    record Int(long value) implements Value {}

    /** A number with a fraction. */
    record Real(double value) implements Value {}

    /** A text. */
    record Text(String value) implements Value {}

    /** A list or tuple. The weight is the size of all within, as often as it is there. */
    record Items(List<Value> values, long weight) implements Value {}

    /** A dictionary, in order of insertion. */
    record Dict(Map<Value, Value> entries, long weight) implements Value {}

    /** What {@code namespace()} makes: fields that {@code set} changes. */
    final class Namespace implements Value {
        private final Map<String, Value> fields;

        Namespace(Map<String, Value> fields) {
            this.fields = new HashMap<>(fields);
        }

        Map<String, Value> fields() {
            return fields;
        }
    }

    /** A function, macro or bound method. */
    record Callable(String name, Function function) implements Value {}

    /** What a {@link Callable} does. */
    interface Function {
        Value call(Arguments arguments);
    }

    /** {@return a truth value} */
    static Value of(boolean value) {
        return value ? Bool.TRUE : Bool.FALSE;
    }

    /** {@return a text} */
    static Value of(String value) {
        return new Text(value);
    }

    /** {@return a whole number} */
    static Value of(long value) {
        return new Int(value);
    }

    /** {@return a list} */
    static Value of(List<? extends Value> values) {
        long weight = 1;
        for (Value value : values) {
            weight += value.weight();
        }
        return new Items(List.copyOf(values), weight);
    }

    /** {@return a dictionary} */
    static Value of(Map<Value, Value> entries) {
        long weight = 1;
        for (var entry : entries.entrySet()) {
            weight += entry.getKey().weight() + entry.getValue().weight();
        }
        return new Dict(Collections.unmodifiableMap(entries), weight);
    }

    /** {@return a dictionary with texts as keys} */
    static Value ofNames(Map<String, Value> entries) {
        Map<Value, Value> values = new LinkedHashMap<>();
        entries.forEach((name, value) -> values.put(new Text(name), value));
        return of(values);
    }

    /** {@return how much work it is to write it out} */
    default long weight() {
        return this instanceof Text text ? 1 + text.value().length() : 1;
    }

    /** {@return whether it counts as true} */
    default boolean isTrue() {
        if (this instanceof Bool bool) {
            return bool.value();
        } else if (this instanceof Int number) {
            return number.value() != 0;
        } else if (this instanceof Real number) {
            return number.value() != 0;
        } else if (this instanceof Text text) {
            return !text.value().isEmpty();
        } else if (this instanceof Items items) {
            return !items.values().isEmpty();
        } else if (this instanceof Dict dict) {
            return !dict.entries().isEmpty();
        }
        return this instanceof Namespace || this instanceof Callable;
    }

    /** {@return the kind of value, for messages} */
    default String kind() {
        if (this instanceof None) {
            return "none";
        } else if (this instanceof Undefined undefined) {
            return "undefined " + undefined.name();
        } else if (this instanceof Bool) {
            return "a truth value";
        } else if (this instanceof Int || this instanceof Real) {
            return "a number";
        } else if (this instanceof Text) {
            return "a text";
        } else if (this instanceof Items) {
            return "a list";
        } else if (this instanceof Dict) {
            return "a dictionary";
        }
        return this instanceof Namespace ? "a namespace" : "a function";
    }
}
