package io.github.headlight.export.onnx;

/** The type of an operator's attribute. */
enum AttributeType {
    INT,
    FLOAT,
    INTS
}
