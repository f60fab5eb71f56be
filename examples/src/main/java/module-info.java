/** Small programs that use Headlight, and the teaching model they run on. */
module io.github.headlight.examples {
    requires com.google.gson;
    requires io.github.headlight.core;
    requires io.github.headlight.export;
    requires ai.djl.tokenizers;
    requires com.microsoft.onnxruntime;

    exports io.github.headlight.examples;

    opens io.github.headlight.examples to
            com.google.gson;
}
