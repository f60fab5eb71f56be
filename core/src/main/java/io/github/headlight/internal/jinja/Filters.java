package io.github.headlight.internal.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The filters that chat templates use. The filtered value is the first argument. */
final class Filters {
    private static final Set<String> NAMES =
            Set.of(
                    "abs",
                    "capitalize",
                    "count",
                    "d",
                    "default",
                    "dictsort",
                    "first",
                    "float",
                    "indent",
                    "int",
                    "items",
                    "join",
                    "last",
                    "length",
                    "list",
                    "lower",
                    "map",
                    "max",
                    "min",
                    "reject",
                    "rejectattr",
                    "replace",
                    "reverse",
                    "round",
                    "safe",
                    "select",
                    "selectattr",
                    "sort",
                    "string",
                    "sum",
                    "title",
                    "tojson",
                    "trim",
                    "unique",
                    "upper");

    /** These look at their elements many times, and not all of that shows in what they give. */
    private static final Set<String> ORDERING = Set.of("dictsort", "max", "min", "sort", "unique");

    private static final long ORDERING_COST = 8;
    private static final String CASE_SENSITIVE = "case_sensitive";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private Filters() {}

    static boolean exist(String name) {
        return NAMES.contains(name);
    }

    static Value apply(String name, Arguments arguments, Budget budget) {
        Value value = arguments.required(0, "value");
        return switch (name) {
            case "default", "d" -> otherwise(value, arguments);
            case "tojson" -> Json.filter(value, arguments);
            case "length", "count" -> Value.of(Operators.length(value));
            case "string" -> Value.of(string(value));
            case "safe" -> value;
            case "trim" -> Value.of(Methods.strip(string(value), arguments.rest(), true, true));
            case "upper" -> Value.of(string(value).toUpperCase(Locale.ROOT));
            case "lower" -> Value.of(string(value).toLowerCase(Locale.ROOT));
            case "title" -> Value.of(Methods.title(string(value)));
            case "capitalize" -> Value.of(Methods.capitalize(string(value)));
            case "replace" -> Methods.replace(string(value), arguments.rest(), budget);
            case "indent" -> indent(string(value), arguments, budget);
            case "int" -> toInt(value, arguments);
            case "float" -> toReal(value, arguments);
            case "abs" ->
                    Operators.compare(value, Value.of(0)) < 0
                            ? Operators.arithmetic("-", Value.of(0), value)
                            : value;
            case "round" -> round(value, arguments);
            case "items" ->
                    value instanceof Value.Dict dict
                            ? Operators.pairs(dict.entries())
                            : Value.of(Operators.elements(value));
            default -> ofList(name, value, arguments, budget);
        };
    }

    private static Value ofList(String name, Value value, Arguments arguments, Budget budget) {
        List<Value> elements = Operators.elements(value);
        budget.spend(ORDERING.contains(name) ? ORDERING_COST * value.weight() : elements.size());
        return switch (name) {
            case "first" -> elements.isEmpty() ? new Value.Undefined("first") : elements.get(0);
            case "last" ->
                    elements.isEmpty()
                            ? new Value.Undefined("last")
                            : elements.get(elements.size() - 1);
            case "list" -> Value.of(elements);
            case "reverse" -> reverse(value, elements);
            case "unique" -> unique(elements, arguments);
            case "join" -> join(elements, arguments, budget);
            case "sum" ->
                    elements.stream()
                            .map(e -> keyed(e, arguments.text(1, "attribute")))
                            .reduce(arguments.get(2, "start").orElse(Value.of(0)), Operators::add);
            case "min", "max" ->
                    elements.stream()
                            .min(
                                    order(
                                            arguments.flag(1, CASE_SENSITIVE),
                                            arguments.text(2, "attribute"),
                                            name.equals("max")))
                            .orElse(new Value.Undefined(name));
            case "sort" -> sort(elements, arguments);
            case "dictsort" ->
                    dictSort(Operators.elements(apply("items", arguments, budget)), arguments);
            case "map" -> map(elements, arguments, budget);
            case "select", "reject" ->
                    Value.of(
                            elements.stream()
                                    .filter(e -> chosen(e, arguments, 1) == name.equals("select"))
                                    .toList());
            default -> {
                String attribute = Operators.text(arguments.required(1, "attribute"));
                yield Value.of(
                        elements.stream()
                                .filter(
                                        e ->
                                                chosen(field(e, attribute), arguments, 2)
                                                        == name.equals("selectattr"))
                                .toList());
            }
        };
    }

    private static String string(Value value) {
        StringBuilder text = new StringBuilder();
        PythonText.append(text, value);
        return text.toString();
    }

    private static Value otherwise(Value value, Arguments arguments) {
        boolean missing =
                value instanceof Value.Undefined
                        || (arguments.flag(2, "boolean") && !value.isTrue());
        return missing ? arguments.get(1, "default_value").orElse(Value.of("")) : value;
    }

    private static Value indent(String text, Arguments arguments, Budget budget) {
        int width = arguments.integer(1, "width", 4);
        if (width < 0 || width > 1000) {
            throw new TemplateException("indent: expected a width of 0 to 1000, found " + width);
        }
        String spaces = " ".repeat(width);
        boolean first = arguments.flag(2, "first");
        boolean blank = arguments.flag(3, "blank");
        StringBuilder indented = new StringBuilder();
        String[] lines = text.split("\n", -1);
        budget.spend((long) lines.length * width);
        for (int i = 0; i < lines.length; i++) {
            boolean wanted = i == 0 ? first : blank || !lines[i].isEmpty();
            indented.append(i == 0 ? "" : "\n").append(wanted ? spaces : "").append(lines[i]);
        }
        return Value.of(indented.toString());
    }

    private static Value toInt(Value value, Arguments arguments) {
        if (Operators.isNumber(value)) {
            Value whole = Operators.arithmetic("+", value, Value.of(0));
            return whole instanceof Value.Real real ? Value.of((long) real.value()) : whole;
        }
        try {
            return Value.of(Long.parseLong(string(value).strip()));
        } catch (NumberFormatException e) {
            return arguments.get(1, "default").orElse(Value.of(0));
        }
    }

    private static Value toReal(Value value, Arguments arguments) {
        if (Operators.isNumber(value)) {
            return Operators.arithmetic("*", value, new Value.Real(1));
        }
        try {
            return new Value.Real(Double.parseDouble(string(value).strip()));
        } catch (NumberFormatException e) {
            return arguments.get(1, "default").orElse(new Value.Real(0));
        }
    }

    private static Value round(Value value, Arguments arguments) {
        double scale = Math.pow(10, arguments.integer(1, "precision", 0));
        Value real = toReal(value, arguments);
        return real instanceof Value.Real number
                ? new Value.Real(Math.rint(number.value() * scale) / scale)
                : real;
    }

    private static Value reverse(Value value, List<Value> elements) {
        if (value instanceof Value.Text text) {
            return Value.of(new StringBuilder(text.value()).reverse().toString());
        }
        List<Value> reversed = new ArrayList<>(elements);
        Collections.reverse(reversed);
        return Value.of(reversed);
    }

    private static Value join(List<Value> elements, Arguments arguments, Budget budget) {
        String separator = arguments.text(1, "d").orElse("");
        List<Value> values =
                arguments
                        .text(2, "attribute")
                        .map(name -> elements.stream().map(e -> field(e, name)).toList())
                        .orElse(elements);
        return Methods.join(separator, Value.of(values), budget);
    }

    /** How Jinja orders: without regard to case unless told otherwise. */
    private static Comparator<Value> order(
            boolean caseSensitive, Optional<String> attribute, boolean reverse) {
        Comparator<Value> order =
                Comparator.comparing(
                        value -> cased(keyed(value, attribute), caseSensitive), Operators::compare);
        return reverse ? order.reversed() : order;
    }

    private static Value keyed(Value value, Optional<String> attribute) {
        return attribute.map(name -> field(value, name)).orElse(value);
    }

    private static Value cased(Value value, boolean caseSensitive) {
        return value instanceof Value.Text text && !caseSensitive
                ? Value.of(text.value().toLowerCase(Locale.ROOT))
                : value;
    }

    private static Value sort(List<Value> elements, Arguments arguments) {
        return Value.of(
                elements.stream()
                        .sorted(
                                order(
                                        arguments.flag(2, CASE_SENSITIVE),
                                        arguments.text(3, "attribute"),
                                        arguments.flag(1, "reverse")))
                        .toList());
    }

    private static Value dictSort(List<Value> pairs, Arguments arguments) {
        boolean byValue = arguments.text(2, "by").orElse("key").equals("value");
        return Value.of(
                pairs.stream()
                        .sorted(
                                order(
                                        arguments.flag(1, CASE_SENSITIVE),
                                        Optional.of(byValue ? "1" : "0"),
                                        arguments.flag(3, "reverse")))
                        .toList());
    }

    private static Value unique(List<Value> elements, Arguments arguments) {
        boolean caseSensitive = arguments.flag(1, CASE_SENSITIVE);
        Optional<String> attribute = arguments.text(2, "attribute");
        Set<Value> seen = new HashSet<>();
        return Value.of(
                elements.stream()
                        .filter(e -> seen.add(cased(keyed(e, attribute), caseSensitive)))
                        .toList());
    }

    private static Value map(List<Value> elements, Arguments arguments, Budget budget) {
        if (arguments.named().containsKey("attribute")) {
            String attribute = Operators.text(arguments.named().get("attribute"));
            Value missing = arguments.named().get("default");
            return Value.of(
                    elements.stream()
                            .map(e -> field(e, attribute))
                            .map(v -> missing != null && v instanceof Value.Undefined ? missing : v)
                            .toList());
        }
        String filter = Operators.text(arguments.required(1, "filter"));
        if (!exist(filter)) {
            throw new TemplateException("there is no filter " + filter);
        }
        Arguments rest = arguments.rest().rest();
        List<Value> mapped = new ArrayList<>();
        for (Value element : elements) {
            List<Value> all = new ArrayList<>(List.of(element));
            all.addAll(rest.positional());
            mapped.add(apply(filter, new Arguments(all, rest.named()), budget));
        }
        return Value.of(mapped);
    }

    /** A field by its name, or an element by its index; {@code a.b} is field b of field a. */
    private static Value field(Value value, String path) {
        Value found = value;
        for (String name : path.split("\\.", -1)) {
            boolean number = NUMBER.matcher(name).matches();
            found = Operators.item(found, number ? Value.of(Long.parseLong(name)) : Value.of(name));
        }
        return found;
    }

    /** Whether a value passes the test named by an argument; without one, whether it is true. */
    private static boolean chosen(Value value, Arguments arguments, int test) {
        if (test >= arguments.positional().size()) {
            return value.isTrue();
        }
        String name = Operators.text(arguments.positional().get(test));
        if (!Tests.exist(name)) {
            throw new TemplateException("there is no test " + name);
        }
        List<Value> values = new ArrayList<>(List.of(value));
        values.addAll(arguments.positional().subList(test + 1, arguments.positional().size()));
        return Tests.holds(name, new Arguments(values, arguments.named()));
    }
}
