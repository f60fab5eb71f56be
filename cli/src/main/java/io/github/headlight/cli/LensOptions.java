package io.github.headlight.cli;

import io.github.headlight.view.Lens;
import io.github.headlight.view.Sink;
import io.github.headlight.view.TokenRange;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of commands that draw pictures: what is done to attention before. */
final class LensOptions {
    @Option(
            names = "--sink",
            paramLabel = "SINK",
            defaultValue = "shown",
            converter = SinkConverter.class,
            description =
                    "The first token: shown, masked (left out) or renormalised (left out, and the rest of each row scaled to 1) (default: ${DEFAULT-VALUE}).")
    private Sink sink;

    @Option(
            names = "--words",
            description =
                    "Show words in place of their tokens: a sum over keys, a mean over queries.")
    private boolean words;

    @Option(
            names = "--crop",
            paramLabel = "FROM:TO",
            converter = RangeConverter.class,
            description = "Show the tokens FROM to TO only, without TO, from 0; as 10:40 or 10:.")
    private TokenRange crop;

    Lens get() {
        return new Lens(sink, words, crop == null ? TokenRange.ALL : crop);
    }

    /** Reads what becomes of the sink. */
    static final class SinkConverter extends KeyConverter<Sink> {
        SinkConverter() {
            super(Sink.values(), Sink::key);
        }
    }

    /** Reads a range of tokens. */
    static final class RangeConverter implements ITypeConverter<TokenRange> {
        @Override
        public TokenRange convert(String text) {
            try {
                return TokenRange.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
