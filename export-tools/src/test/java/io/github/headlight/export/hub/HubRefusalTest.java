package io.github.headlight.export.hub;

import static io.github.headlight.export.hub.HubFixture.INDEX;
import static io.github.headlight.export.hub.HubFixture.MODEL;
import static io.github.headlight.export.hub.HubFixture.NONE;
import static io.github.headlight.export.hub.HubFixture.SHARD_1;
import static io.github.headlight.export.hub.HubFixture.SHARD_2;
import static io.github.headlight.export.hub.HubFixture.SHARD_BYTES;
import static io.github.headlight.export.hub.HubFixture.TOKEN;
import static io.github.headlight.export.hub.HubFixture.config;
import static io.github.headlight.export.hub.HubFixture.files;
import static io.github.headlight.export.hub.HubFixture.index;
import static io.github.headlight.export.hub.HubFixture.patience;
import static io.github.headlight.export.hub.HubFixture.shard;
import static io.github.headlight.export.hub.HubFixture.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.headlight.error.HubException;
import io.github.headlight.error.HubException.Reason;
import io.github.headlight.error.OutputException;
import io.github.headlight.testing.LocalHub;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Whatever a hub does wrong: one typed failure that says what, and nothing half-written. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HubRefusalTest {
    @TempDir Path folder;
    private Path cache;
    private LocalHub hub;

    @BeforeEach
    void startHub() {
        cache = folder.resolve("cache");
        hub = LocalHub.start();
        HubFixture.putModel(hub);
    }

    @AfterEach
    void closeHub() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource({
        "401, RepoNotFound, NOT GIVEN, there is no such model, set HF_TOKEN",
        "401, RepoNotFound, GIVEN, does not take the token, name",
        "401, GatedRepo, NOT GIVEN, is gated, set HF_TOKEN",
        "403, GatedRepo, GIVEN, is gated, accept its terms at http://127.0.0.1",
        "403, '', GIVEN, forbids it, may read this model",
    })
    void namesWhatIsDenied(int status, String code, String token, String what, String advice) {
        hub.refuse(9, r -> r.path().startsWith("/api/"), status, "X-Error-Code: " + code);
        HubConfig config =
                new HubConfig(
                        hub.endpoint(),
                        token.equals("GIVEN") ? Optional.of(TOKEN) : Optional.empty(),
                        cache,
                        false,
                        true,
                        NONE);
        Throwable failure = catchThrowable(() -> ModelHub.open(config).pull(HubRequest.of(MODEL)));
        assertRefused(failure, Reason.DENIED, MODEL, what, advice);
        assertThat(failure).hasMessageNotContaining(TOKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "RepoNotFound, there is no such model on http://127.0.0.1",
        "RevisionNotFound, has no revision main",
        "'', there is no such model",
    })
    void namesWhatIsNotThere(String code, String what) {
        hub.refuse(9, r -> r.path().startsWith("/api/"), 404, "X-Error-Code: " + code);
        assertRefused(failure(), Reason.NOT_FOUND, MODEL, what);
    }

    @Test
    void namesAFileThatIsNotThere() {
        hub.refuse(9, r -> r.isFor(SHARD_2), 404, "X-Error-Code: EntryNotFound");
        assertRefused(failure(), Reason.NOT_FOUND, MODEL, SHARD_2);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void namesTheHostThatRefusesWhatTheHubRedirectedTo(int status) {
        hub.refuse(9, LocalHub.Request::toStore, status, "X-Error-Code: GatedRepo");
        assertRefused(failure(), Reason.INVALID, "localhost answers " + status);
    }

    @Test
    void namesAModelWithoutWeightsToExport() {
        hub.put("owner/pictures", "config.json", text("{}"));
        hub.putLarge("owner/pictures", "pytorch_model.bin", text("{}"));
        Throwable failure = catchThrowable(() -> pull(HubRequest.of("owner/pictures")));
        assertRefused(failure, Reason.NOT_FOUND, "safetensors", "config.json, pytorch_model.bin");
    }

    @Test
    void refusesContentWithAnotherHash() {
        byte[] wrong = shard(1);
        wrong[SHARD_BYTES / 2]++;
        hub.answer(
                9,
                r -> r.isFor(LocalHub.sha256(shard(1))),
                (request, out) -> LocalHub.send(out, 200, wrong));
        assertRefused(failure(), Reason.INVALID, SHARD_1, LocalHub.sha256(shard(1)));
        String blob = "models--owner--model/blobs/" + LocalHub.sha256(shard(1));
        assertThat(files(cache)).noneMatch(name -> name.startsWith(blob));
    }

    @Test
    void refusesASmallFileWithAnotherHash() {
        hub.answer(
                9,
                r -> r.isFor("config.json"),
                (request, out) -> LocalHub.send(out, 200, text("{\"a\":2}")));
        assertRefused(failure(), Reason.INVALID, "config.json", "hash");
    }

    @ParameterizedTest
    @ValueSource(ints = {SHARD_BYTES - 1, SHARD_BYTES + 1})
    void refusesAnotherSize(int size) {
        hub.answer(
                9,
                r -> r.isFor(LocalHub.sha256(shard(1))),
                (request, out) -> LocalHub.send(out, 200, Arrays.copyOf(shard(1), size)));
        assertRefused(failure(), Reason.INVALID, SHARD_1, SHARD_BYTES + " bytes", size + " bytes");
    }

    /** A page that some network puts in the way costs nothing of what is there. */
    @ParameterizedTest
    @CsvSource({"206, 'bytes 1000-1999/2000'", "416, 'bytes */2000'", "200, ''"})
    void refusesTheRestOfAFileOfAnotherSize(int status, String range) throws IOException {
        Path blobs = Files.createDirectories(cache.resolve("models--owner--model/blobs"));
        String hash = LocalHub.sha256(shard(1));
        byte[] start = Arrays.copyOf(shard(1), 1_000);
        Path incomplete = Files.write(blobs.resolve(hash + ".headlight.incomplete"), start);
        hub.answer(
                9,
                r -> r.isFor(hash),
                (request, out) ->
                        LocalHub.send(out, status, new byte[2_000], "Content-Range: " + range));
        assertRefused(failure(), Reason.INVALID, SHARD_1, "found 2000 bytes");
        assertThat(incomplete).hasBinaryContent(start);
    }

    @Test
    void saysWhereABodyEndsThatIsShorterThanItSays() {
        hub.answer(
                9,
                r -> r.isFor("config.json"),
                (request, out) -> {
                    LocalHub.head(out, 200, Map.of("Content-Length", "7"));
                    out.write(text("{\"a"));
                });
        assertRefused(failure(), Reason.UNREACHABLE, "config.json", "what has come is kept");
    }

    @Test
    void endsABodyWithoutEnd() {
        hub.answer(
                9,
                r -> r.isFor("config.json"),
                (request, out) -> {
                    LocalHub.head(out, 200, Map.of());
                    while (true) {
                        out.write(new byte[1 << 16]);
                    }
                });
        assertRefused(failure(), Reason.INVALID, "config.json", "7 bytes", "found more");
        String blob = "models--owner--model/blobs/" + LocalHub.gitSha1(text("{\"a\":1}"));
        assertThat(files(cache)).noneMatch(name -> name.startsWith(blob));
    }

    @Test
    void endsAListingWithoutEnd() {
        hub.answer(
                9,
                r -> r.path().startsWith("/api/"),
                (request, out) -> {
                    LocalHub.head(out, 200, Map.of());
                    while (true) {
                        out.write(text(" ".repeat(1 << 16)));
                    }
                });
        assertRefused(failure(), Reason.INVALID, "listing of at most");
    }

    @Test
    void refusesWhatIsNoListing() {
        hub.answer(
                9,
                r -> r.path().startsWith("/api/"),
                (request, out) -> LocalHub.send(out, 200, text("<html>Log in to the network")));
        assertRefused(failure(), Reason.INVALID, "JSON", "HF_ENDPOINT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../evil.safetensors",
                "/tmp/evil.safetensors",
                "C:evil.safetensors",
                "..\\\\evil.safetensors",
                "a\\u0000b",
                "..",
                ""
            })
    void refusesNamesThatClimbOutOfTheFolder(String name) {
        hub.put(MODEL, INDEX, text("{\"weight_map\":{\"a\":\"" + name + "\"}}"));
        hub.putLarge(MODEL, name.replace("\\\\", "\\").replace("\\u0000", "\0"), shard(1));
        assertRefused(failure(), Reason.INVALID, INDEX, "expected a plain file name");
        assertThat(files(folder)).allMatch(file -> file.startsWith("cache"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.gguf", "..\\evil.gguf", "/evil.gguf", "a/../../evil.gguf"})
    void doesNotFetchAGgufFileThatClimbs(String name) {
        hub.putLarge("owner/gguf", name, shard(1));
        Throwable failure = catchThrowable(() -> pull(HubRequest.of("owner/gguf")));
        assertRefused(failure, Reason.INVALID, "stays in its folder");
        assertThat(files(folder)).isEmpty();
    }

    @Test
    void refusesAnIndexThatNamesWhatIsNotThere() {
        hub.put(MODEL, INDEX, index(SHARD_1, "model-00003-of-00003.safetensors"));
        assertRefused(failure(), Reason.INVALID, "model-00003-of-00003.safetensors", INDEX);
    }

    @Test
    void refusesAFileWithoutAHash() {
        hub.listNamesOnly();
        hub.answer(
                9,
                r -> r.isFor("config.json"),
                (request, out) -> LocalHub.send(out, 200, new byte[0], "ETag: \"7-abc\""));
        assertRefused(failure(), Reason.INVALID, "config.json", "could not be checked");
    }

    @Test
    void doesNotWaitLongerThanItMay() {
        hub.refuse(9, r -> r.path().startsWith("/api/"), 429, "Retry-After: 3600");
        Throwable failure =
                catchThrowable(
                        () -> pull(HubRequest.of(MODEL), patience(5, Duration.ofSeconds(9))));
        assertRefused(failure, Reason.UNREACHABLE, "429", "3600 s");
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void triesAFewTimesOnly() {
        hub.refuse(99, r -> r.path().startsWith("/api/"), 503);
        Throwable failure =
                catchThrowable(
                        () -> pull(HubRequest.of(MODEL), patience(3, Duration.ofSeconds(9))));
        assertRefused(failure, Reason.UNREACHABLE, "503");
        assertThat(hub.requests()).hasSize(3);
    }

    @Test
    void saysThatNobodyIsThere() {
        hub.close();
        assertRefused(
                failure(), Reason.UNREACHABLE, "127.0.0.1", "nobody answers there", "network");
    }

    @Test
    void keepsTheTokenFromOtherHosts() {
        pull(HubRequest.of(MODEL));
        assertThat(hub.requests())
                .filteredOn(LocalHub.Request::toStore)
                .hasSize(2)
                .allMatch(r -> !r.headers().containsKey("authorization"));
        assertThat(hub.requests())
                .filteredOn(r -> !r.toStore())
                .allMatch(r -> ("Bearer " + TOKEN).equals(r.headers().get("authorization")));
    }

    @Test
    void keepsTheTokenFromOtherPortsAndOtherNames() {
        int hubPort = hub.endpoint().getPort();
        int otherPort = hub.store().getPort();
        List<String> places =
                List.of("http://127.0.0.1:" + otherPort, "http://localhost:" + hubPort);
        for (String place : places) {
            hub.forget();
            hub.refuse(1, r -> r.isFor(SHARD_1), 302, "Location: " + place + "/elsewhere");
            hub.answer(
                    1,
                    r -> r.isFor("elsewhere"),
                    (request, out) -> LocalHub.send(out, 200, shard(1)));
            pull(HubRequest.of(MODEL).into(folder.resolve(place.replaceAll("\\W", "_"))));
            assertThat(hub.requests())
                    .filteredOn(r -> r.isFor("elsewhere"))
                    .hasSize(1)
                    .allMatch(r -> !r.headers().containsKey("authorization"));
        }
    }

    @Test
    void keepsTheTokenOnTheWayBack() {
        String hash = LocalHub.sha256(shard(1));
        URI back = hub.endpoint().resolve("/" + MODEL + "/resolve/" + LocalHub.COMMIT + "/back");
        hub.refuse(1, r -> r.isFor(hash), 302, "Location: " + back);
        hub.answer(1, r -> r.isFor("back"), (request, out) -> LocalHub.send(out, 200, shard(1)));
        pull(HubRequest.of(MODEL));
        assertThat(hub.requests())
                .filteredOn(r -> r.isFor("back"))
                .hasSize(1)
                .allMatch(r -> !r.headers().containsKey("authorization"));
    }

    @Test
    void takesTheTokenAlongWithinTheHub() {
        hub.refuse(
                1,
                r -> r.path().startsWith("/api/models/old/name"),
                307,
                "Location: /api/models/" + MODEL + "/revision/main?blobs=true");
        hub.answer(
                99,
                r -> r.path().startsWith("/old/name/"),
                (request, out) ->
                        LocalHub.send(
                                out,
                                307,
                                new byte[0],
                                "Location: "
                                        + request.path().replace("/old/name/", "/" + MODEL + "/")));
        PullResult result = pull(HubRequest.of("old/name"));
        assertThat(result.checkpoint().resolve(SHARD_1)).hasBinaryContent(shard(1));
        assertThat(hub.requests())
                .filteredOn(r -> !r.toStore())
                .allMatch(r -> r.headers().containsKey("authorization"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "ftp://127.0.0.1/x", "http:///x", "a b\\", "mailto:x"})
    void followsNoRedirectToWhatIsNoHub(String location) {
        hub.refuse(9, r -> r.isFor("config.json"), 302, "Location: " + location);
        assertRefused(failure(), Reason.INVALID, "config.json", "is redirected");
    }

    @Test
    void followsNoCircle() {
        hub.refuse(99, r -> r.isFor("config.json"), 302, "Location: config.json");
        assertRefused(failure(), Reason.INVALID, "config.json", "more than 10 times");
    }

    @Test
    void needsRoom() {
        String json =
                """
                {"sha":"%s","siblings":[
                {"rfilename":"config.json","size":2,"blobId":"%s"},
                {"rfilename":"model.safetensors","size":%d,"lfs":{"sha256":"%s"}}]}
                """
                        .formatted(
                                LocalHub.COMMIT,
                                LocalHub.gitSha1(text("{}")),
                                1L << 46,
                                LocalHub.sha256(text("x")));
        hub.answer(
                9,
                r -> r.path().startsWith("/api/"),
                (request, out) -> LocalHub.send(out, 200, text(json)));
        assertThat(failure())
                .isInstanceOf(OutputException.class)
                .hasMessageContainingAll("70368.7 GB are to come", "free in", "make room");
        assertThat(hub.requests()).hasSize(1);
        assertThat(cache).doesNotExist();
    }

    private Throwable failure() {
        Throwable failure = catchThrowable(() -> pull(HubRequest.of(MODEL)));
        assertThat(files(cache))
                .noneMatch(name -> name.contains("snapshots") || name.contains("refs"));
        return failure;
    }

    private PullResult pull(HubRequest request) {
        return pull(request, NONE);
    }

    private PullResult pull(HubRequest request, Patience patience) {
        return ModelHub.open(config(hub, cache, patience)).pull(request);
    }

    private static void assertRefused(Throwable failure, Reason reason, String... words) {
        assertThat(failure).isInstanceOf(HubException.class).hasMessageContainingAll(words);
        assertThat(((HubException) failure).reason()).isEqualTo(reason);
        assertThat(failure.getMessage().lines()).hasSize(1);
    }
}
