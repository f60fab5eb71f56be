package io.github.headlight.analysis.profile;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.tensor.AttentionMatrix;
import io.github.headlight.tensor.AttentionTensor;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The profiles of all heads of a capture with the shape of Qwen2.5-7B's, beside a copy of its bytes
 * by as many threads. {@code tools/benchmark/profile-against-numpy.sh} runs it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 15)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:MaxDirectMemorySize=4g"})
public class HeadProfilesBenchmark {
    private static final int LAYERS = 28;
    private static final int HEADS = 28;

    /** Rows and columns of a head. */
    @Param("512")
    public int tokens;

    private final List<FloatBuffer> from = new ArrayList<>();
    private final List<FloatBuffer> to = new ArrayList<>();
    private Attention attention;

    /** Makes a capture of random heads, outside the heap, and room for its copy. */
    @Setup
    public void setUp() {
        PlantedHead planted = new PlantedHead(tokens, 1);
        List<AttentionMatrix> matrices = new ArrayList<>();
        for (int layer = 0; layer < LAYERS; layer++) {
            float[] head = planted.random(2);
            for (int i = 0; i < HEADS; i++) {
                from.add(allocate().put(0, head));
                to.add(allocate());
                matrices.add(AttentionMatrix.of(from.get(from.size() - 1), tokens, tokens));
            }
        }
        attention =
                new Attention(
                        ModelSpec.unknown(LAYERS, HEADS),
                        CapturePlan.FULL,
                        planted.tokens(),
                        tokens,
                        AttentionTensor.of(LAYERS, HEADS, matrices),
                        null);
    }

    private FloatBuffer allocate() {
        return ByteBuffer.allocateDirect(tokens * tokens * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /**
     * Measures and labels every head.
     *
     * @return the profiles
     */
    @Benchmark
    public HeadProfiles profile() {
        return HeadProfiles.of(attention);
    }

    /**
     * Copies every head.
     *
     * @return the copies
     */
    @Benchmark
    public List<FloatBuffer> copy() {
        IntStream.range(0, from.size())
                .parallel()
                .forEach(i -> to.get(i).put(0, from.get(i), 0, tokens * tokens));
        return to;
    }
}
