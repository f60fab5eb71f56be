/**
 * Fetches checkpoints from a model hub that speaks the protocol of the Hugging Face hub, into the
 * cache that its own tools use, or into a plain folder. {@link
 * io.github.headlight.export.hub.ModelHub} is the way in; {@link
 * io.github.headlight.export.hub.HubCache} finds what is there already. Depends on {@code
 * checkpoint} for the names of a checkpoint's files, and on core's {@code error} and {@code file}.
 */
package io.github.headlight.export.hub;
