package io.github.headlight.export.hub;

import io.github.headlight.file.SmallFile;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The environment variables of the hub's own tools, with their defaults. */
final class HubEnvironment {
    private static final String ENDPOINT = "https://huggingface.co";
    private static final int MAX_TOKEN = 1 << 16;
    private static final Set<String> YES = Set.of("1", "on", "yes", "true");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");

    private final Map<String, String> variables;

    HubEnvironment(Map<String, String> variables) {
        this.variables = variables;
    }

    URI endpoint() {
        String address = variable("HF_ENDPOINT").orElse(ENDPOINT).replaceAll("/+$", "");
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "HF_ENDPOINT: expected the address of a hub, found: " + e.getMessage(), e);
        }
    }

    /** The token that is given, else the one that was stored when the user logged in. */
    Optional<String> token() {
        if (isYes("HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
            return Optional.empty();
        }
        Optional<String> given =
                Stream.of("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
                        .flatMap(name -> variable(name).stream())
                        .findFirst();
        if (given.isPresent()) {
            return given;
        }
        Path file = variable("HF_TOKEN_PATH").map(this::path).orElse(home().resolve("token"));
        return Files.exists(file)
                ? Optional.of(SmallFile.readText(file, MAX_TOKEN).strip()).filter(t -> !t.isEmpty())
                : Optional.empty();
    }

    Path cache() {
        return Stream.of("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")
                .flatMap(name -> variable(name).stream())
                .findFirst()
                .map(this::path)
                .orElse(home().resolve("hub"));
    }

    boolean isOffline() {
        return isYes("HF_HUB_OFFLINE") || isYes("TRANSFORMERS_OFFLINE");
    }

    boolean isWithoutLinks() {
        return isYes("HF_HUB_DISABLE_SYMLINKS");
    }

    private Path home() {
        return variable("HF_HOME")
                .map(this::path)
                .orElseGet(
                        () ->
                                path(variable("XDG_CACHE_HOME").orElse("~/.cache"))
                                        .resolve("huggingface"));
    }

    private boolean isYes(String name) {
        return variable(name).filter(v -> YES.contains(v.toLowerCase(Locale.ROOT))).isPresent();
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name))
                .map(String::strip)
                .filter(v -> !v.isEmpty());
    }

    /** As Python's tools read it: files that set variables often name others. */
    private Path path(String text) {
        String atHome =
                text.equals("~") || text.startsWith("~/")
                        ? System.getProperty("user.home") + text.substring(1)
                        : text;
        return Path.of(
                VARIABLE.matcher(atHome)
                        .replaceAll(
                                name ->
                                        Matcher.quoteReplacement(
                                                variables.getOrDefault(
                                                        name.group(1), name.group()))));
    }
}
