/**
 * What a decoder is, in types: its family, its sizes, its rotary embedding. Depends on nothing else
 * here; where the numbers come from (config.json, GGUF) is not its business.
 */
package io.github.headlight.export.architecture;
