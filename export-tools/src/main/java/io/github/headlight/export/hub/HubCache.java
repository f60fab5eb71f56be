package io.github.headlight.export.hub;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.file.AtomicFile;
import io.github.headlight.file.SmallFile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The folder that the hub's own tools keep models in, and the only place that knows how it is laid
 * out (<a href="https://huggingface.co/docs/huggingface_hub/guides/manage-cache">described
 * there</a>). A model has {@code blobs}, named by their hashes, {@code snapshots/COMMIT} with links
 * to them under the names of the files, and {@code refs} with the commit of each revision.
 *
 * @param root the folder
 */
public record HubCache(Path root) {
    private static final int MAX_REF = 1_000;
    private static final String TAG = "CACHEDIR.TAG";

    /** What makes programs for backups skip a folder. */
    private static final String SIGNATURE =
            """
            Signature: 8a477f597d28d172789f06886806bc55
            # This is a cache directory tag: https://bford.info/cachedir/
            """;

    /**
     * {@return the cache that {@code HF_HUB_CACHE} names, else {@code HF_HOME/hub}, else {@code
     * ~/.cache/huggingface/hub}}
     *
     * @param environment the variables, as of {@link System#getenv()}
     */
    public static HubCache of(Map<String, String> environment) {
        return new HubCache(new HubEnvironment(environment).cache());
    }

    /**
     * {@return the folder with a model's files, if the model is in the cache}
     *
     * @param repo the model
     * @param revision a branch, a tag, or a commit
     * @throws IllegalArgumentException if no hub gives that name to a revision
     * @throws InvalidFileException if what the cache says of the revision cannot be read
     */
    public Optional<Path> find(RepoId repo, String revision) {
        return commit(repo, SafeName.require("revision", revision))
                .map(commit -> snapshot(repo, commit))
                .filter(Files::isDirectory);
    }

    /** {@return the commit of a revision, if the cache knows it} */
    Optional<String> commit(RepoId repo, String revision) {
        if (isCommit(revision)) {
            return Optional.of(revision);
        }
        Path ref = ref(repo, revision);
        if (!Files.isRegularFile(ref)) {
            return Optional.empty();
        }
        String commit = SmallFile.readText(ref, MAX_REF).strip();
        if (!isCommit(commit)) {
            throw new InvalidFileException(
                    ref, "expected a commit of 40 hexadecimal digits; remove the file");
        }
        return Optional.of(commit);
    }

    static boolean isCommit(String text) {
        return text.matches("[0-9a-f]{40}");
    }

    Path blob(RepoId repo, BlobHash hash) {
        return model(repo).resolve("blobs").resolve(hash.hex());
    }

    /** Where a blob grows. */
    Path incomplete(RepoId repo, BlobHash hash) {
        return model(repo).resolve("blobs").resolve(hash.unfinished());
    }

    /**
     * What is locked while a blob is fetched. The hub's tools lock the same file, but mostly with
     * locks of another kind, which do not see each other.
     */
    Path lock(RepoId repo, BlobHash hash) {
        return root.resolve(".locks").resolve(folderName(repo)).resolve(hash.hex() + ".lock");
    }

    Path snapshot(RepoId repo, String commit) {
        return model(repo).resolve("snapshots").resolve(commit);
    }

    /** Gives a blob its name in a snapshot. */
    void link(RepoId repo, String commit, RemoteFile file, boolean symbolic) {
        Path blob = blob(repo, file.hash());
        Path name = snapshot(repo, commit).resolve(file.name());
        Path fresh = name.resolveSibling("." + UUID.randomUUID() + ".tmp");
        try {
            Files.createDirectories(name.getParent());
            linkOrCopy(blob, fresh, symbolic);
            try {
                Files.move(fresh, name, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(name, e);
        }
    }

    /** Some systems know no symbolic links, or forbid them; a second name costs no space either. */
    private static void linkOrCopy(Path blob, Path name, boolean symbolic) throws IOException {
        if (symbolic) {
            try {
                Files.createSymbolicLink(name, name.getParent().relativize(blob));
                return;
            } catch (IOException | UnsupportedOperationException e) {
                // A hard link is the next best.
            }
        }
        try {
            Files.createLink(name, blob);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(blob, name);
        }
    }

    /** Notes which commit a revision is, unless it is one itself. */
    void writeRef(RepoId repo, String revision, String commit) {
        Path ref = ref(repo, revision);
        byte[] text = commit.getBytes(StandardCharsets.US_ASCII);
        // A cache that has everything may be one that cannot be written.
        if (!revision.equals(commit) && !holds(ref, text)) {
            AtomicFile.writeStream(ref, out -> out.write(text));
        }
    }

    private static boolean holds(Path file, byte[] content) {
        try {
            return Files.isRegularFile(file)
                    && Files.size(file) == content.length
                    && Arrays.equals(Files.readAllBytes(file), content);
        } catch (IOException e) {
            return false;
        }
    }

    /** Marks the folder as one that can be had again. */
    void mark() {
        try {
            Files.createDirectories(root);
            Files.writeString(root.resolve(TAG), SIGNATURE, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            // It is there, or backups become larger.
        }
    }

    private Path model(RepoId repo) {
        return root.resolve(folderName(repo));
    }

    private Path ref(RepoId repo, String revision) {
        return model(repo).resolve("refs").resolve(revision);
    }

    private static String folderName(RepoId repo) {
        return "models--" + repo.name().replace("/", "--");
    }
}
