package io.github.headlight.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes GGUF files as the format's description says, for tests. */
public final class GgufBuilder {
    private static final int ALIGNMENT = 32;
    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    private final int version;
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private final ByteArrayOutputStream infos = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private int entryCount;
    private int tensorCount;
    private long dataSize;

    public GgufBuilder() {
        this(3);
    }

    public GgufBuilder(int version) {
        this.version = version;
    }

    public GgufBuilder text(String key, String value) {
        entry(key, STRING);
        put(entries, value);
        return this;
    }

    public GgufBuilder whole(String key, int value) {
        entry(key, UINT32);
        put(entries, value, Integer.BYTES);
        return this;
    }

    public GgufBuilder real(String key, float value) {
        entry(key, FLOAT32);
        put(entries, Float.floatToRawIntBits(value), Integer.BYTES);
        return this;
    }

    public GgufBuilder flag(String key, boolean value) {
        entry(key, BOOL);
        entries.write(value ? 1 : 0);
        return this;
    }

    public GgufBuilder texts(String key, List<String> values) {
        entry(key, ARRAY);
        put(entries, STRING, Integer.BYTES);
        put(entries, values.size(), Long.BYTES);
        values.forEach(value -> put(entries, value));
        return this;
    }

    public GgufBuilder wholes(String key, List<Integer> values) {
        entry(key, ARRAY);
        put(entries, INT32, Integer.BYTES);
        put(entries, values.size(), Long.BYTES);
        values.forEach(value -> put(entries, value, Integer.BYTES));
        return this;
    }

    /** Any value, as its bytes. */
    public GgufBuilder raw(String key, int type, byte[] value) {
        entry(key, type);
        entries.writeBytes(value);
        return this;
    }

    /** A tensor, its last axis contiguous. */
    public GgufBuilder tensor(String name, int type, List<Long> shape, byte[] bytes) {
        describe(name, type, shape, bytes.length);
        data.writeBytes(bytes);
        data.writeBytes(new byte[(int) (dataSize - data.size())]);
        return this;
    }

    /** A tensor whose bytes are left out. */
    public GgufBuilder describe(String name, int type, List<Long> shape, long bytes) {
        put(infos, name);
        put(infos, shape.size(), Integer.BYTES);
        List<Long> axes = new ArrayList<>(shape);
        Collections.reverse(axes);
        axes.forEach(axis -> put(infos, axis, Long.BYTES));
        put(infos, type, Integer.BYTES);
        put(infos, dataSize, Long.BYTES);
        dataSize += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        tensorCount++;
        return this;
    }

    public byte[] bytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        put(file, version, Integer.BYTES);
        put(file, tensorCount, Long.BYTES);
        put(file, entryCount, Long.BYTES);
        file.writeBytes(entries.toByteArray());
        file.writeBytes(infos.toByteArray());
        file.writeBytes(new byte[Math.floorMod(-file.size(), ALIGNMENT)]);
        file.writeBytes(data.toByteArray());
        return file.toByteArray();
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    private void entry(String key, int type) {
        put(entries, key);
        put(entries, type, Integer.BYTES);
        entryCount++;
    }

    private static void put(ByteArrayOutputStream to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        put(to, bytes.length, Long.BYTES);
        to.writeBytes(bytes);
    }

    private static void put(ByteArrayOutputStream to, long value, int size) {
        byte[] bytes =
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array();
        to.write(bytes, 0, size);
    }
}
