package io.github.headlight.export.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.testing.LocalHub;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Finding models in a cache that others wrote. */
class HubCacheTest {
    private static final RepoId REPO = new RepoId("owner/model");

    @TempDir Path root;
    private Path model;
    private Path snapshot;

    @BeforeEach
    void writeCache() throws IOException {
        model = root.resolve("models--owner--model");
        snapshot = Files.createDirectories(model.resolve("snapshots").resolve(LocalHub.COMMIT));
        Files.createDirectories(model.resolve("refs"));
        Files.writeString(model.resolve("refs/main"), LocalHub.COMMIT);
    }

    @Test
    void findsARevision() {
        HubCache cache = new HubCache(root);
        assertThat(cache.find(REPO, "main")).contains(snapshot);
        assertThat(cache.find(REPO, LocalHub.COMMIT)).contains(snapshot);
        assertThat(cache.find(REPO, "v1")).isEmpty();
        assertThat(cache.find(REPO, "a".repeat(40))).isEmpty();
        assertThat(cache.find(new RepoId("owner/other"), "main")).isEmpty();
    }

    @Test
    void findsNothingWhereTheSnapshotIsGone() throws IOException {
        Files.delete(snapshot);
        assertThat(new HubCache(root).find(REPO, "main")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../../etc", "0123", ""})
    void believesNoRevisionThatIsNoCommit(String content) throws IOException {
        Files.writeString(model.resolve("refs/main"), content);
        assertThatThrownBy(() -> new HubCache(root).find(REPO, "main"))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContainingAll("refs", "40 hexadecimal digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../main", "/main", "a//b", "a/./b", "a\\b", "a\nb", "a.", ""})
    void looksForNoRevisionThatLeadsElsewhere(String revision) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HubCache(root).find(REPO, revision));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "Qwen/Qwen2.5-7B-Instruct", "a/b", "_a/b_c.d-e"})
    void knowsNamesOfModels(String name) {
        assertThat(RepoId.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "a/", "/b", "a/b/c", "..", "../b", "a/..", "a/b..c", "a/b--c", "-a/b",
                "a/.b", "a/b.git", "a b/c", "a\\b", "C:/b", "a/b\n", "a/b?x"
            })
    void knowsWhatIsNoNameOfAModel(String name) {
        assertThat(RepoId.isName(name)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HubRequest.of(name))
                .withMessageContaining("OWNER/MODEL");
    }

    @Test
    void isWhereTheVariablesSay() {
        String home = System.getProperty("user.home");
        assertThat(HubCache.of(Map.of()).root())
                .isEqualTo(Path.of(home, ".cache", "huggingface", "hub"));
        assertThat(HubCache.of(Map.of("XDG_CACHE_HOME", "/x")).root())
                .isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(HubCache.of(Map.of("HF_HOME", "~/h", "XDG_CACHE_HOME", "/x")).root())
                .isEqualTo(Path.of(home, "h", "hub"));
        assertThat(HubCache.of(Map.of("HF_HOME", "/h", "HF_HUB_CACHE", "/c")).root())
                .isEqualTo(Path.of("/c"));
    }
}
