package io.github.headlight.internal.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments of a call: by position, then by name. */
record Arguments(List<Value> positional, Map<String, Value> named) {

    /** The argument at a position or with a name. */
    Optional<Value> get(int position, String name) {
        return position < positional.size()
                ? Optional.of(positional.get(position))
                : Optional.ofNullable(named.get(name));
    }

    Value required(int position, String name) {
        return get(position, name)
                .orElseThrow(() -> new TemplateException("argument " + name + " is missing"));
    }

    /** A text argument, or nothing where it is missing or none. */
    Optional<String> text(int position, String name) {
        return get(position, name)
                .filter(value -> !(value instanceof Value.None))
                .map(Operators::text);
    }

    int integer(int position, String name, int otherwise) {
        return get(position, name)
                .filter(value -> !(value instanceof Value.None))
                .map(Operators::index)
                .orElse(otherwise);
    }

    boolean flag(int position, String name) {
        return get(position, name).map(Value::isTrue).orElse(false);
    }

    /** The arguments behind the first. */
    Arguments rest() {
        return new Arguments(positional.subList(1, positional.size()), named);
    }
}
