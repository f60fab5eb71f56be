package io.github.headlight.export.weights;

import io.github.headlight.tensor.Brain;
import io.github.headlight.tensor.Half;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in an array of bytes. */
final class Bytes {
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private Bytes() {}

    static int unsigned(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    static short int16(byte[] bytes, int at) {
        return (short) SHORTS.get(bytes, at);
    }

    static int int32(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    static float half(byte[] bytes, int at) {
        return Half.toFloat(int16(bytes, at));
    }

    static float brain(byte[] bytes, int at) {
        return Brain.toFloat(int16(bytes, at));
    }

    static float float32(byte[] bytes, int at) {
        return Float.intBitsToFloat(int32(bytes, at));
    }

    static void putInt16(byte[] bytes, int at, short value) {
        SHORTS.set(bytes, at, value);
    }

    static void putFloat(byte[] bytes, int at, float value) {
        INTS.set(bytes, at, Float.floatToRawIntBits(value));
    }
}
