package io.github.headlight.internal.jinja;

/** A part of a template that gives a value. */
@FunctionalInterface
interface Expression {
    Value evaluate(Scope scope);
}
