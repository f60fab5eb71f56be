package io.github.headlight.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a model runs. */
public sealed interface Device {
    /** CUDA if it can be had, else the CPU with a warning that says why. */
    Device AUTO = new Auto();

    /** The CPU. */
    Device CPU = new Cpu();

    /** See {@link #AUTO}. */
    record Auto() implements Device {
        @Override
        public String toString() {
            return "auto";
        }
    }

    /** See {@link #CPU}. */
    record Cpu() implements Device {
        @Override
        public String toString() {
            return "cpu";
        }
    }

    /**
     * A CUDA device.
     *
     * @param index as the driver counts them, from 0
     */
    record Cuda(int index) implements Device {
        public Cuda {
            if (index < 0) {
                throw new IllegalArgumentException(
                        "CUDA device: expected 0 or more, found " + index);
            }
        }

        @Override
        public String toString() {
            return "cuda:" + index;
        }
    }

    /**
     * {@return the device with a name}
     *
     * @param text {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
     * @throws IllegalArgumentException if it names none
     */
    static Device parse(String text) {
        Matcher cuda = Pattern.compile("cuda(?::(\\d{1,4}))?").matcher(text);
        if (text.equals("auto")) {
            return AUTO;
        }
        if (text.equals("cpu")) {
            return CPU;
        }
        if (cuda.matches()) {
            return new Cuda(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
        }
        throw new IllegalArgumentException(
                "device \"" + text + "\": expected auto, cpu, cuda or cuda:N");
    }
}
