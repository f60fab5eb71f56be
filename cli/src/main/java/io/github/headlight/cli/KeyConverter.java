package io.github.headlight.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads one of some values by its name, and says which there are. */
abstract class KeyConverter<T> implements ITypeConverter<T> {
    private final List<T> values;
    private final Function<T, String> key;

    KeyConverter(T[] values, Function<T, String> key) {
        this(List.of(values), key);
    }

    KeyConverter(List<T> values, Function<T, String> key) {
        this.values = values;
        this.key = key;
    }

    @Override
    public final T convert(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return values.stream()
                .filter(value -> key.apply(value).equals(wanted))
                .findFirst()
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "expected one of "
                                                + values.stream()
                                                        .map(key)
                                                        .collect(Collectors.joining(", "))
                                                + ", found \""
                                                + text
                                                + "\""));
    }
}
