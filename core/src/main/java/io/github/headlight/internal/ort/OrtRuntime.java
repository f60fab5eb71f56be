package io.github.headlight.internal.ort;

import io.github.headlight.error.DeviceException;

/**
 * Whether ONNX Runtime is there at all. Programs add it themselves, so this class must load without
 * it: it names no class of the runtime.
 */
public final class OrtRuntime {
    private OrtRuntime() {}

    /**
     * Checks that the runtime and its native library can be loaded.
     *
     * @throws DeviceException if not; the message says what to add
     */
    public static void require() {
        try {
            Class.forName("ai.onnxruntime.OrtEnvironment", true, OrtRuntime.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new DeviceException(
                    "ONNX Runtime cannot be loaded ("
                            + e
                            + "); running a model needs com.microsoft.onnxruntime:onnxruntime_gpu"
                            + " (CUDA) or com.microsoft.onnxruntime:onnxruntime (CPU) on the class"
                            + " path, or the module com.microsoft.onnxruntime",
                    e);
        }
    }
}
