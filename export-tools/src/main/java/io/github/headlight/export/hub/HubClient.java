package io.github.headlight.export.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Speaks with the hub for one pull. Redirects are followed here and not by Java's client, so that
 * the token never goes anywhere but to the hub itself.
 */
final class HubClient implements AutoCloseable {
    private static final int MAX_REDIRECTS = 10;
    private static final int MAX_LISTING = 32 << 20;
    private static final int BUFFER = 1 << 16;

    private final HttpClient http;
    private final HubConfig config;
    private final RepoId repo;
    private final Retries retries;
    private final Set<Body> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    HubClient(HttpClient http, HubConfig config, RepoId repo) {
        this.http = http;
        this.config = config;
        this.repo = repo;
        this.retries = new Retries(config.patience());
    }

    /**
     * An answer that is no refusal.
     *
     * @param status 200, 206 or 416, or that of a redirect which describes a file
     */
    record Answer(int status, HttpHeaders headers, Body body) implements AutoCloseable {
        @Override
        public void close() {
            body.close();
        }

        Optional<Long> length() {
            return headers.firstValue("Content-Length").flatMap(ContentRange::number);
        }
    }

    Retries retries() {
        return retries;
    }

    /** Gives up what has been silent for too long; the threads that read it try again. */
    void giveUpSilent() {
        open.forEach(body -> body.giveUpAfter(config.patience().silence()));
    }

    /** Ends all that is read, also by threads that Java's client does not let be interrupted. */
    @Override
    public void close() {
        closed = true;
        open.forEach(Body::giveUp);
    }

    /** {@return what the hub says of a revision} */
    Listing list(String revision) {
        Refusals refusals = new Refusals(config, repo, "revision " + revision);
        String path = "/api/models/" + repo + "/revision/" + encodeAll(revision) + "?blobs=true";
        byte[] json = retries.run(() -> read(path, refusals), () -> 0, refusals::unreachable);
        try {
            return Listing.parse(json);
        } catch (IllegalArgumentException e) {
            throw refusals.invalid(e.getMessage() + "; is HF_ENDPOINT the address of a hub?", e);
        }
    }

    /** {@return what the hub says of a file, where its listing does not} */
    Listing.Entry describe(String commit, String file) {
        Refusals refusals = new Refusals(config, repo, file);
        return retries.run(
                () -> {
                    try (Answer answer = send("HEAD", filePath(commit, file), 0, refusals)) {
                        HttpHeaders headers = answer.headers();
                        Optional<BlobHash> hash =
                                headers.firstValue("X-Linked-Etag")
                                        .or(() -> headers.firstValue("ETag"))
                                        .flatMap(BlobHash::of);
                        Optional<Long> size =
                                headers.firstValue("X-Linked-Size")
                                        .flatMap(ContentRange::number)
                                        .or(answer::length);
                        return new Listing.Entry(size, hash);
                    }
                },
                () -> 0,
                refusals::unreachable);
    }

    /** Asks for a file from some byte on; the answer is to be closed. */
    Answer get(String commit, String file, long from, Refusals refusals) throws IOException {
        return send("GET", filePath(commit, file), from, refusals);
    }

    private byte[] read(String path, Refusals refusals) throws IOException {
        try (Answer answer = send("GET", path, 0, refusals)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int count; (count = answer.body().read(buffer)) >= 0; ) {
                bytes.write(buffer, 0, count);
                if (bytes.size() > MAX_LISTING) {
                    throw refusals.invalid(
                            "expected a listing of at most " + MAX_LISTING + " bytes", null);
                }
            }
            return bytes.toByteArray();
        }
    }

    private Answer send(String method, String path, long from, Refusals refusals)
            throws IOException {
        URI uri = URI.create(config.endpoint() + path);
        boolean isHub = true;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            Answer answer = send(request(method, uri, from, isHub));
            if (!isRedirect(answer.status()) || (isHub && isDescription(method, answer))) {
                return accepted(answer, uri, from, refusals);
            }
            answer.close();
            uri = target(uri, answer, refusals);
            // Never again once it has left: the way back may be somebody else's choice.
            isHub = isHub && isHub(uri);
        }
        throw refusals.invalid("is redirected more than " + MAX_REDIRECTS + " times", null);
    }

    /** The hub describes a file where it redirects to it; what is behind knows other hashes. */
    private static boolean isDescription(String method, Answer answer) {
        return method.equals("HEAD") && answer.headers().firstValue("X-Linked-Etag").isPresent();
    }

    private HttpRequest request(String method, URI uri, long from, boolean withToken) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(config.patience().silence())
                        .header("User-Agent", "headlight")
                        .header("Accept-Encoding", "identity");
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        if (withToken) {
            config.token().ifPresent(t -> request.header("Authorization", "Bearer " + t));
        }
        return request.build();
    }

    private Answer send(HttpRequest request) throws IOException {
        try {
            HttpResponse<InputStream> response =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            Body body = new Body(response.body(), open);
            if (closed) {
                body.close();
                throw new StoppedException();
            }
            return new Answer(response.statusCode(), response.headers(), body);
        } catch (InterruptedException e) {
            throw new StoppedException();
        }
    }

    private static Answer accepted(Answer answer, URI uri, long from, Refusals refusals)
            throws IOException {
        int status = answer.status();
        boolean isPart = from > 0 && (status == 206 || status == 416);
        if (status == 200 || isPart || isRedirect(status)) {
            return answer;
        }
        answer.close();
        throw refusals.of(answer, uri);
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private URI target(URI from, Answer answer, Refusals refusals) {
        String location = answer.headers().firstValue("Location").orElse("");
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw refusals.invalid("is redirected to what is no address", e);
        }
        boolean isSafe =
                "https".equals(to.getScheme())
                        || ("http".equals(to.getScheme()) && "http".equals(from.getScheme()));
        if (location.isEmpty() || to.getHost() == null || !isSafe) {
            throw refusals.invalid(
                    "is redirected from "
                            + from.getScheme()
                            + "://"
                            + from.getHost()
                            + " to "
                            + to.getScheme()
                            + "://"
                            + to.getHost()
                            + ", where it will not go",
                    null);
        }
        return to;
    }

    private boolean isHub(URI uri) {
        URI hub = config.endpoint();
        return uri.getScheme().equals(hub.getScheme())
                && uri.getHost().equalsIgnoreCase(hub.getHost())
                && port(uri) == port(hub);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return uri.getScheme().equals("https") ? 443 : 80;
    }

    private String filePath(String commit, String file) {
        String name =
                Arrays.stream(file.split("/"))
                        .map(HubClient::encodeAll)
                        .collect(Collectors.joining("/"));
        return "/" + repo + "/resolve/" + commit + "/" + name;
    }

    private static String encodeAll(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
