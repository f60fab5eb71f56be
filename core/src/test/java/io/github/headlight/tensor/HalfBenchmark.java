package io.github.headlight.tensor;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A million numbers of 16 bits, as floats. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HalfBenchmark {
    private static final int COUNT = 1 << 20;

    private final short[] bits = new short[COUNT];
    private final float[] floats = new float[COUNT];

    /** Probabilities between 0 and 1. */
    @Setup
    public void setUp() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < COUNT; i++) {
            bits[i] = Half.of((float) random.nextDouble());
        }
    }

    /** {@return f16, as the library converts it on this Java} */
    @Benchmark
    public float[] half() {
        Half.toFloats(bits, 0, floats, 0, COUNT);
        return floats;
    }

    /** {@return f16, as before Java 20} */
    @Benchmark
    public float[] halfWithoutJava() {
        for (int i = 0; i < COUNT; i++) {
            floats[i] = Half.withoutJava(bits[i]);
        }
        return floats;
    }

    /** {@return bf16} */
    @Benchmark
    public float[] brain() {
        Brain.toFloats(bits, 0, floats, 0, COUNT);
        return floats;
    }
}
