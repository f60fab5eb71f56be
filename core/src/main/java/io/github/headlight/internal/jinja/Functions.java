package io.github.headlight.internal.jinja;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The functions that a chat template finds: Jinja's own and those of transformers. */
final class Functions {
    /** Jinja's sandbox has the same bound. */
    private static final int MAX_RANGE = 100_000;

    private static final int MAX_FORMAT = 1_000;

    /** To write a field takes as long as to write some hundred characters. */
    private static final long FORMAT_COST = 200;

    private Functions() {}

    static void define(Scope scope, Clock clock) {
        define(scope, "range", Functions::range);
        define(scope, "namespace", arguments -> new Value.Namespace(arguments.named()));
        define(scope, "dict", Functions::dict);
        define(
                scope,
                "raise_exception",
                arguments -> {
                    StringBuilder message = new StringBuilder();
                    PythonText.append(message, arguments.required(0, "message"));
                    throw TemplateException.refusal(message.toString());
                });
        define(
                scope,
                "strftime_now",
                arguments -> {
                    String format = Operators.text(arguments.required(0, "format"));
                    if (format.length() > MAX_FORMAT) {
                        throw new TemplateException(
                                "strftime_now: expected at most " + MAX_FORMAT + " characters");
                    }
                    scope.budget.spend(FORMAT_COST * (1 + format.length()));
                    return Value.of(format(format, ZonedDateTime.now(clock)));
                });
    }

    private static void define(Scope scope, String name, Value.Function function) {
        scope.set(name, new Value.Callable(name, function));
    }

    private static Value dict(Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            return Value.ofNames(arguments.named());
        }
        if (!(arguments.positional().get(0) instanceof Value.Dict dict)) {
            throw new TemplateException("dict: expected a dictionary");
        }
        Map<Value, Value> entries = new LinkedHashMap<>(dict.entries());
        arguments.named().forEach((name, value) -> entries.put(Value.of(name), value));
        return Value.of(entries);
    }

    private static Value range(Arguments arguments) {
        int first = Operators.index(arguments.required(0, "start"));
        boolean one = arguments.positional().size() == 1;
        long start = one ? 0 : first;
        long stop = one ? first : Operators.index(arguments.required(1, "stop"));
        long step = arguments.integer(2, "step", 1);
        if (step == 0 || Math.abs(stop - start) / Math.abs(step) >= MAX_RANGE) {
            throw new TemplateException("range: expected fewer than " + MAX_RANGE + " numbers");
        }
        List<Value> numbers = new ArrayList<>();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
            numbers.add(Value.of(i));
        }
        return Value.of(numbers);
    }

    /** Python's {@code strftime}, in English. */
    private static String format(String format, ZonedDateTime time) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                text.append(c);
                continue;
            }
            boolean unpadded = format.charAt(i + 1) == '-' && i + 2 < format.length();
            char field = format.charAt(unpadded ? i + 2 : i + 1);
            i += unpadded ? 2 : 1;
            if (field == '%') {
                text.append('%');
            } else {
                String value =
                        DateTimeFormatter.ofPattern(pattern(field), Locale.ENGLISH).format(time);
                text.append(unpadded ? value.replaceFirst("^0+(?=.)", "") : value);
            }
        }
        return text.toString();
    }

    private static String pattern(char field) {
        return switch (field) {
            case 'd' -> "dd";
            case 'm' -> "MM";
            case 'b' -> "MMM";
            case 'B' -> "MMMM";
            case 'y' -> "yy";
            case 'Y' -> "yyyy";
            case 'H' -> "HH";
            case 'I' -> "hh";
            case 'M' -> "mm";
            case 'S' -> "ss";
            case 'p' -> "a";
            case 'a' -> "EEE";
            case 'A' -> "EEEE";
            case 'j' -> "DDD";
            case 'Z' -> "zzz";
            case 'z' -> "xx";
            default ->
                    throw new TemplateException(
                            "strftime_now: the field %" + field + " is not supported");
        };
    }
}
