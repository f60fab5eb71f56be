package io.github.headlight.internal.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Operators and look-ups, with Python's meaning. */
final class Operators {
    private Operators() {}

    static String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        throw new TemplateException("expected a text, found " + value.kind());
    }

    static int index(Value value) {
        if (value instanceof Value.Int number && number.value() == (int) number.value()) {
            return (int) number.value();
        }
        if (value instanceof Value.Bool bool) {
            return bool.value() ? 1 : 0;
        }
        throw new TemplateException("expected a whole number, found " + value.kind());
    }

    /** The elements of a value: of a list, keys of a dictionary, characters of a text. */
    static List<Value> elements(Value value) {
        if (value instanceof Value.Items items) {
            return items.values();
        } else if (value instanceof Value.Dict dict) {
            return List.copyOf(dict.entries().keySet());
        } else if (value instanceof Value.Text text) {
            return text.value()
                    .codePoints()
                    .mapToObj(c -> Value.of(Character.toString(c)))
                    .toList();
        } else if (value instanceof Value.Undefined) {
            return List.of();
        }
        throw new TemplateException("expected a list, found " + value.kind());
    }

    static int length(Value value) {
        return value instanceof Value.Text text
                ? text.value().codePointCount(0, text.value().length())
                : elements(value).size();
    }

    /** {@code container[key]} and {@code container.key}; undefined where there is none. */
    static Value item(Value container, Value key) {
        if (container instanceof Value.Undefined undefined) {
            throw new TemplateException("\"" + undefined.name() + "\" is not defined");
        }
        Value found = null;
        if (container instanceof Value.Dict dict) {
            found = dict.entries().get(key);
        } else if (container instanceof Value.Namespace space && key instanceof Value.Text name) {
            found = space.fields().get(name.value());
        } else if (key instanceof Value.Int
                && (container instanceof Value.Items || container instanceof Value.Text)) {
            List<Value> elements = elements(container);
            int index = index(key);
            int at = index < 0 ? index + elements.size() : index;
            found = at >= 0 && at < elements.size() ? elements.get(at) : null;
        }
        return found != null ? found : new Value.Undefined(name(key));
    }

    private static String name(Value key) {
        StringBuilder name = new StringBuilder();
        PythonText.append(name, key);
        return name.length() > 40 ? name.substring(0, 40) + "…" : name.toString();
    }

    /** {@code sequence[from:to:step]}; bounds that are none take their default. */
    static Value slice(Value sequence, Value from, Value to, Value step) {
        List<Value> elements = elements(sequence);
        int size = elements.size();
        int by = step instanceof Value.None ? 1 : index(step);
        if (by == 0 || by == Integer.MIN_VALUE) {
            throw new TemplateException("a slice with step " + by);
        }
        int low = by > 0 ? 0 : -1;
        int high = by > 0 ? size : size - 1;
        int start =
                from instanceof Value.None ? (by > 0 ? low : high) : bound(from, size, low, high);
        int end = to instanceof Value.None ? (by > 0 ? high : low) : bound(to, size, low, high);
        List<Value> slice = new ArrayList<>();
        for (long i = start; by > 0 ? i < end : i > end; i += by) {
            slice.add(elements.get((int) i));
        }
        if (sequence instanceof Value.Text) {
            StringBuilder text = new StringBuilder();
            slice.forEach(element -> text.append(text(element)));
            return Value.of(text.toString());
        }
        return Value.of(slice);
    }

    private static int bound(Value value, int size, int low, int high) {
        int index = index(value);
        return Math.min(Math.max(index < 0 ? index + size : index, low), high);
    }

    static Value add(Value left, Value right) {
        if (left instanceof Value.Text a && right instanceof Value.Text b) {
            return Value.of(a.value() + b.value());
        }
        if (left instanceof Value.Items a && right instanceof Value.Items b) {
            List<Value> all = new ArrayList<>(a.values());
            all.addAll(b.values());
            return Value.of(all);
        }
        return arithmetic("+", left, right);
    }

    static Value concatenate(Value left, Value right) {
        StringBuilder text = new StringBuilder();
        PythonText.append(text, left);
        PythonText.append(text, right);
        return Value.of(text.toString());
    }

    static Value multiply(Value left, Value right, Budget budget) {
        if (left instanceof Value.Int && !(right instanceof Value.Int)) {
            return multiply(right, left, budget);
        }
        if (right instanceof Value.Int times
                && (left instanceof Value.Text || left instanceof Value.Items)) {
            int count = (int) Math.min(Math.max(0, times.value()), Integer.MAX_VALUE);
            budget.spend(count * left.weight());
            return left instanceof Value.Text text
                    ? Value.of(text.value().repeat(count))
                    : Value.of(
                            Collections.nCopies(count, ((Value.Items) left).values()).stream()
                                    .flatMap(List::stream)
                                    .toList());
        }
        return arithmetic("*", left, right);
    }

    static Value arithmetic(String operator, Value left, Value right) {
        double x = number(operator, left, right, left);
        double y = number(operator, left, right, right);
        try {
            return left instanceof Value.Real || right instanceof Value.Real
                    ? new Value.Real(reals(operator, x, y))
                    : wholes(operator, index64(left), index64(right));
        } catch (ArithmeticException e) {
            throw new TemplateException("operator " + operator + ": " + e.getMessage());
        }
    }

    private static long index64(Value value) {
        return value instanceof Value.Int number ? number.value() : value.isTrue() ? 1 : 0;
    }

    private static Value wholes(String operator, long x, long y) {
        return switch (operator) {
            case "+" -> Value.of(Math.addExact(x, y));
            case "-" -> Value.of(Math.subtractExact(x, y));
            case "*" -> Value.of(Math.multiplyExact(x, y));
            case "//" -> Value.of(Math.floorDiv(x, y));
            case "%" -> Value.of(Math.floorMod(x, y));
            case "**" ->
                    y < 0
                            ? new Value.Real(Math.pow((double) x, (double) y))
                            : Value.of(power(x, y));
            default -> new Value.Real(reals(operator, (double) x, (double) y));
        };
    }

    private static long power(long base, long exponent) {
        long power = 1;
        for (long i = 0; i < exponent; i++) {
            if (i == 64) {
                // Only 0, 1 and -1 come this far.
                return exponent % 2 == 0 ? base * base : base;
            }
            power = Math.multiplyExact(power, base);
        }
        return power;
    }

    private static double reals(String operator, double x, double y) {
        if (y == 0 && (operator.startsWith("/") || operator.equals("%"))) {
            throw new ArithmeticException("division by zero");
        }
        return switch (operator) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*" -> x * y;
            case "/" -> x / y;
            case "//" -> Math.floor(x / y);
            case "%" -> x - Math.floor(x / y) * y;
            default -> Math.pow(x, y);
        };
    }

    private static double number(String operator, Value left, Value right, Value value) {
        if (value instanceof Value.Int number) {
            return number.value();
        } else if (value instanceof Value.Real number) {
            return number.value();
        } else if (value instanceof Value.Bool bool) {
            return bool.value() ? 1 : 0;
        }
        throw new TemplateException(
                "operator " + operator + " between " + left.kind() + " and " + right.kind());
    }

    static boolean equal(Value left, Value right) {
        if (left instanceof Value.Undefined && right instanceof Value.Undefined) {
            return true;
        }
        boolean numbers = isNumber(left) && isNumber(right);
        return numbers
                ? number("==", left, right, left) == number("==", left, right, right)
                : left.equals(right);
    }

    static boolean isNumber(Value value) {
        return value instanceof Value.Int
                || value instanceof Value.Real
                || value instanceof Value.Bool;
    }

    static int compare(Value left, Value right) {
        return left instanceof Value.Text a && right instanceof Value.Text b
                ? a.value().compareTo(b.value())
                : Double.compare(number("<", left, right, left), number("<", left, right, right));
    }

    static boolean contains(Value container, Value element) {
        if (container instanceof Value.Text text) {
            return text.value().contains(text(element));
        } else if (container instanceof Value.Dict dict) {
            return dict.entries().containsKey(element);
        }
        return elements(container).stream().anyMatch(other -> equal(other, element));
    }

    /** Dictionaries of names, as {@code dict.items()} gives them. */
    static Value pairs(Map<Value, Value> entries) {
        return Value.of(
                entries.entrySet().stream()
                        .map(entry -> Value.of(List.of(entry.getKey(), entry.getValue())))
                        .toList());
    }

    static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=");

    static boolean holds(String comparison, Value left, Value right) {
        return switch (comparison) {
            case "==" -> equal(left, right);
            case "!=" -> !equal(left, right);
            case "<" -> compare(left, right) < 0;
            case ">" -> compare(left, right) > 0;
            case "<=" -> compare(left, right) <= 0;
            case ">=" -> compare(left, right) >= 0;
            case "in" -> contains(right, left);
            default -> !contains(right, left);
        };
    }
}
