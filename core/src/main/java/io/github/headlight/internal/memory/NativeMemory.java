package io.github.headlight.internal.memory;

import io.github.headlight.error.ModelRunException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Memory outside the heap that is freed together: at once by {@link #close}, or, once {@link #keep
 * kept}, when nobody refers to it any more. For one thread.
 */
public final class NativeMemory implements AutoCloseable {
    private final IdentityHashMap<ByteBuffer, Boolean> buffers = new IdentityHashMap<>();

    /** Starts without memory. */
    public NativeMemory() {}

    /**
     * {@return a buffer in native order, all zero}
     *
     * @param bytes at most 2³¹ − 1
     * @throws ModelRunException if there is no memory for it
     */
    public ByteBuffer allocate(long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            throw new ModelRunException(
                    "the capture does not fit: one of its layers needs "
                            + bytes
                            + " bytes in one piece, and a piece is limited to 2 GiB; use a shorter"
                            + " prompt, a smaller block or a reduced capture");
        }
        try {
            ByteBuffer buffer = ByteBuffer.allocateDirect((int) bytes);
            buffers.put(buffer, true);
            return buffer.order(ByteOrder.nativeOrder());
        } catch (OutOfMemoryError e) {
            throw new ModelRunException(
                    "the capture does not fit: memory outside the heap ran out ("
                            + e.getMessage()
                            + "); use a shorter prompt or a reduced capture, or give the JVM more"
                            + " (-XX:MaxDirectMemorySize)",
                    e);
        }
    }

    /**
     * Frees one buffer at once; nobody must use it, or a part of it, any more.
     *
     * @param buffer one that {@link #allocate} gave
     */
    public void free(ByteBuffer buffer) {
        if (buffers.remove(buffer) != null) {
            BufferCleaner.free(buffer);
        }
    }

    /** Leaves all memory to those who refer to it. */
    public void keep() {
        buffers.clear();
    }

    /** Frees all memory at once; nobody must use it any more. */
    @Override
    public void close() {
        List<ByteBuffer> all = new ArrayList<>(buffers.keySet());
        buffers.clear();
        all.forEach(BufferCleaner::free);
    }
}
