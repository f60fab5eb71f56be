package io.github.headlight.internal.record;

import io.github.headlight.internal.memory.NativeMemory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Memory for one block, used again for the next; made larger when one needs more. */
final class Scratch {
    private final NativeMemory memory;
    private final List<ByteBuffer> buffers = new ArrayList<>();

    Scratch(NativeMemory memory) {
        this.memory = memory;
    }

    /**
     * Memory of one of the callers' tensors, numbered from 0; its content is whatever it was.
     *
     * @param number the tensor
     * @param bytes it needs now
     * @param most it will need at most, as far as is known
     */
    ByteBuffer get(int number, long bytes, long most) {
        while (buffers.size() <= number) {
            buffers.add(null);
        }
        ByteBuffer buffer = buffers.get(number);
        if (buffer == null || buffer.capacity() < bytes) {
            if (buffer != null) {
                memory.free(buffer);
            }
            // An eighth more, as a sequence that is written grows by one token at a time.
            long roomy = Math.min(bytes + bytes / 8, Integer.MAX_VALUE);
            buffer = memory.allocate(Math.max(bytes, buffer == null ? most : roomy));
            buffers.set(number, buffer);
        }
        return buffer;
    }
}
