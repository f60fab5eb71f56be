package io.github.headlight.cli;

import io.github.headlight.export.hub.HubConfig;
import io.github.headlight.export.hub.HubRequest;
import io.github.headlight.export.hub.ModelHub;
import io.github.headlight.export.hub.PullProgress;
import io.github.headlight.export.hub.PullResult;
import io.github.headlight.export.hub.RepoId;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** {@code headlight pull}. */
@Command(
        name = "pull",
        description =
                "Fetches a checkpoint from a model hub into the hub's own cache; what an earlier pull left unfinished is finished.")
final class PullCommand extends Subcommand {
    private static final int COMMIT_DIGITS = 12;

    @Parameters(paramLabel = "OWNER/MODEL", description = "The name of the model on the hub.")
    private String model;

    @Option(
            names = "--revision",
            paramLabel = "R",
            defaultValue = HubRequest.MAIN,
            description = "A branch, a tag, or a commit (default: ${DEFAULT-VALUE}).")
    private String revision;

    @Option(
            names = "--file",
            paramLabel = "NAME.gguf",
            description =
                    "The GGUF file to fetch, with all parts of a split one; needed where a model has several.")
    private String file;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Write plain files into a folder instead of the cache.")
    private Path folder;

    @Override
    void execute() {
        HubRequest request = request();
        PullResult result;
        try (Progress progress = progress()) {
            ModelHub hub = ModelHub.open(HubConfig.of(environment()));
            result = hub.pull(request, state -> show(state, progress), () -> false);
        }
        out().printf(
                        Locale.ROOT,
                        "%s at %s, %d files, %.2f GB (%.2f GB fetched) -> %s%n",
                        request.repo(),
                        result.commit().substring(0, COMMIT_DIGITS),
                        result.files().size(),
                        result.bytes() / 1e9,
                        result.fetched() / 1e9,
                        result.checkpoint());
    }

    private static void show(PullProgress state, Progress progress) {
        long total = state.total();
        if (total > 0) {
            String what =
                    String.format(
                            Locale.ROOT,
                            "pulling %.2f of %.2f GB,",
                            state.done() / 1e9,
                            total / 1e9);
            progress.step(what, state.done(), total);
        }
    }

    private HubRequest request() {
        try {
            return new HubRequest(
                    new RepoId(model),
                    revision,
                    Optional.ofNullable(file),
                    Optional.ofNullable(folder));
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage());
        }
    }
}
