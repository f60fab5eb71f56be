package io.github.headlight.export.hub;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What to fetch, and where to.
 *
 * @param repo the model
 * @param revision a branch, a tag, or a commit
 * @param file the one GGUF file to fetch, with all parts of a split one; without, everything that
 *     an export needs is fetched
 * @param folder a folder that gets plain files; without, they go to the hub's cache
 */
public record HubRequest(
        RepoId repo, String revision, Optional<String> file, Optional<Path> folder) {
    /** The branch that a model has when nobody says which. */
    public static final String MAIN = "main";

    /**
     * @throws IllegalArgumentException if the revision or the file has a name that no hub gives
     */
    public HubRequest {
        Objects.requireNonNull(repo, "repo");
        Objects.requireNonNull(folder, "folder");
        SafeName.require("revision", revision);
        file.ifPresent(name -> SafeName.require("file", name));
    }

    /**
     * {@return a request for a model's newest state, into the cache}
     *
     * @param repo the model, as {@code owner/model}
     * @throws IllegalArgumentException if it is no name of a model
     */
    public static HubRequest of(String repo) {
        return new HubRequest(new RepoId(repo), MAIN, Optional.empty(), Optional.empty());
    }

    /**
     * {@return this request for another revision}
     *
     * @param revision a branch, a tag, or a commit
     */
    public HubRequest withRevision(String revision) {
        return new HubRequest(repo, revision, file, folder);
    }

    /**
     * {@return this request for one GGUF file}
     *
     * @param file its name, after the names of its folders if it is in one
     */
    public HubRequest withFile(String file) {
        return new HubRequest(repo, revision, Optional.of(file), folder);
    }

    /**
     * {@return this request for plain files}
     *
     * @param folder where to; made if it is missing
     */
    public HubRequest into(Path folder) {
        return new HubRequest(repo, revision, file, Optional.of(folder));
    }
}
