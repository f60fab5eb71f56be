/**
 * What a capture is: the plan it was made by, and its result. Depends on {@code model}, {@code
 * tensor}, {@code token}, {@code generation} and {@code safetensors}.
 */
package io.github.headlight.capture;
