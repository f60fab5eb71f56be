package io.github.headlight.export.hub;

import static io.github.headlight.export.hub.HubFixture.INDEX;
import static io.github.headlight.export.hub.HubFixture.MODEL;
import static io.github.headlight.export.hub.HubFixture.NONE;
import static io.github.headlight.export.hub.HubFixture.SHARD_1;
import static io.github.headlight.export.hub.HubFixture.SHARD_2;
import static io.github.headlight.export.hub.HubFixture.SHARD_BYTES;
import static io.github.headlight.export.hub.HubFixture.config;
import static io.github.headlight.export.hub.HubFixture.files;
import static io.github.headlight.export.hub.HubFixture.index;
import static io.github.headlight.export.hub.HubFixture.patience;
import static io.github.headlight.export.hub.HubFixture.shard;
import static io.github.headlight.export.hub.HubFixture.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.error.HubException;
import io.github.headlight.error.OutputException;
import io.github.headlight.error.PullCancelledException;
import io.github.headlight.testing.LocalHub;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pulls that end well, at once or at last, and what is on the disk then. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ModelHubTest {
    private static final int CUT = 1_000_000;

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

    @Test
    void fetchesWhatAnExportNeedsIntoTheHubsOwnLayout() throws IOException {
        PullResult result = pull(HubRequest.of(MODEL));

        Path model = cache.resolve("models--owner--model");
        Path snapshot = model.resolve("snapshots").resolve(LocalHub.COMMIT);
        assertThat(result.checkpoint()).isEqualTo(snapshot);
        assertThat(result.commit()).isEqualTo(LocalHub.COMMIT);
        assertThat(result.fetched()).isEqualTo(result.bytes()).isGreaterThan(2L * SHARD_BYTES);
        assertThat(files(snapshot))
                .containsExactly(
                        "chat_template.jinja",
                        "config.json",
                        "merges.txt",
                        SHARD_1,
                        SHARD_2,
                        INDEX,
                        "tokenizer.json");
        assertThat(model.resolve("refs/main")).hasContent(LocalHub.COMMIT);
        String large = LocalHub.sha256(shard(1));
        String small = LocalHub.gitSha1(text("{\"a\":1}"));
        assertThat(Files.readSymbolicLink(snapshot.resolve(SHARD_1)))
                .isEqualTo(Path.of("../../blobs/" + large));
        assertThat(Files.readSymbolicLink(snapshot.resolve("config.json")))
                .isEqualTo(Path.of("../../blobs/" + small));
        assertThat(snapshot.resolve(SHARD_1)).hasBinaryContent(shard(1));
        assertThat(snapshot.resolve(SHARD_2)).hasBinaryContent(shard(2));
        assertThat(files(model.resolve("blobs"))).hasSize(7).contains(large, small);
        assertThat(cache.resolve("CACHEDIR.TAG")).content().startsWith("Signature: ");
        assertThat(new HubCache(cache).find(new RepoId(MODEL), "main")).contains(snapshot);
    }

    @Test
    void fetchesNothingTwice() {
        pull(HubRequest.of(MODEL));
        hub.forget();
        PullResult again = pull(HubRequest.of(MODEL));
        assertThat(again.fetched()).isZero();
        assertThat(hub.requests()).hasSize(1).allMatch(r -> r.path().startsWith("/api/models/"));
    }

    @Test
    void usesBlobsThatOthersFetched() throws IOException {
        Path blobs = Files.createDirectories(cache.resolve("models--owner--model/blobs"));
        Files.write(blobs.resolve(LocalHub.sha256(shard(1))), shard(1));
        Files.write(blobs.resolve(LocalHub.sha256(shard(2))), new byte[] {1, 2, 3});
        pull(HubRequest.of(MODEL));
        assertThat(hub.requests()).noneMatch(r -> r.isFor(SHARD_1)).anyMatch(r -> r.isFor(SHARD_2));
        assertThat(blobs.resolve(LocalHub.sha256(shard(2)))).hasBinaryContent(shard(2));
    }

    @Test
    void goesOnWhereAnEarlierPullWasCut() {
        cutOnceWritten(cache.resolve("models--owner--model/blobs"));
        assertThatThrownBy(() -> pull(HubRequest.of(MODEL)))
                .isInstanceOf(HubException.class)
                .hasMessageContainingAll(MODEL, SHARD_1, "what has come is kept")
                .extracting(e -> ((HubException) e).reason())
                .isEqualTo(HubException.Reason.UNREACHABLE);
        Path model = cache.resolve("models--owner--model");
        Path incomplete =
                model.resolve("blobs/" + LocalHub.sha256(shard(1)) + ".headlight.incomplete");
        assertThat(incomplete).hasBinaryContent(Arrays.copyOf(shard(1), CUT));
        assertThat(model.resolve("snapshots")).doesNotExist();
        assertThat(model.resolve("refs")).doesNotExist();

        hub.forget();
        PullResult result = pull(HubRequest.of(MODEL));
        assertThat(hub.requests())
                .filteredOn(r -> r.isFor(LocalHub.sha256(shard(1))))
                .extracting(LocalHub.Request::from)
                .containsExactly(CUT);
        assertThat(result.checkpoint().resolve(SHARD_1)).hasBinaryContent(shard(1));
        assertThat(incomplete).doesNotExist();
    }

    @Test
    void goesOnAfterCutsOfTheConnection() {
        cut(4, LocalHub.sha256(shard(2)), 400_000);
        PullResult result = pull(HubRequest.of(MODEL), patience(5, Duration.ofSeconds(20)));
        assertThat(result.checkpoint().resolve(SHARD_2)).hasBinaryContent(shard(2));
        assertThat(result.fetched()).isEqualTo(result.bytes());
    }

    @Test
    void countsFailuresInARowOnly() {
        // Three attempts are given, and five fail, each after two million bytes more.
        hub.putLarge(MODEL, SHARD_2, long20());
        cut(5, LocalHub.sha256(long20()), 2_000_000);
        PullResult result = pull(HubRequest.of(MODEL), patience(3, Duration.ofSeconds(20)));
        assertThat(result.checkpoint().resolve(SHARD_2)).hasBinaryContent(long20());
    }

    @Test
    void beginsAgainWhereRangesAreIgnored() throws IOException {
        leave(SHARD_1, Arrays.copyOf(shard(1), CUT));
        hub.answer(
                1,
                r -> r.isFor(LocalHub.sha256(shard(1))),
                (request, out) -> LocalHub.send(out, 200, shard(1)));
        PullResult result = pull(HubRequest.of(MODEL));
        assertThat(result.checkpoint().resolve(SHARD_1)).hasBinaryContent(shard(1));
    }

    @Test
    void beginsAgainWhereTheRestIsRefusedOrAnotherPartIsSent() throws IOException {
        leave(SHARD_1, Arrays.copyOf(shard(1), CUT));
        leave(SHARD_2, Arrays.copyOf(shard(2), CUT));
        hub.refuse(
                1,
                r -> r.isFor(LocalHub.sha256(shard(1))),
                416,
                "Content-Range: bytes */" + SHARD_BYTES);
        hub.answer(
                1,
                r -> r.isFor(LocalHub.sha256(shard(2))),
                (request, out) ->
                        LocalHub.send(
                                out,
                                206,
                                new byte[SHARD_BYTES - 5],
                                "Content-Range: bytes 5-2999999/3000000"));
        PullResult result = pull(HubRequest.of(MODEL), patience(2, Duration.ofSeconds(20)));
        assertThat(result.checkpoint().resolve(SHARD_1)).hasBinaryContent(shard(1));
        assertThat(result.checkpoint().resolve(SHARD_2)).hasBinaryContent(shard(2));
    }

    @Test
    void asksForNothingOfAFileThatIsWholeButNotNamed() throws IOException {
        leave(SHARD_1, shard(1));
        PullResult result = pull(HubRequest.of(MODEL));
        assertThat(hub.requests()).noneMatch(r -> r.isFor(SHARD_1));
        assertThat(result.checkpoint().resolve(SHARD_1)).hasBinaryContent(shard(1));
    }

    @Test
    void beginsAgainWhenWhatIsThereIsOfSomethingElse() throws IOException {
        leave(SHARD_1, new byte[CUT]);
        leave(SHARD_2, new byte[SHARD_BYTES + 1]);
        PullResult result = pull(HubRequest.of(MODEL));
        assertThat(result.checkpoint().resolve(SHARD_1)).hasBinaryContent(shard(1));
        assertThat(result.checkpoint().resolve(SHARD_2)).hasBinaryContent(shard(2));
    }

    @Test
    void waitsAsLongAsTheHubAsks() {
        hub.refuse(1, r -> r.path().startsWith("/api/"), 429, "Retry-After: 1");
        hub.refuse(
                1, r -> r.isFor("config.json"), 503, "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT");
        long start = System.nanoTime();
        pull(HubRequest.of(MODEL), patience(2, Duration.ofSeconds(20)));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(1_000_000_000L);
    }

    @Test
    void givesUpAConnectionThatFallsSilent() {
        CountDownLatch end = new CountDownLatch(1);
        hub.answer(
                1, r -> r.isFor(LocalHub.sha256(shard(1))), (r, out) -> stall(out, shard(1), end));
        PullResult result = pull(HubRequest.of(MODEL), patience(2, Duration.ofMillis(500)));
        end.countDown();
        assertThat(result.checkpoint().resolve(SHARD_1)).hasBinaryContent(shard(1));
        assertThat(result.fetched()).isEqualTo(result.bytes());
    }

    @Test
    void endsWhenItIsCancelledAndGoesOnLater() {
        CountDownLatch end = new CountDownLatch(1);
        hub.answer(
                1, r -> r.isFor(LocalHub.sha256(shard(1))), (r, out) -> stall(out, shard(1), end));
        List<PullProgress> seen = new ArrayList<>();
        ModelHub opened = ModelHub.open(config(hub, cache, NONE));
        assertThatThrownBy(
                        () -> opened.pull(HubRequest.of(MODEL), seen::add, () -> isHalfDone(seen)))
                .isInstanceOf(PullCancelledException.class)
                .hasMessageContainingAll(MODEL, "cancelled after");
        end.countDown();
        assertThat(cache.resolve("models--owner--model/snapshots")).doesNotExist();
        hub.forget();
        PullResult result = pull(HubRequest.of(MODEL));
        assertThat(hub.requests())
                .filteredOn(r -> r.isFor(LocalHub.sha256(shard(1))))
                .extracting(LocalHub.Request::from)
                .containsExactly(CUT);
        assertThat(result.checkpoint().resolve(SHARD_1)).hasBinaryContent(shard(1));
    }

    @Test
    void endsWhenItsThreadIsInterrupted() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        hub.answer(
                1,
                r -> r.path().startsWith("/api/"),
                (r, out) -> {
                    begun.countDown();
                    stall(out, shard(1), end);
                });
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                pull(HubRequest.of(MODEL));
                            } catch (PullCancelledException e) {
                                failure.complete(Thread.currentThread().isInterrupted() ? e : null);
                            }
                        });
        thread.start();
        begun.await();
        thread.interrupt();
        assertThat(failure.get()).isInstanceOf(PullCancelledException.class);
        end.countDown();
    }

    /** The hub's own tools write to the end of theirs, and do not see our locks. */
    @Test
    void leavesAloneWhatAnotherToolIsFetching() throws IOException {
        Path blobs = Files.createDirectories(cache.resolve("models--owner--model/blobs"));
        String hash = LocalHub.sha256(shard(1));
        Path theirs =
                Files.write(blobs.resolve(hash + ".incomplete"), Arrays.copyOf(shard(1), CUT));
        PullResult result = pull(HubRequest.of(MODEL));
        assertThat(theirs).hasBinaryContent(Arrays.copyOf(shard(1), CUT));
        assertThat(result.checkpoint().resolve(SHARD_1)).hasBinaryContent(shard(1));
    }

    @Test
    void saysHowFarItIs() {
        List<PullProgress> seen = new ArrayList<>();
        PullResult result =
                ModelHub.open(config(hub, cache, NONE))
                        .pull(HubRequest.of(MODEL), seen::add, () -> false);
        PullProgress last = seen.get(seen.size() - 1);
        assertThat(last.done()).isEqualTo(result.bytes()).isEqualTo(last.total());
        assertThat(last.files()).extracting(PullProgress.FileProgress::name).contains(SHARD_1);
        assertThat(seen).allMatch(progress -> progress.done() <= progress.total());
    }

    @Test
    void twoPullsAtOnceFetchEachFileOnce() throws Exception {
        List<CompletableFuture<PullResult>> pulls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            pulls.add(CompletableFuture.supplyAsync(() -> pull(HubRequest.of(MODEL)), this::start));
        }
        long fetched = 0;
        for (CompletableFuture<PullResult> pull : pulls) {
            PullResult result = pull.get();
            fetched += result.fetched();
            assertThat(result.checkpoint().resolve(SHARD_1)).hasBinaryContent(shard(1));
            assertThat(result.checkpoint().resolve(SHARD_2)).hasBinaryContent(shard(2));
        }
        assertThat(fetched).isEqualTo(pulls.get(0).get().bytes());
        assertThat(files(cache)).noneMatch(name -> name.endsWith(".incomplete"));
    }

    @Test
    void writesPlainFilesIntoAFolder() {
        Path plain = folder.resolve("plain");
        PullResult result = pull(HubRequest.of(MODEL).into(plain));
        assertThat(result.checkpoint()).isEqualTo(plain);
        assertThat(plain.resolve(SHARD_1)).hasBinaryContent(shard(1)).isRegularFile();
        assertThat(Files.isSymbolicLink(plain.resolve(SHARD_1))).isFalse();
        assertThat(files(plain)).noneMatch(name -> name.endsWith(".incomplete"));
        assertThat(cache).doesNotExist();
        hub.forget();
        assertThat(pull(HubRequest.of(MODEL).into(plain)).fetched()).isZero();
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void goesOnInAFolderToo() {
        Path plain = folder.resolve("plain");
        cutOnceWritten(plain.resolve(".cache/huggingface/download"));
        assertThatThrownBy(() -> pull(HubRequest.of(MODEL).into(plain)))
                .isInstanceOf(HubException.class);
        assertThat(plain.resolve(SHARD_1)).doesNotExist();
        hub.forget();
        pull(HubRequest.of(MODEL).into(plain));
        assertThat(hub.requests())
                .filteredOn(r -> r.isFor(LocalHub.sha256(shard(1))))
                .extracting(LocalHub.Request::from)
                .containsExactly(CUT);
        assertThat(plain.resolve(SHARD_1)).hasBinaryContent(shard(1));
    }

    @Test
    void replacesNoFileOfAFolder() throws IOException {
        Path plain = Files.createDirectories(folder.resolve("plain"));
        Files.write(plain.resolve(SHARD_2), new byte[SHARD_BYTES]);
        assertThatThrownBy(() -> pull(HubRequest.of(MODEL).into(plain)))
                .isInstanceOf(OutputException.class)
                .hasMessageContainingAll(SHARD_2, "another file", "another folder");
        assertThat(plain.resolve(SHARD_2)).hasBinaryContent(new byte[SHARD_BYTES]);
        assertThat(hub.requests()).noneMatch(r -> r.isFor(SHARD_1));
    }

    @Test
    void copiesWhatTheCacheHasIntoAFolder() throws IOException {
        PullResult cached = pull(HubRequest.of(MODEL));
        Path plain = folder.resolve("plain");
        assertThat(pull(HubRequest.of(MODEL).into(plain)).fetched()).isZero();
        assertThat(plain.resolve(SHARD_1)).hasBinaryContent(shard(1));

        // A damaged blob is not copied.
        Path blob = cached.checkpoint().resolve(SHARD_1).toRealPath();
        Files.write(blob, new byte[SHARD_BYTES]);
        Path other = folder.resolve("other");
        assertThat(pull(HubRequest.of(MODEL).into(other)).fetched()).isEqualTo(SHARD_BYTES);
        assertThat(other.resolve(SHARD_1)).hasBinaryContent(shard(1));
    }

    @Test
    void asksForEachFileWhereTheListingHasNamesOnly() {
        hub.listNamesOnly();
        PullResult result = pull(HubRequest.of(MODEL));
        assertThat(result.checkpoint().resolve(SHARD_1)).hasBinaryContent(shard(1));
        assertThat(files(cache))
                .contains("models--owner--model/blobs/" + LocalHub.sha256(shard(1)))
                .contains("models--owner--model/blobs/" + LocalHub.gitSha1(text("{\"a\":1}")));
        assertThat(hub.requests()).filteredOn(r -> r.method().equals("HEAD")).hasSize(7);
    }

    @Test
    void needsNoSymbolicLinks() {
        HubConfig config =
                new HubConfig(hub.endpoint(), Optional.empty(), cache, false, false, NONE);
        Path snapshot = ModelHub.open(config).pull(HubRequest.of(MODEL)).checkpoint();
        assertThat(Files.isSymbolicLink(snapshot.resolve(SHARD_1))).isFalse();
        assertThat(snapshot.resolve(SHARD_1)).hasBinaryContent(shard(1));
    }

    @Test
    void usesASnapshotWithoutBlobs() throws IOException {
        Path snapshot =
                Files.createDirectories(
                        cache.resolve("models--owner--model/snapshots/" + LocalHub.COMMIT));
        Files.write(snapshot.resolve(INDEX), index(SHARD_1, SHARD_2));
        Files.write(snapshot.resolve(SHARD_1), shard(1));
        pull(HubRequest.of(MODEL));
        assertThat(hub.requests()).noneMatch(r -> r.isFor(SHARD_1) || r.isFor(INDEX));
    }

    @Test
    void fetchesARevision() {
        PullResult result = pull(HubRequest.of(MODEL).withRevision("refs/pr/1"));
        assertThat(hub.requests().get(0).path())
                .isEqualTo("/api/models/owner/model/revision/refs/pr/1?blobs=true");
        assertThat(cache.resolve("models--owner--model/refs/refs/pr/1"))
                .hasContent(LocalHub.COMMIT);
        assertThat(new HubCache(cache).find(new RepoId(MODEL), "refs/pr/1"))
                .contains(result.checkpoint());
        pull(HubRequest.of(MODEL).withRevision(LocalHub.COMMIT));
        assertThat(files(cache.resolve("models--owner--model/refs"))).containsExactly("refs/pr/1");
    }

    @Test
    void fetchesTheOnlyGgufFileAndNothingBesideIt() {
        hub.put("owner/gguf", "config.json", text("{}"));
        hub.putLarge("owner/gguf", "model.Q4_K_M.gguf", shard(3));
        PullResult result = pull(HubRequest.of("owner/gguf"));
        assertThat(result.files()).containsExactly(result.checkpoint());
        assertThat(result.checkpoint()).hasFileName("model.Q4_K_M.gguf").hasBinaryContent(shard(3));
    }

    @Test
    void fetchesAllPartsOfTheGgufFileThatIsChosen() {
        hub.putLarge("owner/gguf", "q4/m-00001-of-00002.gguf", shard(3));
        hub.putLarge("owner/gguf", "q4/m-00002-of-00002.gguf", shard(4));
        hub.putLarge("owner/gguf", "q8.gguf", shard(5));
        assertThatThrownBy(() -> pull(HubRequest.of("owner/gguf")))
                .isInstanceOf(HubException.class)
                .hasMessageContainingAll("--file", "q4/m-00001-of-00002.gguf, q8.gguf");
        assertThatThrownBy(() -> pull(HubRequest.of("owner/gguf").withFile("q5.gguf")))
                .isInstanceOf(HubException.class)
                .hasMessageContainingAll("q5.gguf", "it has q4/m-00001-of-00002.gguf, q8.gguf");
        PullResult result = pull(HubRequest.of("owner/gguf").withFile("q4/m-00002-of-00002.gguf"));
        assertThat(result.checkpoint()).hasFileName("m-00001-of-00002.gguf");
        assertThat(result.files()).hasSize(2).allMatch(Files::isRegularFile);
        assertThat(result.checkpoint()).hasBinaryContent(shard(3));
    }

    @Test
    void staysOfflineWhenToldTo() {
        HubConfig offline =
                new HubConfig(hub.endpoint(), Optional.empty(), cache, true, true, NONE);
        assertThatThrownBy(() -> ModelHub.open(offline).pull(HubRequest.of(MODEL)))
                .isInstanceOf(HubException.class)
                .hasMessageContainingAll(MODEL, "HF_HUB_OFFLINE");
        PullResult online = pull(HubRequest.of(MODEL));
        hub.forget();
        PullResult result = ModelHub.open(offline).pull(HubRequest.of(MODEL));
        assertThat(result.checkpoint()).isEqualTo(online.checkpoint());
        assertThat(result.bytes()).isEqualTo(online.bytes());
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void saysOfflineWhatTheCacheLacks() throws IOException {
        hub.putLarge("owner/gguf", "a.Q4_0.gguf", shard(1));
        HubRequest request = HubRequest.of("owner/gguf");
        PullResult online = pull(request);
        ModelHub offline =
                ModelHub.open(
                        new HubConfig(hub.endpoint(), Optional.empty(), cache, true, true, NONE));

        assertThat(offline.pull(request).checkpoint()).isEqualTo(online.checkpoint());
        assertThat(offline.pull(request.withFile("a.Q4_0.gguf")).checkpoint())
                .isEqualTo(online.checkpoint());
        assertThatThrownBy(() -> offline.pull(request.withFile("b.gguf")))
                .isInstanceOf(HubException.class)
                .hasMessageContainingAll("HF_HUB_OFFLINE", "b.gguf", "a.Q4_0.gguf");
        assertThatThrownBy(() -> offline.pull(request.into(folder.resolve("plain"))))
                .isInstanceOf(HubException.class)
                .hasMessageContainingAll("HF_HUB_OFFLINE", "a folder is filled from the hub only");
        // What another tool leaves that was asked for one small file.
        pull(HubRequest.of(MODEL));
        Path snapshot = cache.resolve("models--owner--model/snapshots/" + LocalHub.COMMIT);
        Files.delete(snapshot.resolve(INDEX));
        assertThatThrownBy(() -> offline.pull(HubRequest.of(MODEL)))
                .isInstanceOf(HubException.class)
                .hasMessageContainingAll(MODEL, "HF_HUB_OFFLINE", "as a whole");
    }

    private PullResult pull(HubRequest request) {
        return pull(request, NONE);
    }

    private PullResult pull(HubRequest request, Patience patience) {
        return ModelHub.open(config(hub, cache, patience)).pull(request);
    }

    /** Ends the connection after some bytes of a blob. */
    private void cut(int times, String blob, int after) {
        hub.answer(
                times,
                r -> r.isFor(blob),
                (request, out) -> {
                    byte[] whole = blob.equals(LocalHub.sha256(long20())) ? long20() : whole(blob);
                    int from = request.from();
                    sendHead(out, from, whole.length);
                    out.write(whole, from, Math.min(after, whole.length - from));
                });
    }

    /** Ends the connection when the first bytes of the first shard are on the disk. */
    private void cutOnceWritten(Path unfinished) {
        Path incomplete = unfinished.resolve(LocalHub.sha256(shard(1)) + ".headlight.incomplete");
        hub.answer(
                1,
                r -> r.isFor(LocalHub.sha256(shard(1))),
                (request, out) -> {
                    sendHead(out, 0, SHARD_BYTES);
                    out.write(shard(1), 0, CUT);
                    out.flush();
                    while (Files.notExists(incomplete) || Files.size(incomplete) < CUT) {
                        Thread.onSpinWait();
                    }
                });
    }

    private static byte[] whole(String blob) {
        return blob.equals(LocalHub.sha256(shard(1))) ? shard(1) : shard(2);
    }

    private static void sendHead(OutputStream out, int from, int size) throws IOException {
        LocalHub.head(
                out,
                from > 0 ? 206 : 200,
                Map.of(
                        "Content-Length",
                        Integer.toString(size - from),
                        "Content-Range",
                        "bytes " + from + "-" + (size - 1) + "/" + size));
    }

    private static byte[] long20() {
        byte[] bytes = new byte[20_000_000];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }

    /** Sends some bytes, and then nothing until the end. */
    private static void stall(OutputStream out, byte[] content, CountDownLatch end)
            throws IOException {
        sendHead(out, 0, content.length);
        out.write(content, 0, CUT);
        out.flush();
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static boolean isHalfDone(List<PullProgress> seen) {
        return !seen.isEmpty()
                && seen.get(seen.size() - 1).files().stream()
                        .anyMatch(file -> file.name().equals(SHARD_1) && file.done() == CUT);
    }

    /** Leaves what a pull that was ended leaves. */
    private void leave(String shard, byte[] bytes) throws IOException {
        Path blobs = Files.createDirectories(cache.resolve("models--owner--model/blobs"));
        String hash = LocalHub.sha256(shard.equals(SHARD_1) ? shard(1) : shard(2));
        Files.write(blobs.resolve(hash + ".headlight.incomplete"), bytes);
    }

    private void start(Runnable work) {
        new Thread(work).start();
    }
}
