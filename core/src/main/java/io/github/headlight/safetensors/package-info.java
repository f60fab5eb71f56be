/**
 * The safetensors file format, read strictly and written the same each time: 8 bytes with the
 * header's length, a JSON header, the tensors' bytes in little-endian order. Checkpoints, attention
 * files and reference values come in it. Depends on {@code error} and {@code file} only.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
package io.github.headlight.safetensors;
