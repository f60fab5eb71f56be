package io.github.headlight.export.hub;

/** Is told how far a pull is. */
@FunctionalInterface
public interface PullListener {
    /** One that does not care. */
    PullListener NONE = progress -> {};

    /**
     * Called several times a second, by the thread that pulls.
     *
     * @param progress how far it is
     */
    void progress(PullProgress progress);
}
