package io.github.headlight.examples;

import io.github.headlight.error.HeadlightException;
import io.github.headlight.export.ExportRequest;
import io.github.headlight.export.ExportResult;
import io.github.headlight.export.ModelExporter;

import java.nio.file.Path;

/**
 * Exports a checkpoint, as a step of a build would: no Python, no ONNX Runtime, one line of output.
 */
public final class ExportInBuild {
    private ExportInBuild() {}

    /**
     * Exports a checkpoint.
     *
     * @param arguments the checkpoint's folder, and the model to write
     */
    public static void main(String[] arguments) {
        try {
            ExportResult result =
                    ModelExporter.export(
                            ExportRequest.of(Path.of(arguments[0]), Path.of(arguments[1])));
            System.out.println(
                    result.path()
                            + ": "
                            + result.spec().layers()
                            + " layers, "
                            + result.bytesWritten()
                            + " bytes");
        } catch (HeadlightException e) {
            // The message says what is wrong and where; a build log needs no more.
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
