package io.github.headlight.export.hub;

/** Unwinds the threads of a pull that is to end; never leaves the package. */
final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
