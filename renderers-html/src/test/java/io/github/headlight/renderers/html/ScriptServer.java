package io.github.headlight.renderers.html;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Serves the modules of the script and their tests to a browser on this machine, which takes no
 * modules from files: {@code /src/…} as in this project, {@code /webjars/…} from the class path,
 * and texts that are given.
 */
final class ScriptServer implements AutoCloseable {
    private static final Path PROJECT = Path.of("").toAbsolutePath();

    private final HttpServer server;
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    ScriptServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    URI address(String path) {
        InetSocketAddress at = server.getAddress();
        return URI.create("http://" + at.getHostString() + ":" + at.getPort() + path);
    }

    /** Serves a text at a path that ends like its kind: {@code .html}, {@code .json}. */
    void put(String path, String text) {
        texts.put(path, text);
    }

    /** The paths of the script's files that end so. */
    static List<String> scripts(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT.resolve(folder))) {
            return files.map(file -> "/" + PROJECT.relativize(file).toString().replace('\\', '/'))
                    .filter(path -> path.endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] bytes = read(path);
            String type =
                    path.endsWith(".js")
                            ? "text/javascript"
                            : path.endsWith(".html") ? "text/html" : "text/plain";
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.sendResponseHeaders(
                    bytes == null ? 404 : 200, bytes == null ? -1 : bytes.length);
            if (bytes != null) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private byte[] read(String path) throws IOException {
        if (texts.containsKey(path)) {
            return texts.get(path).getBytes(StandardCharsets.UTF_8);
        }
        if (path.startsWith("/src/")) {
            Path file = PROJECT.resolve(path.substring(1)).normalize();
            return file.startsWith(PROJECT.resolve("src")) && Files.isRegularFile(file)
                    ? Files.readAllBytes(file)
                    : null;
        }
        try (InputStream in =
                ScriptServer.class.getResourceAsStream("/META-INF/resources" + path)) {
            return in == null ? null : in.readAllBytes();
        }
    }
}
