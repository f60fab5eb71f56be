package io.github.headlight.internal.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** The methods of texts, lists and dictionaries, with Python's meaning. */
final class Methods {
    /** Where Python's {@code str.splitlines} ends a line. */
    private static final Pattern LINE_END = Pattern.compile("\\R|[\\x1c-\\x1e]");

    private Methods() {}

    /** A method bound to its value; null if there is none with this name. */
    static Value find(Value value, String name, Budget budget) {
        Value.Function function = null;
        if (value instanceof Value.Text text) {
            function = ofText(text.value(), name, budget);
        } else if (value instanceof Value.Dict dict) {
            function = ofDictionary(dict, name);
        } else if (value instanceof Value.Items items) {
            function = ofList(items, name);
        }
        return function == null ? null : new Value.Callable(name, function);
    }

    private static Value.Function ofText(String text, String name, Budget budget) {
        return switch (name) {
            case "startswith" -> a -> Value.of(anyOf(a).stream().anyMatch(text::startsWith));
            case "endswith" -> a -> Value.of(anyOf(a).stream().anyMatch(text::endsWith));
            case "strip" -> a -> Value.of(strip(text, a, true, true));
            case "lstrip" -> a -> Value.of(strip(text, a, true, false));
            case "rstrip" -> a -> Value.of(strip(text, a, false, true));
            case "split" -> a -> texts(split(text, a, false));
            case "rsplit" -> a -> texts(split(text, a, true));
            case "partition" -> a -> texts(partition(text, argument(a), false));
            case "rpartition" -> a -> texts(partition(text, argument(a), true));
            case "splitlines" -> a -> texts(lines(text));
            case "upper" -> a -> Value.of(text.toUpperCase(Locale.ROOT));
            case "lower" -> a -> Value.of(text.toLowerCase(Locale.ROOT));
            case "title" -> a -> Value.of(title(text));
            case "capitalize" -> a -> Value.of(capitalize(text));
            case "replace" -> a -> replace(text, a, budget);
            case "join" -> a -> join(text, a.required(0, "iterable"), budget);
            case "find" -> a -> Value.of(position(text, text.indexOf(argument(a))));
            case "rfind" -> a -> Value.of(position(text, text.lastIndexOf(argument(a))));
            case "count" -> a -> Value.of(count(text, argument(a)));
            case "removeprefix" ->
                    a ->
                            Value.of(
                                    text.startsWith(argument(a))
                                            ? text.substring(argument(a).length())
                                            : text);
            case "removesuffix" ->
                    a ->
                            Value.of(
                                    text.endsWith(argument(a))
                                            ? text.substring(
                                                    0, text.length() - argument(a).length())
                                            : text);
            case "isdigit" -> a -> Value.of(all(text, Character::isDigit));
            case "isalpha" -> a -> Value.of(all(text, Character::isLetter));
            case "isalnum" -> a -> Value.of(all(text, Character::isLetterOrDigit));
            case "isspace" -> a -> Value.of(all(text, PythonText::isSpace));
            default -> null;
        };
    }

    private static Value.Function ofDictionary(Value.Dict dict, String name) {
        return switch (name) {
            case "items" -> a -> Operators.pairs(dict.entries());
            case "keys" -> a -> Value.of(List.copyOf(dict.entries().keySet()));
            case "values" -> a -> Value.of(List.copyOf(dict.entries().values()));
            case "get" ->
                    a ->
                            Optional.ofNullable(dict.entries().get(a.required(0, "key")))
                                    .orElseGet(() -> a.get(1, "default").orElse(Value.None.NONE));
            default -> null;
        };
    }

    private static Value.Function ofList(Value.Items items, String name) {
        return switch (name) {
            case "count" ->
                    a ->
                            Value.of(
                                    items.values().stream()
                                            .filter(v -> Operators.equal(v, a.required(0, "value")))
                                            .count());
            case "index" ->
                    a -> {
                        Value wanted = a.required(0, "value");
                        for (int i = 0; i < items.values().size(); i++) {
                            if (Operators.equal(items.values().get(i), wanted)) {
                                return Value.of(i);
                            }
                        }
                        throw new TemplateException("the value is not in the list");
                    };
            default -> null;
        };
    }

    private static String argument(Arguments arguments) {
        return Operators.text(arguments.required(0, "argument"));
    }

    private static List<String> anyOf(Arguments arguments) {
        Value argument = arguments.required(0, "argument");
        return argument instanceof Value.Items items
                ? items.values().stream().map(Operators::text).toList()
                : List.of(Operators.text(argument));
    }

    private static boolean all(String text, IntPredicate predicate) {
        return !text.isEmpty() && text.codePoints().allMatch(predicate);
    }

    private static int position(String text, int index) {
        return index < 0 ? -1 : text.codePointCount(0, index);
    }

    static String strip(String text, Arguments arguments, boolean left, boolean right) {
        Optional<String> characters = arguments.text(0, "chars");
        IntPredicate drop =
                characters.isPresent()
                        ? c -> characters.get().indexOf(c) >= 0
                        : PythonText::isSpace;
        String stripped = left ? PythonText.stripLeft(text, drop) : text;
        return right ? PythonText.stripRight(stripped, drop) : stripped;
    }

    private static List<String> split(String text, Arguments arguments, boolean fromRight) {
        Optional<String> separator = arguments.text(0, "sep");
        int most = arguments.integer(1, "maxsplit", -1);
        int limit = most < 0 ? Integer.MAX_VALUE : most;
        if (separator.isEmpty()) {
            return words(text, limit, fromRight);
        }
        if (separator.get().isEmpty()) {
            throw new TemplateException("split: the separator is empty");
        }
        return fromRight
                ? splitRight(text, separator.get(), limit)
                : splitLeft(text, separator.get(), limit);
    }

    private static List<String> splitLeft(String text, String separator, int limit) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator);
                at >= 0 && parts.size() < limit;
                at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static List<String> splitRight(String text, String separator, int limit) {
        List<String> parts = new ArrayList<>();
        int to = text.length();
        for (int at = text.lastIndexOf(separator);
                at >= 0 && parts.size() < limit;
                at = text.lastIndexOf(separator, to - separator.length())) {
            parts.add(text.substring(at + separator.length(), to));
            to = at;
            if (to < separator.length()) {
                break;
            }
        }
        parts.add(text.substring(0, to));
        Collections.reverse(parts);
        return parts;
    }

    /** Parts between white space; no part is empty. */
    private static List<String> words(String text, int limit, boolean fromRight) {
        if (fromRight && limit != Integer.MAX_VALUE) {
            throw new TemplateException("rsplit: expected a separator with maxsplit");
        }
        List<String> words = new ArrayList<>();
        String rest = PythonText.stripLeft(text, PythonText::isSpace);
        for (int from = 0, at = 0; from < rest.length(); from = at) {
            if (words.size() == limit) {
                words.add(rest.substring(from));
                break;
            }
            while (at < rest.length() && !PythonText.isSpace(rest.charAt(at))) {
                at++;
            }
            words.add(rest.substring(from, at));
            while (at < rest.length() && PythonText.isSpace(rest.charAt(at))) {
                at++;
            }
        }
        return words;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(List.of(LINE_END.split(text, -1)));
        if (lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    /** What is before a separator, the separator, and what is behind it. */
    private static List<String> partition(String text, String separator, boolean fromRight) {
        int at = fromRight ? text.lastIndexOf(separator) : text.indexOf(separator);
        if (separator.isEmpty()) {
            throw new TemplateException("partition: the separator is empty");
        }
        if (at < 0) {
            return fromRight ? List.of("", "", text) : List.of(text, "", "");
        }
        return List.of(text.substring(0, at), separator, text.substring(at + separator.length()));
    }

    private static Value texts(List<String> texts) {
        return Value.of(texts.stream().map(Value::of).toList());
    }

    static String title(String text) {
        StringBuilder title = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            title.append(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inWord = Character.isLetter(c);
        }
        return title.toString();
    }

    static String capitalize(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    static Value replace(String text, Arguments arguments, Budget budget) {
        String old = Operators.text(arguments.required(0, "old"));
        String with = Operators.text(arguments.required(1, "new"));
        int most = arguments.integer(2, "count", -1);
        if (old.isEmpty()) {
            throw new TemplateException("replace: the text to replace is empty");
        }
        int limit = most < 0 ? Integer.MAX_VALUE : most;
        budget.spend(text.length() + (long) count(text, old) * with.length());
        StringBuilder replaced = new StringBuilder(text.length());
        int from = 0;
        int done = 0;
        for (int at = text.indexOf(old); at >= 0 && done < limit; at = text.indexOf(old, from)) {
            replaced.append(text, from, at).append(with);
            from = at + old.length();
            done++;
        }
        return Value.of(replaced.append(text, from, text.length()).toString());
    }

    private static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part);
                at >= 0 && !part.isEmpty();
                at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    static Value join(String separator, Value values, Budget budget) {
        List<Value> elements = Operators.elements(values);
        budget.spend((long) separator.length() * elements.size() + values.weight());
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < elements.size(); i++) {
            PythonText.append(joined.append(i == 0 ? "" : separator), elements.get(i));
        }
        return Value.of(joined.toString());
    }
}
