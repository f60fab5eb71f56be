package io.github.headlight.export.hub;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the files of a model go. */
sealed interface Destination permits CacheDestination, FolderDestination {
    /**
     * {@return whether a file is there and whole}
     *
     * @throws io.github.headlight.error.OutputException if another one stands in its place
     */
    boolean has(RemoteFile file);

    /** {@return where a file's bytes are once {@link #has} is true or {@link #place} was called} */
    Path content(RemoteFile file);

    /** {@return a whole copy of a file elsewhere on this machine} */
    Optional<Path> copy(RemoteFile file);

    /** {@return where a file grows} */
    Path incomplete(RemoteFile file);

    /** {@return what is locked meanwhile} */
    Path lock(RemoteFile file);

    /** Puts a file that is whole and right in its place. */
    void place(RemoteFile file);

    /** Makes all files appear together, once they are there. */
    void finish(List<RemoteFile> files);

    /** {@return the folder that has the files under their names in the end} */
    Path folder();
}
