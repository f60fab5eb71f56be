package io.github.headlight.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields of a JSON object that somebody else wrote: each is there and has its type, or the message
 * names it.
 */
public final class JsonFields {
    private final JsonObject json;

    private JsonFields(JsonObject json) {
        this.json = json;
    }

    /**
     * {@return the fields of an object}
     *
     * @param json the object
     */
    public static JsonFields of(JsonObject json) {
        return new JsonFields(json);
    }

    /**
     * {@return the fields of a text that must hold one JSON object}
     *
     * @param text the JSON
     * @throws IllegalArgumentException if it is something else
     */
    public static JsonFields parse(String text) {
        if (parseAny(text) instanceof JsonObject object) {
            return new JsonFields(object);
        }
        throw new IllegalArgumentException("not a JSON object");
    }

    /**
     * {@return what a text holds that must be one JSON value}
     *
     * @param text the JSON
     * @throws IllegalArgumentException if it is something else
     */
    public static JsonElement parseAny(String text) {
        try {
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            if (reader.peek() == JsonToken.END_DOCUMENT) {
                return element;
            }
        } catch (JsonParseException | IOException e) {
            throw new IllegalArgumentException("not JSON" + place(e), e);
        }
        throw new IllegalArgumentException("not JSON: text follows the value");
    }

    /** The rest of gson's message is advice to programmers. */
    private static String place(Exception e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        int place = message.indexOf(" at line ");
        return place < 0 ? "" : message.substring(place);
    }

    /** {@return the object beneath} */
    public JsonObject json() {
        return json;
    }

    /**
     * {@return whether a field is there and not null}
     *
     * @param name the field
     */
    public boolean has(String name) {
        return json.has(name) && !json.get(name).isJsonNull();
    }

    /**
     * {@return a text field}
     *
     * @param name the field
     */
    public String string(String name) {
        JsonElement value = required(name);
        if (value instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw wrongType(name, "a text", value);
    }

    /**
     * {@return a whole number that fits 32 bits}
     *
     * @param name the field
     */
    public int integer(String name) {
        return toInt(name, required(name));
    }

    /**
     * {@return a whole number that fits 64 bits}
     *
     * @param name the field
     */
    public long longInteger(String name) {
        JsonElement value = required(name);
        try {
            return number(name, value).longValueExact();
        } catch (ArithmeticException e) {
            throw wrongType(name, "a whole number", value);
        }
    }

    /**
     * {@return a finite number}
     *
     * @param name the field
     */
    public double decimal(String name) {
        JsonElement value = required(name);
        double number = number(name, value).doubleValue();
        if (Double.isFinite(number)) {
            return number;
        }
        throw wrongType(name, "a finite number", value);
    }

    /**
     * {@return a field that is true or false}
     *
     * @param name the field
     */
    public boolean bool(String name) {
        JsonElement value = required(name);
        if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        throw wrongType(name, "true or false", value);
    }

    /**
     * {@return an object field}
     *
     * @param name the field
     */
    public JsonFields object(String name) {
        JsonElement value = required(name);
        if (value.isJsonObject()) {
            return new JsonFields(value.getAsJsonObject());
        }
        throw wrongType(name, "an object", value);
    }

    /**
     * {@return a list of whole numbers}
     *
     * @param name the field
     */
    public List<Integer> integers(String name) {
        JsonElement value = required(name);
        if (!value.isJsonArray()) {
            throw wrongType(name, "a list of whole numbers", value);
        }
        List<Integer> numbers = new ArrayList<>(value.getAsJsonArray().size());
        for (JsonElement element : value.getAsJsonArray()) {
            numbers.add(toInt(name, element));
        }
        return numbers;
    }

    private JsonElement required(String name) {
        JsonElement value = json.get(name);
        if (value == null || value.isJsonNull()) {
            throw new IllegalArgumentException("field " + name + " is missing");
        }
        return value;
    }

    private static int toInt(String name, JsonElement value) {
        try {
            return number(name, value).intValueExact();
        } catch (ArithmeticException e) {
            throw wrongType(name, "a whole number", value);
        }
    }

    private static BigDecimal number(String name, JsonElement value) {
        if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
            try {
                BigDecimal number = primitive.getAsBigDecimal();
                // Expanding 1e999999999 to a whole number would take all memory.
                if (Math.abs((long) number.precision() - number.scale()) < 400) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw wrongType(name, "a number", value);
            }
        }
        throw wrongType(name, "a number", value);
    }

    private static IllegalArgumentException wrongType(
            String name, String expected, JsonElement found) {
        String text = found.toString();
        return new IllegalArgumentException(
                "field "
                        + name
                        + ": expected "
                        + expected
                        + ", found "
                        + (text.length() > 80 ? text.substring(0, 80) + "…" : text));
    }
}
