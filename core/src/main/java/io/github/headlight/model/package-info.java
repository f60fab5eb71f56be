/**
 * The contract between the exporter, which writes models, and the session, which runs them: names
 * of inputs and outputs, metadata keys, the model's specification, its weight files. A leaf:
 * depends on {@code error} only.
 */
package io.github.headlight.model;
