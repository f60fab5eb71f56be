package io.github.headlight.cli;

import io.github.headlight.session.Device;
import io.github.headlight.session.SessionConfig;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Path;
import java.util.Optional;

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

    SessionConfig config() {
        return new SessionConfig(
                device, threads, Optional.ofNullable(weights), Optional.ofNullable(tokenizer));
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
