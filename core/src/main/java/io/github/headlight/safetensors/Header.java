package io.github.headlight.safetensors;

import java.util.Map;

/** A checked header: tensors in order of their bytes, metadata in the file's order. */
record Header(Map<String, TensorInfo> tensors, Map<String, String> metadata) {}
