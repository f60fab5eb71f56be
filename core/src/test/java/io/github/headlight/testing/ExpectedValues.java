package io.github.headlight.testing;

import io.github.headlight.safetensors.DType;
import io.github.headlight.safetensors.SafetensorsFile;
import io.github.headlight.safetensors.TensorInfo;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Reference values that another program computed, as a safetensors file holds them. */
public final class ExpectedValues {
    private final SafetensorsFile file;

    private ExpectedValues(SafetensorsFile file) {
        this.file = file;
    }

    /**
     * {@return the values in a file}
     *
     * @param path the file
     */
    public static ExpectedValues open(Path path) {
        return new ExpectedValues(SafetensorsFile.open(path));
    }

    /**
     * {@return whether there are values of a name}
     *
     * @param name the tensor
     */
    public boolean has(String name) {
        return file.find(name).isPresent();
    }

    /**
     * {@return the axes of a tensor}
     *
     * @param name the tensor
     */
    public List<Long> shape(String name) {
        return file.tensor(name).shape();
    }

    /**
     * {@return the numbers of an F32 tensor, last axis contiguous}
     *
     * @param name the tensor
     */
    public float[] floats(String name) {
        ByteBuffer bytes = map(name, DType.F32);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    /**
     * {@return the numbers of an I64 tensor, last axis contiguous}
     *
     * @param name the tensor
     */
    public long[] longs(String name) {
        ByteBuffer bytes = map(name, DType.I64);
        long[] values = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(values);
        return values;
    }

    private ByteBuffer map(String name, DType dtype) {
        TensorInfo tensor = file.tensor(name);
        if (tensor.dtype() != dtype) {
            throw new IllegalArgumentException(name + " is " + tensor.dtype() + ", not " + dtype);
        }
        return file.map(tensor);
    }
}
