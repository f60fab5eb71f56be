/**
 * Reads checkpoints: what a model is, and where in which file each of its tensors lies. Reads no
 * weights. Depends on {@code architecture}, {@code gguf}, {@code weights} and on core's {@code
 * safetensors}, {@code model} and {@code error}.
 */
package io.github.headlight.export.checkpoint;
