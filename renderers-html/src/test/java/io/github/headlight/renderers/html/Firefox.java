package io.github.headlight.renderers.html;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.FluentWait;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

/** A headless Firefox, spoken to in WebDriver BiDi, which it knows without a driver beside it. */
final class Firefox implements WebSocket.Listener, AutoCloseable {
    static final String PROGRAM = "/usr/bin/firefox-esr";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final WebSocket socket;
    private final String tab;
    private final StringBuilder message = new StringBuilder();
    private final Queue<String> reports = new ConcurrentLinkedQueue<>();
    private volatile CompletableFuture<JsonObject> answer;

    /**
     * @param profile an empty folder, which it fills
     */
    Firefox(Path profile) throws IOException {
        Path output = profile.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(
                                PROGRAM,
                                "--headless",
                                "--remote-debugging-port=0",
                                "--profile",
                                profile.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        // It does not start as root in somebody else's home.
        builder.environment().put("HOME", profile.toString());
        process = builder.start();
        try {
            URI address = URI.create(listening(output) + "/session");
            socket =
                    HttpClient.newHttpClient()
                            .newWebSocketBuilder()
                            .buildAsync(address, this)
                            .join();
            ask("session.new", "{'capabilities': {}}");
            ask("session.subscribe", "{'events': ['log.entryAdded', 'network.beforeRequestSent']}");
            JsonArray tabs = ask("browsingContext.getTree", "{}").getAsJsonArray("contexts");
            tab = tabs.get(0).getAsJsonObject().get("context").getAsString();
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    /** Waits until it says where it listens. */
    private static String listening(Path output) {
        return new FluentWait<>(Pattern.compile("ws://\\S+(?=\\s)"))
                .withTimeout(PATIENCE)
                .withMessage(() -> "a Firefox that listens; it says: " + read(output))
                .until(
                        address -> {
                            Matcher found = address.matcher(read(output));
                            return found.find() ? found.group() : null;
                        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param parameters JSON, with values to be written into it
     */
    private JsonObject ask(String method, String parameters, Object... values) {
        Object[] written = Stream.of(values).map(new Gson()::toJson).toArray();
        answer = new CompletableFuture<>();
        String command = "{'id': 1, 'method': '" + method + "', 'params': " + parameters + "}";
        socket.sendText(command.replace('\'', '"').formatted(written), true).join();
        JsonObject found = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (!found.has("result")) {
            throw new AssertionError(method + ": " + found);
        }
        return found.getAsJsonObject("result");
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        message.append(part);
        if (last) {
            JsonObject whole = JsonParser.parseString(message.toString()).getAsJsonObject();
            message.setLength(0);
            JsonObject event = whole.getAsJsonObject("params");
            if (event == null) {
                answer.complete(whole);
            } else if (event.has("request")) {
                reports.add(event.getAsJsonObject("request").get("url").getAsString());
            } else {
                reports.add(event.get("level") + ": " + event.get("text"));
            }
        }
        from.request(1);
        return null;
    }

    /** What pages asked for, and all messages and errors of theirs, since it was asked last. */
    List<String> reports() {
        List<String> all = new ArrayList<>();
        for (String report; (report = reports.poll()) != null; ) {
            all.add(report);
        }
        return all;
    }

    /** Opens a report and waits until it is drawn. */
    void open(Path page, String hash, int width, int height) {
        ask(
                "browsingContext.setViewport",
                "{'context': %s, 'viewport': {'width': %s, 'height': %s}, 'devicePixelRatio': 1}",
                tab,
                width,
                height);
        // To go from one address of a page to another does not load it anew.
        navigate("about:blank");
        navigate(page.toUri() + hash);
        until("window.headlight !== undefined && headlight.settled");
    }

    private void navigate(String url) {
        String parameters = "{'context': %s, 'url': %s, 'wait': 'complete'}";
        ask("browsingContext.navigate", parameters, tab, url);
    }

    /** The value of an expression, or of what it promises. */
    JsonElement evaluate(String expression) {
        JsonObject found =
                ask(
                        "script.evaluate",
                        "{'expression': %s, 'target': {'context': %s}, 'awaitPromise': true}",
                        "(async () => JSON.stringify(await (" + expression + ") ?? null))()",
                        tab);
        if (!found.has("result")) {
            throw new AssertionError(expression + ": " + found);
        }
        return JsonParser.parseString(found.getAsJsonObject("result").get("value").getAsString());
    }

    void until(String condition) {
        evaluate(
                "new Promise(done => { const look = () => "
                        + condition
                        + " ? done() : setTimeout(look, 10); look(); })");
    }

    void press(Keys key) {
        ask(
                "input.performActions",
                "{'context': %s, 'actions': [{'type': 'key', 'id': 'keyboard', 'actions':"
                        + " [{'type': 'keyDown', 'value': %s}, {'type': 'keyUp', 'value': %s}]}]}",
                tab,
                key.toString(),
                key.toString());
    }

    /** What is on the page where an element is. */
    BufferedImage picture(String element) throws IOException {
        JsonElement box =
                evaluate(
                        "(({x, y, width, height}) => ({type: 'box', x: x + scrollX, y: y + scrollY,"
                                + " width, height}))("
                                + element
                                + ".getBoundingClientRect())");
        JsonObject shot =
                ask(
                        "browsingContext.captureScreenshot",
                        "{'context': %s, 'origin': 'document', 'clip': %s}",
                        tab,
                        box);
        byte[] png = Base64.getDecoder().decode(shot.get("data").getAsString());
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
