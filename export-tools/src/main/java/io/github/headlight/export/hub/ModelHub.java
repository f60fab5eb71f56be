package io.github.headlight.export.hub;

import io.github.headlight.error.HubException;
import io.github.headlight.error.HubException.Reason;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.OutputException;
import io.github.headlight.error.PullCancelledException;

import java.io.File;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A model hub that speaks the protocol of the Hugging Face hub. Fetches what an export needs,
 * several files at once; each is checked by size and hash before it takes its name, and one that
 * came in part is finished by the next pull. Safe for many threads.
 */
public final class ModelHub {
    private static final long POLL_MILLIS = 100;

    private final HubConfig config;
    private final HttpClient http;

    private ModelHub(HubConfig config) {
        this.config = config;
        // One connection a file is what counts here, and every mirror speaks this version.
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(config.patience().silence())
                        .build();
    }

    /**
     * {@return a hub; nothing is asked of it yet}
     *
     * @param config which one, and where its files are kept
     */
    public static ModelHub open(HubConfig config) {
        return new ModelHub(config);
    }

    /**
     * Fetches a model, as far as it is not there.
     *
     * @param request what, and where to
     * @return where it is
     * @throws HubException if the hub does not give it
     * @throws OutputException if it cannot be written, or has no room
     */
    public PullResult pull(HubRequest request) {
        return pull(request, PullListener.NONE, () -> false);
    }

    /**
     * Fetches a model, as far as it is not there.
     *
     * @param request what, and where to
     * @param listener is told how far it is
     * @param cancelled is asked several times a second; once it says true, the pull ends, and the
     *     next one goes on there
     * @return where it is
     * @throws HubException if the hub does not give it
     * @throws OutputException if it cannot be written, or has no room
     * @throws PullCancelledException if it is cancelled, or its thread interrupted
     */
    public PullResult pull(HubRequest request, PullListener listener, BooleanSupplier cancelled) {
        if (config.offline()) {
            return fromCache(request);
        }
        HubClient client = new HubClient(http, config, request.repo());
        Pull pull = new Pull(client, config, request);
        ExecutorService thread = Workers.threads(1);
        try {
            Future<PullResult> result = thread.submit(pull::run);
            while (!cancelled.getAsBoolean()) {
                listener.progress(pull.progress());
                client.giveUpSilent();
                try {
                    PullResult whole = result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    listener.progress(pull.progress());
                    return whole;
                } catch (TimeoutException e) {
                    // Not done yet.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw Workers.failure(e);
        } finally {
            client.close();
            Workers.end(thread);
        }
        PullProgress progress = pull.progress();
        throw new PullCancelledException(
                request.repo()
                        + ": cancelled after "
                        + progress.done()
                        + " of "
                        + progress.total()
                        + " bytes, which the next pull goes on from");
    }

    private PullResult fromCache(HubRequest request) {
        Path folder =
                new HubCache(config.cache())
                        .find(request.repo(), request.revision())
                        .filter(found -> request.folder().isEmpty())
                        .orElseThrow(() -> notCached(request, "", null));
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
            Set<String> names = new TreeSet<>();
            long bytes = 0;
            for (Path file : files) {
                names.add(folder.relativize(file).toString().replace(File.separatorChar, '/'));
                bytes += Files.size(file);
            }
            Path checkpoint =
                    ExportFiles.choose(request.repo(), request.file(), names)
                            .gguf()
                            .map(folder::resolve)
                            .orElse(folder);
            String commit = String.valueOf(folder.getFileName());
            return new PullResult(commit, checkpoint, files, bytes, 0);
        } catch (HubException e) {
            throw notCached(request, " as a whole (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new InvalidFileException(folder, "cannot be read: " + e.getMessage(), e);
        }
    }

    private HubException notCached(HubRequest request, String how, HubException cause) {
        String where =
                request.folder().isPresent()
                        ? "a folder is filled from the hub only"
                        : "revision " + request.revision() + " is not in " + config.cache() + how;
        return new HubException(
                Reason.UNREACHABLE,
                request.repo()
                        + ": HF_HUB_OFFLINE is set, and "
                        + where
                        + "; unset it to fetch the model",
                cause);
    }
}
