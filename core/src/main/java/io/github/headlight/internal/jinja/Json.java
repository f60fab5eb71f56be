package io.github.headlight.internal.jinja;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values from JSON, and JSON as Python's {@code json.dumps(value, ensure_ascii=False)} writes it.
 */
public final class Json {
    private static final int MAX_DEPTH = 255;

    private final StringBuilder out = new StringBuilder();
    private final boolean ascii;
    private final boolean sorted;
    private final int indent;
    private final String itemSeparator;
    private final String keySeparator;

    private Json(
            boolean ascii, boolean sorted, int indent, String itemSeparator, String keySeparator) {
        this.ascii = ascii;
        this.sorted = sorted;
        this.indent = indent;
        this.itemSeparator = itemSeparator;
        this.keySeparator = keySeparator;
    }

    /**
     * {@return a value}
     *
     * @param json what it is made of
     */
    public static Value value(JsonElement json) {
        if (json instanceof JsonObject object) {
            Map<String, Value> entries = new LinkedHashMap<>();
            object.entrySet()
                    .forEach(entry -> entries.put(entry.getKey(), value(entry.getValue())));
            return Value.ofNames(entries);
        } else if (json instanceof JsonArray array) {
            List<Value> values = new ArrayList<>(array.size());
            array.forEach(element -> values.add(value(element)));
            return Value.of(values);
        } else if (json instanceof JsonPrimitive primitive) {
            return primitive.isString()
                    ? Value.of(primitive.getAsString())
                    : primitive.isBoolean()
                            ? Value.of(primitive.getAsBoolean())
                            : number(primitive.getAsString());
        }
        return Value.None.NONE;
    }

    /** {@return the value of null} */
    public static Value none() {
        return Value.None.NONE;
    }

    private static Value number(String text) {
        try {
            return new Value.Int(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return new Value.Real(Double.parseDouble(text));
        }
    }

    /**
     * {@return a value as {@code tojson} without arguments writes it}
     *
     * @param value what to write
     */
    public static String text(Value value) {
        return Operators.text(filter(value, new Arguments(List.of(value), Map.of())));
    }

    /** The filter {@code tojson}, with the arguments that transformers gives it. */
    static Value filter(Value value, Arguments arguments) {
        int indent = arguments.integer(2, "indent", -1);
        if (indent > 8) {
            throw new TemplateException("tojson: expected an indent of at most 8, found " + indent);
        }
        String item = indent < 0 ? ", " : ",";
        String key = ": ";
        if (arguments.get(3, "separators").orElse(Value.None.NONE) instanceof Value.Items separators
                && separators.values().size() == 2) {
            item = Operators.text(separators.values().get(0));
            key = Operators.text(separators.values().get(1));
            if (item.length() > 8 || key.length() > 8) {
                throw new TemplateException("tojson: expected separators of at most 8 characters");
            }
        }
        Json json =
                new Json(
                        arguments.flag(1, "ensure_ascii"),
                        arguments.flag(4, "sort_keys"),
                        indent,
                        item,
                        key);
        json.write(value, 0);
        return Value.of(json.out.toString());
    }

    private void write(Value value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new TemplateException("tojson: nested deeper than " + MAX_DEPTH);
        }
        if (value instanceof Value.Text text) {
            writeText(text.value());
        } else if (value instanceof Value.None) {
            out.append("null");
        } else if (value instanceof Value.Bool bool) {
            out.append(bool.value());
        } else if (value instanceof Value.Int number) {
            out.append(number.value());
        } else if (value instanceof Value.Real number) {
            out.append(PythonText.real(number.value()));
        } else if (value instanceof Value.Items items) {
            String separator = "";
            out.append('[');
            for (Value item : items.values()) {
                out.append(separator);
                newLine(depth + 1);
                write(item, depth + 1);
                separator = itemSeparator;
            }
            close(items.values().isEmpty(), depth, ']');
        } else if (value instanceof Value.Dict dict) {
            String separator = "";
            out.append('{');
            for (var entry : entries(dict).entrySet()) {
                out.append(separator);
                newLine(depth + 1);
                writeText(entry.getKey());
                out.append(keySeparator);
                write(entry.getValue(), depth + 1);
                separator = itemSeparator;
            }
            close(dict.entries().isEmpty(), depth, '}');
        } else {
            throw new TemplateException("tojson: " + value.kind() + " is no JSON");
        }
    }

    private Map<String, Value> entries(Value.Dict dict) {
        Map<String, Value> entries = sorted ? new TreeMap<>() : new LinkedHashMap<>();
        dict.entries()
                .forEach(
                        (name, value) -> {
                            StringBuilder key = new StringBuilder();
                            PythonText.append(key, name);
                            entries.put(key.toString(), value);
                        });
        return entries;
    }

    private void close(boolean empty, int depth, char bracket) {
        if (!empty) {
            newLine(depth);
        }
        out.append(bracket);
    }

    private void newLine(int depth) {
        if (indent >= 0) {
            out.append('\n').append(" ".repeat(indent * depth));
        }
    }

    private void writeText(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || (ascii && c >= 0x7F)) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
