package io.github.headlight.export.hub;

import io.github.headlight.error.HubException;
import io.github.headlight.error.HubException.Reason;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/** Says why something of a model cannot be had, and what to do about it. */
final class Refusals {
    private static final Set<Integer> LATER = Set.of(408, 429, 500, 502, 503, 504);

    private final HubConfig config;
    private final RepoId repo;
    private final String what;

    /**
     * @param what the revision or file that is asked for
     */
    Refusals(HubConfig config, RepoId repo, String what) {
        this.config = config;
        this.repo = repo;
        this.what = what;
    }

    /** What the hub sends is not what it should be. */
    HubException invalid(String problem, Throwable cause) {
        return new HubException(Reason.INVALID, repo + ": " + what + ": " + problem, cause);
    }

    /** The last of many failures. */
    HubException unreachable(IOException e) {
        return new HubException(
                Reason.UNREACHABLE,
                repo
                        + ": "
                        + what
                        + ": "
                        + config.endpoint().getHost()
                        + " cannot be reached ("
                        + reason(e)
                        + "); check the network and HF_ENDPOINT, or try later: what has come is kept",
                e);
    }

    /**
     * {@return the failure that an answer means}
     *
     * @throws TryLaterException if it may pass
     */
    HubException of(HubClient.Answer answer, URI uri) throws TryLaterException {
        int status = answer.status();
        if (LATER.contains(status)) {
            throw new TryLaterException("it answers " + status + waiting(answer), pause(answer));
        }
        // Elsewhere nobody knows the token, and an address that the hub gave is not the user's.
        boolean isHub = config.endpoint().getHost().equals(uri.getHost());
        String code = answer.headers().firstValue("X-Error-Code").orElse("");
        return switch (isHub ? status : 0) {
            case 401 -> denied(code.equals("GatedRepo") ? gated() : unknown());
            case 403 -> denied(code.equals("GatedRepo") ? gated() : forbidden(uri));
            case 404 -> new HubException(Reason.NOT_FOUND, notFound(code));
            default -> invalid(uri.getHost() + " answers " + status + ", expected 200", null);
        };
    }

    private static HubException denied(String message) {
        return new HubException(Reason.DENIED, message);
    }

    private String gated() {
        return repo
                + ": is gated; accept its terms at "
                + config.endpoint()
                + "/"
                + repo
                + (config.token().isPresent()
                        ? " with the account of your token, and wait until you are let in"
                        : ", and set HF_TOKEN to a token of your account");
    }

    /** The hub does not tell strangers which models there are. */
    private String unknown() {
        return repo
                + (config.token().isPresent()
                        ? ": the hub does not take the token; set HF_TOKEN to one that is valid and"
                                + " may read this model, and check the model's name"
                        : ": there is no such model, or it is private or gated; check its name, or"
                                + " set HF_TOKEN to a token of an account that may read it");
    }

    private String forbidden(URI uri) {
        return repo
                + ": "
                + what
                + ": "
                + uri.getHost()
                + " forbids it; "
                + (config.token().isPresent()
                        ? "set HF_TOKEN to a token that may read this model"
                        : "set HF_TOKEN to a token of an account that may read it");
    }

    private String notFound(String code) {
        return switch (code) {
            case "RepoNotFound" ->
                    repo + ": there is no such model on " + config.endpoint() + "; check its name";
            case "RevisionNotFound", "EntryNotFound" ->
                    repo + ": has no " + what + "; check its name";
            default ->
                    repo + ": there is no such model, or it has no " + what + "; check the names";
        };
    }

    private static String waiting(HubClient.Answer answer) {
        return pause(answer)
                .map(pause -> " and asks to wait " + pause.toSeconds() + " s")
                .orElse("");
    }

    /** Retry-After: seconds, or a date. */
    private static Optional<Duration> pause(HubClient.Answer answer) {
        String text = answer.headers().firstValue("Retry-After").orElse("").strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant date =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration pause = Duration.between(Instant.now(), date);
            return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Java's client gives no words to the commonest failures. */
    private static String reason(IOException e) {
        if (e.getMessage() != null) {
            return e.getMessage();
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "no host has this name";
            }
        }
        return e instanceof ConnectException
                ? "nobody answers there"
                : e.getClass().getSimpleName();
    }
}
