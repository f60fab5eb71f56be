package io.github.headlight.gpucheck;

import com.google.gson.JsonObject;

import java.util.Locale;
import java.util.OptionalLong;

/** One line of figures: names and values in order, or why there are none. */
record Row(JsonObject values) {
    static Row of(String step) {
        JsonObject values = new JsonObject();
        values.addProperty("step", step);
        return new Row(values);
    }

    Row with(String name, String value) {
        values.addProperty(name, value);
        return this;
    }

    Row with(String name, long value) {
        values.addProperty(name, value);
        return this;
    }

    /** Rounded to four digits, which is more than such figures have. */
    Row with(String name, double value) {
        values.addProperty(name, Double.valueOf(String.format(Locale.ROOT, "%.3e", value)));
        return this;
    }

    Row with(String name, OptionalLong value) {
        value.ifPresent(known -> values.addProperty(name, known));
        return this;
    }

    String step() {
        return values.get("step").getAsString();
    }
}
