package io.github.headlight.export.onnx;

/**
 * Where the bytes of an initialiser lie outside the model.
 *
 * @param location a plain file name; the session knows the folder
 * @param offset of the first byte
 * @param length in bytes
 */
public record ExternalData(String location, long offset, long length) {
    public ExternalData {
        if (location.isEmpty()
                || location.equals(".")
                || location.equals("..")
                || location.indexOf('/') >= 0
                || location.indexOf('\\') >= 0) {
            throw new IllegalArgumentException(
                    "external data: expected a plain file name, found \"" + location + "\"");
        }
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "external data in " + location + ": negative offset or length");
        }
    }
}
