/**
 * The attention model of Headlight: tensors, tokens, sessions, capture, views and the renderer SPI.
 */
module io.github.headlight.core {
    requires transitive com.google.gson;
    requires org.slf4j;
    // Only programs that run models or read text bring these.
    requires static ai.djl.tokenizers;
    requires static com.microsoft.onnxruntime;

    exports io.github.headlight.analysis.advice;
    exports io.github.headlight.analysis.comparison;
    exports io.github.headlight.analysis.drift;
    exports io.github.headlight.analysis.flow;
    exports io.github.headlight.analysis.profile;
    exports io.github.headlight.capture;
    exports io.github.headlight.chat;
    exports io.github.headlight.error;
    exports io.github.headlight.file;
    exports io.github.headlight.generation;
    exports io.github.headlight.language;
    exports io.github.headlight.model;
    exports io.github.headlight.render;
    exports io.github.headlight.safetensors;
    exports io.github.headlight.session;
    exports io.github.headlight.tensor;
    exports io.github.headlight.token;
    exports io.github.headlight.view;

    uses io.github.headlight.render.Renderer;
}
