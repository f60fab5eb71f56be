package io.github.headlight.export.hub;

import io.github.headlight.file.AtomicFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The hub's cache. What is there is trusted when its size is right, as the hub's own tools do: its
 * name is the hash that was checked when it came.
 */
final class CacheDestination implements Destination {
    private final HubCache cache;
    private final HubRequest request;
    private final String commit;
    private final boolean symbolicLinks;

    CacheDestination(HubCache cache, HubRequest request, String commit, boolean symbolicLinks) {
        this.cache = cache;
        this.request = request;
        this.commit = commit;
        this.symbolicLinks = symbolicLinks;
    }

    @Override
    public boolean has(RemoteFile file) {
        return file.isAt(blob(file)) || file.isAt(name(file));
    }

    /** Without symbolic links the hub's tools move blobs into the snapshot. */
    @Override
    public Path content(RemoteFile file) {
        return file.isAt(blob(file)) ? blob(file) : name(file);
    }

    @Override
    public Optional<Path> copy(RemoteFile file) {
        return Optional.empty();
    }

    @Override
    public Path incomplete(RemoteFile file) {
        return cache.incomplete(request.repo(), file.hash());
    }

    @Override
    public Path lock(RemoteFile file) {
        return cache.lock(request.repo(), file.hash());
    }

    @Override
    public void place(RemoteFile file) {
        try {
            Files.move(incomplete(file), blob(file), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(blob(file), e);
        }
    }

    @Override
    public void finish(List<RemoteFile> files) {
        cache.mark();
        for (RemoteFile file : files) {
            if (!file.isAt(name(file))) {
                cache.link(request.repo(), commit, file, symbolicLinks);
            }
        }
        cache.writeRef(request.repo(), request.revision(), commit);
    }

    @Override
    public Path folder() {
        return cache.snapshot(request.repo(), commit);
    }

    private Path blob(RemoteFile file) {
        return cache.blob(request.repo(), file.hash());
    }

    private Path name(RemoteFile file) {
        return folder().resolve(file.name());
    }
}
