package io.github.headlight.internal.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

import io.github.headlight.internal.memory.NativeMemory;
import io.github.headlight.tensor.Brain;
import io.github.headlight.tensor.Half;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Outputs that a graph gives in 16 bits where floats are wanted: the runtime writes them into
 * memory of this class, from where they are widened into the caller's.
 */
final class HalfOutputs implements AutoCloseable {
    private static final int PIECE = 1 << 13;

    private final OrtEnvironment environment;
    private final Graph graph;
    private final NativeMemory memory = new NativeMemory();
    private final Map<String, ByteBuffer> buffers = new HashMap<>();
    private final List<Bound> bound = new ArrayList<>();
    private final short[] bits = new short[PIECE];
    private final float[] floats = new float[PIECE];

    private record Bound(FloatType type, ShortBuffer from, FloatBuffer to) {}

    HalfOutputs(OrtEnvironment environment, Graph graph) {
        this.environment = environment;
        this.graph = graph;
    }

    /** A tensor of 16 bits in place of one of floats, if the graph gives such. */
    Optional<OnnxTensor> bind(TensorSlot slot) throws OrtException {
        FloatType type = type(slot);
        if (type == FloatType.FLOAT) {
            return Optional.empty();
        }
        ByteBuffer raw = buffer(slot.name(), Math.multiplyExact(slot.elements(), Short.BYTES));
        bound.add(new Bound(type, raw.asShortBuffer(), slot.values().asFloatBuffer()));
        return Optional.of(OnnxTensor.createTensor(environment, raw, slot.shape(), type.type()));
    }

    private FloatType type(TensorSlot slot) {
        return slot.type() == TensorSlot.Type.FLOAT
                ? graph.output(slot.name()).flatMap(FloatType::of).orElse(FloatType.FLOAT)
                : FloatType.FLOAT;
    }

    /** Memory is used again for the next run, where it is large enough. */
    private ByteBuffer buffer(String name, int bytes) {
        ByteBuffer there = buffers.get(name);
        if (there == null || there.capacity() < bytes) {
            if (there != null) {
                memory.free(there);
            }
            there = memory.allocate(bytes);
            buffers.put(name, there);
        }
        return there.slice(0, bytes).order(ByteOrder.nativeOrder());
    }

    /** Widens all that was bound for a run that is over. */
    void widen() {
        for (Bound output : bound) {
            for (int at = 0; at < output.to().capacity(); at += PIECE) {
                int length = Math.min(PIECE, output.to().capacity() - at);
                output.from().get(at, bits, 0, length);
                if (output.type() == FloatType.HALF) {
                    Half.toFloats(bits, 0, floats, 0, length);
                } else {
                    Brain.toFloats(bits, 0, floats, 0, length);
                }
                output.to().put(at, floats, 0, length);
            }
        }
        bound.clear();
    }

    /** Forgets what was bound for a run that failed. */
    void forget() {
        bound.clear();
    }

    @Override
    public void close() {
        memory.close();
    }
}
