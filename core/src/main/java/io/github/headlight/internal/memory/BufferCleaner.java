package io.github.headlight.internal.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;

/**
 * Frees direct buffers at once. The JDK frees them only when their Java objects are collected,
 * which are so small that this may be long after the memory is needed elsewhere.
 *
 * <p>From 24 on the JDK warns of what this calls, unless {@code
 * --sun-misc-unsafe-memory-access=allow} is given; without it, buffers there wait to be collected.
 */
final class BufferCleaner {
    private static final int FIRST_THAT_WARNS = 24;
    private static final MethodHandle INVOKE_CLEANER = isQuiet() ? find() : null;

    private BufferCleaner() {}

    private static boolean isQuiet() {
        return Runtime.version().feature() < FIRST_THAT_WARNS
                || "allow".equals(System.getProperty("sun.misc.unsafe.memory.access"));
    }

    private static MethodHandle find() {
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe");
            Field instance = unsafe.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            return MethodHandles.lookup()
                    .findVirtual(
                            unsafe,
                            "invokeCleaner",
                            MethodType.methodType(void.class, ByteBuffer.class))
                    .bindTo(instance.get(null));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    static void free(ByteBuffer buffer) {
        if (INVOKE_CLEANER == null) {
            return;
        }
        try {
            INVOKE_CLEANER.invokeExact(buffer);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
