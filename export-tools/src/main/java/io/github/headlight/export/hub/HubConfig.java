package io.github.headlight.export.hub;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which hub to ask, and where its files are kept.
 *
 * @param endpoint the address of the hub, http or https, without a slash at its end
 * @param token what says who asks, for models that are not for everyone
 * @param cache the folder of the hub's cache
 * @param offline whether the cache is all there is
 * @param symbolicLinks whether the cache may hold symbolic links
 * @param patience how long to bear with failures
 */
public record HubConfig(
        URI endpoint,
        Optional<String> token,
        Path cache,
        boolean offline,
        boolean symbolicLinks,
        Patience patience) {
    /**
     * @throws IllegalArgumentException if the endpoint is no address of a hub, or the token holds
     *     what no header may
     */
    public HubConfig {
        Objects.requireNonNull(cache, "cache");
        Objects.requireNonNull(patience, "patience");
        boolean isAddress =
                ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))
                        && endpoint.getHost() != null
                        && endpoint.getRawUserInfo() == null
                        && endpoint.getRawQuery() == null
                        && endpoint.getRawFragment() == null
                        && !endpoint.toString().endsWith("/");
        if (!isAddress) {
            throw new IllegalArgumentException(
                    "expected the address of a hub, as https://HOST, found a scheme of "
                            + endpoint.getScheme()
                            + " and a host of "
                            + endpoint.getHost()
                            + "; correct HF_ENDPOINT");
        }
        if (token.isPresent() && !token.get().matches("[!-~]+")) {
            throw new IllegalArgumentException(
                    "expected a token of visible ASCII characters, found others; correct HF_TOKEN");
        }
    }

    /**
     * {@return what the variables say that the hub's own tools read: {@code HF_ENDPOINT}, {@code
     * HF_TOKEN} or the file {@code HF_TOKEN_PATH}, {@code HF_HUB_CACHE}, {@code HF_HOME}, {@code
     * HF_HUB_OFFLINE}, {@code HF_HUB_DISABLE_SYMLINKS}, {@code HF_HUB_DISABLE_IMPLICIT_TOKEN}}
     *
     * @param environment the variables, as of {@link System#getenv()}
     * @throws IllegalArgumentException if one of them cannot be understood
     * @throws io.github.headlight.error.InvalidFileException if the token's file cannot be read
     */
    public static HubConfig of(Map<String, String> environment) {
        HubEnvironment variables = new HubEnvironment(environment);
        return new HubConfig(
                variables.endpoint(),
                variables.token(),
                variables.cache(),
                variables.isOffline(),
                !variables.isWithoutLinks(),
                Patience.DEFAULT);
    }

    /** Without the token, which must not end up in a log. */
    @Override
    public String toString() {
        return "HubConfig[endpoint="
                + endpoint
                + ", token="
                + (token.isPresent() ? "given" : "none")
                + ", cache="
                + cache
                + "]";
    }
}
