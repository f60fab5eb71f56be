package io.github.headlight.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A model hub on this machine that speaks as much of the hub's protocol as a pull needs: listings,
 * files with ranges, and redirects of large files to a second server under another name. It writes
 * to its sockets itself, so that it can also break off, stall and lie.
 */
public final class LocalHub implements AutoCloseable {
    /** The commit of every model. */
    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private final ServerSocket hub;
    private final ServerSocket store;
    private final Map<String, Map<String, Stored>> models = new ConcurrentHashMap<>();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private volatile boolean bare;

    /** A file of a model; a large one is kept outside git, in the store. */
    private static final class Stored {
        private final byte[] content;
        private final boolean large;

        Stored(byte[] content, boolean large) {
            this.content = content;
            this.large = large;
        }

        String hash() {
            return large ? sha256(content) : gitSha1(content);
        }
    }

    /** Another answer than the usual one, a number of times. */
    private static final class Rule {
        private final Predicate<Request> when;
        private final Answerer answerer;
        private int left;

        Rule(int times, Predicate<Request> when, Answerer answerer) {
            this.left = times;
            this.when = when;
            this.answerer = answerer;
        }

        synchronized boolean applies(Request request) {
            return left > 0 && when.test(request) && left-- > 0;
        }
    }

    /**
     * What was asked.
     *
     * @param method GET or HEAD
     * @param path with the query, decoded
     * @param headers by their names in lower case
     * @param toStore whether the second server was asked
     */
    public record Request(
            String method, String path, Map<String, String> headers, boolean toStore) {
        /** {@return the first byte that is asked for} */
        public int from() {
            String range = headers.getOrDefault("range", "bytes=0-");
            return Integer.parseInt(range.replaceAll("\\D", ""));
        }

        /** {@return whether it is for a file, at whichever server} */
        public boolean isFor(String name) {
            return path.endsWith("/" + name);
        }
    }

    /** Answers a request. */
    @FunctionalInterface
    public interface Answerer {
        /**
         * Writes an answer, or part of one.
         *
         * @param request what was asked
         * @param out to the client
         * @throws IOException if the client is gone
         */
        void answer(Request request, OutputStream out) throws IOException;
    }

    private LocalHub(ServerSocket hub, ServerSocket store) {
        this.hub = hub;
        this.store = store;
    }

    /** {@return a hub without models} */
    public static LocalHub start() {
        try {
            InetAddress address = InetAddress.getLoopbackAddress();
            LocalHub hub =
                    new LocalHub(
                            new ServerSocket(0, 50, address), new ServerSocket(0, 50, address));
            hub.serve(hub.hub);
            hub.serve(hub.store);
            return hub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return its address} */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + hub.getLocalPort());
    }

    /** {@return the address of the second server, which has another host and port} */
    public URI store() {
        return URI.create("http://localhost:" + store.getLocalPort());
    }

    /** Adds a file that is kept in git. */
    public void put(String model, String name, byte[] content) {
        put(model, name, new Stored(content, false));
    }

    /** Adds a file that is kept in the store. */
    public void putLarge(String model, String name, byte[] content) {
        put(model, name, new Stored(content, true));
        blobs.put(sha256(content), content);
    }

    /** From now on listings say names only, as those of some mirrors. */
    public void listNamesOnly() {
        bare = true;
    }

    /** Answers some requests otherwise, until it has done so a number of times. */
    public void answer(int times, Predicate<Request> when, Answerer answerer) {
        rules.add(new Rule(times, when, answerer));
    }

    /** Answers some requests with a status and headers. */
    public void refuse(int times, Predicate<Request> when, int status, String... headers) {
        answer(times, when, (request, out) -> send(out, status, new byte[0], headers));
    }

    /** {@return what was asked so far} */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Forgets what was asked. */
    public void forget() {
        requests.clear();
    }

    @Override
    public void close() {
        try {
            hub.close();
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a whole answer; of headers with the same name the given one counts. */
    public static void send(OutputStream out, int status, byte[] body, String... headers)
            throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Content-Length", Integer.toString(body.length));
        for (String header : headers) {
            int colon = header.indexOf(": ");
            all.put(header.substring(0, colon), header.substring(colon + 2));
        }
        head(out, status, all);
        out.write(body);
    }

    /** Writes the head of an answer whose body ends with the connection. */
    public static void head(OutputStream out, int status, Map<String, String> headers)
            throws IOException {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Local\r\n");
        headers.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
        text.append("Connection: close\r\n\r\n");
        out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** {@return the SHA-256 of some bytes} */
    public static String sha256(byte[] content) {
        return hex("SHA-256", content);
    }

    /** {@return the hash that git names some bytes by} */
    public static String gitSha1(byte[] content) {
        byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + content.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        return hex("SHA-1", all);
    }

    private static String hex(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void put(String model, String name, Stored file) {
        models.computeIfAbsent(model, m -> new ConcurrentHashMap<>()).put(name, file);
    }

    private void serve(ServerSocket server) {
        start(
                () -> {
                    while (!server.isClosed()) {
                        try {
                            Socket socket = server.accept();
                            start(() -> talk(socket, server == store));
                        } catch (IOException e) {
                            return;
                        }
                    }
                });
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "local-hub");
        thread.setDaemon(true);
        thread.start();
    }

    private void talk(Socket socket, boolean toStore) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            Request request = read(in, toStore);
            requests.add(request);
            OutputStream out = socket.getOutputStream();
            answerer(request).answer(request, out);
            out.flush();
        } catch (IOException e) {
            // The client has gone, as some tests want it to.
        }
    }

    private Answerer answerer(Request request) {
        for (Rule rule : rules) {
            if (rule.applies(request)) {
                return rule.answerer;
            }
        }
        return request.toStore() ? this::sendBlob : this::sendUsual;
    }

    private static Request read(BufferedReader in, boolean toStore) throws IOException {
        String first = in.readLine();
        if (first == null) {
            throw new IOException("nothing was asked");
        }
        String[] words = first.split(" ", -1);
        Map<String, String> headers = new TreeMap<>();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        String path = URLDecoder.decode(words[1], StandardCharsets.UTF_8);
        return new Request(words[0], path, headers, toStore);
    }

    private void sendUsual(Request request, OutputStream out) throws IOException {
        for (Map.Entry<String, Map<String, Stored>> model : models.entrySet()) {
            if (request.path().startsWith("/api/models/" + model.getKey() + "/revision/")) {
                send(out, 200, listing(model.getValue()).getBytes(StandardCharsets.UTF_8));
                return;
            }
            String prefix = "/" + model.getKey() + "/resolve/" + COMMIT + "/";
            if (request.path().startsWith(prefix)) {
                sendFile(
                        request,
                        model.getValue().get(request.path().substring(prefix.length())),
                        out);
                return;
            }
        }
        send(out, 401, new byte[0], "X-Error-Code: RepoNotFound");
    }

    private String listing(Map<String, Stored> files) {
        JsonArray siblings = new JsonArray();
        files.forEach(
                (name, file) -> {
                    JsonObject sibling = new JsonObject();
                    sibling.addProperty("rfilename", name);
                    if (!bare) {
                        sibling.addProperty("blobId", gitSha1(file.content));
                        sibling.addProperty("size", file.content.length);
                        if (file.large) {
                            JsonObject lfs = new JsonObject();
                            lfs.addProperty("sha256", file.hash());
                            lfs.addProperty("size", file.content.length);
                            sibling.add("lfs", lfs);
                        }
                    }
                    siblings.add(sibling);
                });
        JsonObject json = new JsonObject();
        json.addProperty("id", "a model");
        json.addProperty("sha", COMMIT);
        json.add("siblings", siblings);
        return json.toString();
    }

    private void sendFile(Request request, Stored file, OutputStream out) throws IOException {
        if (file == null) {
            send(out, 404, new byte[0], "X-Error-Code: EntryNotFound");
        } else if (file.large) {
            send(
                    out,
                    302,
                    new byte[0],
                    "Location: " + store() + "/blob/" + file.hash(),
                    "X-Repo-Commit: " + COMMIT,
                    "X-Linked-Size: " + file.content.length,
                    "X-Linked-Etag: \"" + file.hash() + "\"");
        } else {
            sendRange(request, file.content, out, "ETag: \"" + file.hash() + "\"");
        }
    }

    private void sendBlob(Request request, OutputStream out) throws IOException {
        byte[] content = blobs.get(request.path().substring("/blob/".length()));
        sendRange(request, content, out, "ETag: \"of the store\"");
    }

    private static void sendRange(Request request, byte[] content, OutputStream out, String etag)
            throws IOException {
        int from = request.from();
        byte[] rest = Arrays.copyOfRange(content, from, content.length);
        String range =
                "Content-Range: bytes " + from + "-" + (content.length - 1) + "/" + content.length;
        if (request.method().equals("HEAD")) {
            send(out, 200, new byte[0], etag, "Content-Length: " + content.length);
        } else if (from > 0) {
            send(out, 206, rest, etag, range);
        } else {
            send(out, 200, content, etag);
        }
    }
}
