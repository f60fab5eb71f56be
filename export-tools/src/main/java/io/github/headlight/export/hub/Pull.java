package io.github.headlight.export.hub;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.OutputException;
import io.github.headlight.export.checkpoint.ShardIndex;
import io.github.headlight.file.AtomicFile;
import io.github.headlight.file.SmallFile;
import io.github.headlight.model.JsonFields;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** One pull: finds out what there is, brings what is missing, and makes it all appear together. */
final class Pull {
    private static final int MAX_INDEX = 32 << 20;

    private final HubClient client;
    private final HubConfig config;
    private final HubRequest request;
    private final List<Download> downloads = new CopyOnWriteArrayList<>();

    Pull(HubClient client, HubConfig config, HubRequest request) {
        this.client = client;
        this.config = config;
        this.request = request;
    }

    /** {@return how far it is; other threads may ask} */
    PullProgress progress() {
        return new PullProgress(
                downloads.stream()
                        .map(
                                d ->
                                        new PullProgress.FileProgress(
                                                d.file().name(), d.done(), d.file().size()))
                        .toList());
    }

    PullResult run() {
        Listing listing = client.list(request.revision());
        ExportFiles files =
                ExportFiles.choose(request.repo(), request.file(), listing.files().keySet());
        Destination destination = destination(listing.commit());
        fetch(files.names(), listing, destination);
        if (files.isSharded()) {
            RemoteFile index = downloads.get(downloads.size() - 1).file();
            fetch(shards(destination.content(index)), listing, destination);
        }
        List<RemoteFile> fetched = downloads.stream().map(Download::file).toList();
        destination.finish(fetched);
        Path folder = destination.folder();
        return new PullResult(
                listing.commit(),
                files.gguf().map(folder::resolve).orElse(folder),
                fetched.stream().map(file -> folder.resolve(file.name())).toList(),
                fetched.stream().mapToLong(RemoteFile::size).sum(),
                downloads.stream().mapToLong(Download::fetched).sum());
    }

    private Destination destination(String commit) {
        HubCache cache = new HubCache(config.cache());
        return request.folder()
                .<Destination>map(folder -> new FolderDestination(folder, cache, request.repo()))
                .orElseGet(
                        () -> new CacheDestination(cache, request, commit, config.symbolicLinks()));
    }

    private void fetch(Collection<String> names, Listing listing, Destination destination) {
        List<Download> missing = new ArrayList<>();
        for (String name : names) {
            RemoteFile file = file(name, listing);
            Refusals refusals = new Refusals(config, request.repo(), name);
            Download download = new Download(client, listing.commit(), destination, file, refusals);
            downloads.add(download);
            if (!download.isThere()) {
                missing.add(download);
            }
        }
        requireSpace(missing, destination);
        Workers.run(missing.stream().<Runnable>map(download -> download::run).toList());
    }

    private RemoteFile file(String name, Listing listing) {
        Refusals refusals = new Refusals(config, request.repo(), name);
        if (!SafeName.isSafe(name)) {
            throw refusals.invalid("expected a name that stays in its folder", null);
        }
        Listing.Entry entry = listing.files().get(name);
        if (entry == null) {
            throw refusals.invalid(
                    ShardIndex.FILE + " names this file, but the model does not have it", null);
        }
        if (entry.size().isEmpty() || entry.hash().isEmpty()) {
            entry = client.describe(listing.commit(), name);
        }
        if (entry.size().isEmpty() || entry.hash().isEmpty()) {
            throw refusals.invalid(
                    config.endpoint().getHost()
                            + " says neither its size nor its hash, so that it could not be"
                            + " checked; try another HF_ENDPOINT",
                    null);
        }
        return new RemoteFile(name, entry.size().get(), entry.hash().get());
    }

    private Collection<String> shards(Path index) {
        Refusals refusals = new Refusals(config, request.repo(), ShardIndex.FILE);
        try {
            return ShardIndex.of(JsonFields.parse(SmallFile.readText(index, MAX_INDEX))).files();
        } catch (IllegalArgumentException | InvalidFileException e) {
            throw refusals.invalid(e.getMessage(), e);
        }
    }

    private void requireSpace(List<Download> missing, Destination destination) {
        long needed = 0;
        for (Download download : missing) {
            long size = download.file().size();
            needed += size - Math.min(size, there(destination.incomplete(download.file())));
        }
        Path folder = destination.folder().toAbsolutePath();
        while (Files.notExists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (needed > free) {
                throw new OutputException(
                        String.format(
                                Locale.ROOT,
                                "%s: %.1f GB are to come, but only %.1f GB are free in %s; make"
                                        + " room, or choose another folder (HF_HUB_CACHE, --dir)",
                                request.repo(),
                                needed / 1e9,
                                free / 1e9,
                                folder));
            }
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
    }

    private static long there(Path incomplete) {
        try {
            return Files.isRegularFile(incomplete) ? Files.size(incomplete) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
