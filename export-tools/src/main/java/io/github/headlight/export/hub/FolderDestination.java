package io.github.headlight.export.hub;

import io.github.headlight.error.OutputException;
import io.github.headlight.file.AtomicFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A folder with plain files. What is there under a file's name is compared by its hash, and never
 * replaced. Unfinished files are in {@code .cache/huggingface/download}, as with the hub's tools.
 */
final class FolderDestination implements Destination {
    private final Path folder;
    private final HubCache cache;
    private final RepoId repo;
    private final Path unfinished;

    FolderDestination(Path folder, HubCache cache, RepoId repo) {
        this.folder = folder;
        this.cache = cache;
        this.repo = repo;
        this.unfinished = folder.resolve(".cache").resolve("huggingface").resolve("download");
    }

    @Override
    public boolean has(RemoteFile file) {
        Path path = content(file);
        if (Files.notExists(path)) {
            return false;
        }
        if (!file.isAt(path) || !Partial.isRight(path, file)) {
            throw new OutputException(
                    path
                            + ": is there already and is another file than the hub's; remove it or"
                            + " choose another folder");
        }
        return true;
    }

    @Override
    public Path content(RemoteFile file) {
        return folder.resolve(file.name());
    }

    @Override
    public Optional<Path> copy(RemoteFile file) {
        return Optional.of(cache.blob(repo, file.hash())).filter(file::isAt);
    }

    @Override
    public Path incomplete(RemoteFile file) {
        return unfinished.resolve(file.hash().unfinished());
    }

    @Override
    public Path lock(RemoteFile file) {
        return unfinished.resolve(file.hash().hex() + ".lock");
    }

    @Override
    public void place(RemoteFile file) {
        try {
            Files.createDirectories(content(file).getParent());
            // Not over a file that came meanwhile.
            Files.move(incomplete(file), content(file));
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(content(file), e);
        }
    }

    @Override
    public void finish(List<RemoteFile> files) {
        // Each stands where it belongs already.
    }

    @Override
    public Path folder() {
        return folder;
    }
}
