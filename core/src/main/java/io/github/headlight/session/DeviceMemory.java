package io.github.headlight.session;

/**
 * The memory of a device apart from the machine's own.
 *
 * @param limit the most bytes it gives
 * @param weights bytes of it that the weights take
 */
record DeviceMemory(long limit, long weights) {
    /**
     * Cells of scores that CUDA kernels can count. In 1.29 the softmax of more is wrong, and
     * nothing says so.
     *
     * @see <a href="https://github.com/microsoft/onnxruntime/issues/32299">ONNX Runtime 32299</a>
     */
    static final double CELLS = Integer.MAX_VALUE;
}
