/**
 * A tool of the project, no part of what it publishes: a checkpoint of the shape of Qwen2.5-7B, and
 * the measurements that want a GPU.
 */
package io.github.headlight.gpucheck;
