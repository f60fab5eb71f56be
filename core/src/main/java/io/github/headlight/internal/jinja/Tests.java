package io.github.headlight.internal.jinja;

import java.util.Locale;
import java.util.Set;

/** The tests behind {@code is}. The tested value is the first argument. */
final class Tests {
    private static final Set<String> NAMES =
            Set.of(
                    "==",
                    "!=",
                    "<",
                    ">",
                    "<=",
                    ">=",
                    "boolean",
                    "callable",
                    "defined",
                    "divisibleby",
                    "eq",
                    "equalto",
                    "even",
                    "false",
                    "float",
                    "ge",
                    "gt",
                    "in",
                    "integer",
                    "iterable",
                    "le",
                    "lower",
                    "lt",
                    "mapping",
                    "ne",
                    "none",
                    "number",
                    "odd",
                    "sequence",
                    "string",
                    "true",
                    "undefined",
                    "upper");

    private Tests() {}

    static boolean exist(String name) {
        return NAMES.contains(name);
    }

    static boolean holds(String name, Arguments arguments) {
        Value value = arguments.required(0, "value");
        return switch (name) {
            case "defined" -> !(value instanceof Value.Undefined);
            case "undefined" -> value instanceof Value.Undefined;
            case "none" -> value instanceof Value.None;
            case "string" -> value instanceof Value.Text;
            case "boolean" -> value instanceof Value.Bool;
            case "true" -> value.equals(Value.Bool.TRUE);
            case "false" -> value.equals(Value.Bool.FALSE);
            case "integer" -> value instanceof Value.Int;
            case "float" -> value instanceof Value.Real;
            case "number" -> Operators.isNumber(value);
            case "mapping" -> value instanceof Value.Dict;
            case "sequence", "iterable" ->
                    value instanceof Value.Items
                            || value instanceof Value.Dict
                            || value instanceof Value.Text
                            || value instanceof Value.Undefined;
            case "callable" -> value instanceof Value.Callable;
            case "lower" -> text(value).equals(text(value).toLowerCase(Locale.ROOT));
            case "upper" -> text(value).equals(text(value).toUpperCase(Locale.ROOT));
            case "even" -> remainder(value, Value.of(2)) == 0;
            case "odd" -> remainder(value, Value.of(2)) != 0;
            case "divisibleby" -> remainder(value, arguments.required(1, "num")) == 0;
            default -> Operators.holds(comparison(name), value, arguments.required(1, "other"));
        };
    }

    private static String comparison(String name) {
        return switch (name) {
            case "eq", "equalto" -> "==";
            case "ne" -> "!=";
            case "lt" -> "<";
            case "gt" -> ">";
            case "le" -> "<=";
            case "ge" -> ">=";
            default -> name;
        };
    }

    private static String text(Value value) {
        return Operators.text(value);
    }

    private static int remainder(Value value, Value divisor) {
        return Operators.index(Operators.arithmetic("%", value, divisor));
    }
}
