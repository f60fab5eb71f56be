/**
 * A small typed layer over the ONNX protobuf classes: operators know their inputs, outputs and
 * attributes, values know their graph, type and shape, so that a wrong graph fails here with the
 * operator's name and not in the runtime. Knows nothing of models. Depends on the protobuf classes
 * only, and is the only package that does.
 */
package io.github.headlight.export.onnx;
