package io.github.headlight.export.onnx;

/** A set of operators and the version of it that models here are written in. */
enum OpDomain {
    ONNX("", 18),
    MICROSOFT("com.microsoft", 1);

    private final String onnxName;
    private final int version;

    OpDomain(String onnxName, int version) {
        this.onnxName = onnxName;
        this.version = version;
    }

    String onnxName() {
        return onnxName;
    }

    int version() {
        return version;
    }
}
