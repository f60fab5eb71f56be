/**
 * An interpreter of the Jinja templates that checkpoints bring for their chat format, as
 * transformers runs them: {@code trim_blocks}, {@code lstrip_blocks}, loop controls, immutable
 * values. Templates are untrusted: values are of the few kinds of {@link
 * io.github.headlight.internal.jinja.Value} and nothing else of Java can be reached; there are no
 * files, no includes, no clock but the one given; work and output are bounded.
 *
 * <p>The one maintained library, jinjava, was tried first: its grammar lacks slices with a step and
 * conditions in loops, which these templates use, and templates broke out of its sandbox twice
 * (CVE-2025-59340, CVE-2026-25526), because it reaches Java objects by reflection.
 *
 * <p>A leaf: depends on gson, and on {@code error} for cutting messages.
 */
package io.github.headlight.internal.jinja;
