/** The {@code headlight} command. */
module io.github.headlight.cli {
    requires com.google.gson;
    requires info.picocli;
    requires io.github.headlight.core;
    requires io.github.headlight.examples;
    requires io.github.headlight.export;
    // Reading text and running models: the libraries leave these to the program.
    requires ai.djl.tokenizers;
    requires com.microsoft.onnxruntime;

    opens io.github.headlight.cli to
            info.picocli;
}
