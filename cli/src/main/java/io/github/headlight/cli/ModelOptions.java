package io.github.headlight.cli;

import io.github.headlight.session.CudaOptions;
import io.github.headlight.session.Device;
import io.github.headlight.session.MemoryBudget;
import io.github.headlight.session.SessionConfig;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Options of commands that run a model. */
final class ModelOptions {
    private static final int MAX_THREADS = 4096;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            converter = DeviceConverter.class,
            description = "auto, cpu, cuda or cuda:N (default: ${DEFAULT-VALUE}).")
    private Device device;

    private int threads;

    @Option(
            names = "--weights",
            paramLabel = "DIR",
            description = "The weights' folder, if they were moved.")
    private Path weights;

    @Option(
            names = "--tokenizer",
            paramLabel = "DIR",
            description = "The folder of tokenizer.json, if it is elsewhere.")
    private Path tokenizer;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads on the CPU (default: one a core).")
    void threads(int number) {
        if (number < 0 || number > MAX_THREADS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--threads: expected 0 to " + MAX_THREADS + ", found " + number);
        }
        threads = number;
    }

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = MemoryConverter.class,
            description =
                    "Refuse captures that need more memory beside the loaded model, as 4G or 800M (default: what the system has left).")
    private MemoryBudget memory = MemoryBudget.SYSTEM;

    @Option(
            names = "--device-memory",
            paramLabel = "SIZE",
            converter = MemoryConverter.class,
            description =
                    "Let a CUDA device give no more than this, weights included, as 24G (default: all it has).")
    private MemoryBudget deviceMemory;

    /**
     * Refuses what is for a model where none runs: an option that would change nothing is a
     * mistake.
     *
     * @param command the command, whose mixins are all for a model
     * @param file what is read in place of a model
     * @param others options of the command that are for a model, too
     */
    static void refuse(CommandSpec command, Path file, String... others) {
        ParseResult given = command.commandLine().getParseResult();
        Stream.concat(
                        command.mixins().values().stream()
                                .flatMap(mixin -> mixin.options().stream())
                                .map(OptionSpec::longestName),
                        Stream.of(others))
                .filter(given::hasMatchedOption)
                .findFirst()
                .ifPresent(
                        option -> {
                            throw new ParameterException(
                                    command.commandLine(),
                                    option + " needs a model (.onnx), found " + file);
                        });
    }

    /**
     * Where and how a model runs.
     *
     * @param environment the variables that the command reads
     */
    SessionConfig config(Map<String, String> environment) {
        return new SessionConfig(
                device,
                threads,
                Optional.ofNullable(weights),
                Optional.ofNullable(tokenizer),
                memory,
                cudaOptions(),
                clock(environment));
    }

    /** A fixed time, where builds ask for the same bytes each time. */
    private InstantSource clock(Map<String, String> environment) {
        String epoch = environment.get("SOURCE_DATE_EPOCH");
        if (epoch == null || epoch.isEmpty()) {
            return InstantSource.system();
        }
        try {
            return InstantSource.fixed(Instant.ofEpochSecond(Long.parseLong(epoch)));
        } catch (NumberFormatException | DateTimeException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "SOURCE_DATE_EPOCH: expected seconds since 1970, found \"" + epoch + "\"",
                    e);
        }
    }

    private CudaOptions cudaOptions() {
        if (deviceMemory == null) {
            return CudaOptions.DEFAULT;
        }
        try {
            return CudaOptions.DEFAULT.withMemoryLimit(deviceMemory.bytes());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--device-memory: " + e.getMessage());
        }
    }

    /** Reads a number of bytes. */
    static final class MemoryConverter implements ITypeConverter<MemoryBudget> {
        private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kKmMgG]?)");

        @Override
        public MemoryBudget convert(String value) {
            Matcher size = SIZE.matcher(value);
            if (!size.matches()) {
                throw new TypeConversionException(
                        "expected a size such as 800M or 4G, found \"" + value + "\"");
            }
            long unit =
                    switch (size.group(2).toLowerCase(Locale.ROOT)) {
                        case "k" -> 1L << 10;
                        case "m" -> 1L << 20;
                        case "g" -> 1L << 30;
                        default -> 1;
                    };
            return new MemoryBudget(Long.parseLong(size.group(1)) * unit);
        }
    }

    /** Reads a device. */
    static final class DeviceConverter implements ITypeConverter<Device> {
        @Override
        public Device convert(String value) {
            try {
                return Device.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
