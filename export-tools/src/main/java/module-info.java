/** Checkpoint to ONNX model with attention probabilities as outputs, without Python. */
module io.github.headlight.export {
    requires transitive io.github.headlight.core;
    requires com.google.protobuf;
    requires org.tribuo.util.onnx;

    exports io.github.headlight.export;
    exports io.github.headlight.export.architecture;
    exports io.github.headlight.export.checkpoint;
    exports io.github.headlight.export.gguf;
    exports io.github.headlight.export.instrument;
    exports io.github.headlight.export.weights;
}
