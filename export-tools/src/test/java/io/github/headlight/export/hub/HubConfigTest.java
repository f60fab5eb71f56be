package io.github.headlight.export.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What the environment says of a hub. */
class HubConfigTest {
    @TempDir Path home;

    @Test
    void hasDefaults() {
        HubConfig config = HubConfig.of(Map.of("HF_HOME", home.toString()));
        assertThat(config.endpoint()).isEqualTo(URI.create("https://huggingface.co"));
        assertThat(config.cache()).isEqualTo(home.resolve("hub"));
        assertThat(config.token()).isEmpty();
        assertThat(config.offline()).isFalse();
        assertThat(config.symbolicLinks()).isTrue();
    }

    @Test
    void findsTheTokenThatIsGivenOrStored() throws IOException {
        Files.writeString(home.resolve("token"), "stored\n");
        Path other = Files.writeString(home.resolve("other"), " elsewhere ");
        Map<String, String> stored = Map.of("HF_HOME", home.toString());
        assertThat(HubConfig.of(stored).token()).contains("stored");
        assertThat(HubConfig.of(Map.of("HF_TOKEN_PATH", other.toString())).token())
                .contains("elsewhere");
        Map<String, String> given = Map.of("HF_HOME", home.toString(), "HF_TOKEN", " given\n");
        assertThat(HubConfig.of(given).token()).contains("given");
    }

    @Test
    void keepsTheTokenToItselfWhereTheUserSaysSo() throws IOException {
        Files.writeString(home.resolve("token"), "stored");
        Map<String, String> variables =
                Map.of(
                        "HF_HOME",
                        home.toString(),
                        "HF_TOKEN",
                        "given",
                        "HF_HUB_DISABLE_IMPLICIT_TOKEN",
                        "1");
        assertThat(HubConfig.of(variables).token()).isEmpty();
    }

    @Test
    void readsVariablesInPathsAsPythonDoes() {
        Map<String, String> variables =
                Map.of("SCRATCH", home.toString(), "HF_HOME", "$SCRATCH/${SCRATCH}x/$NONE");
        assertThat(HubConfig.of(variables).cache())
                .isEqualTo(Path.of(home.toString(), home + "x", "$NONE", "hub"));
    }

    @Test
    void keepsTheTokenOutOfItsText() {
        HubConfig config =
                HubConfig.of(Map.of("HF_HOME", home.toString(), "HF_TOKEN", "hf_secret"));
        assertThat(config).asString().doesNotContain("hf_secret");
    }

    @Test
    void readsSwitches() {
        HubConfig config =
                HubConfig.of(
                        Map.of(
                                "HF_HOME",
                                home.toString(),
                                "HF_ENDPOINT",
                                "http://mirror.example:8080/hub//",
                                "HF_HUB_OFFLINE",
                                "True",
                                "HF_HUB_DISABLE_SYMLINKS",
                                "1"));
        assertThat(config.endpoint()).isEqualTo(URI.create("http://mirror.example:8080/hub"));
        assertThat(config.offline()).isTrue();
        assertThat(config.symbolicLinks()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mirror.example",
                "ftp://mirror.example",
                "https://",
                "https:///x",
                "https://user:password@mirror.example",
                "https://mirror.example?x=1",
                "https://mirror.example/#x",
                "https://mirror example",
                "file:///x"
            })
    void refusesWhatIsNoAddress(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                HubConfig.of(
                                        Map.of(
                                                "HF_HOME",
                                                home.toString(),
                                                "HF_ENDPOINT",
                                                endpoint)))
                .withMessageContaining("HF_ENDPOINT")
                .withMessageNotContaining("password");
    }

    @Test
    void refusesATokenThatWouldBeMoreThanAHeader() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                HubConfig.of(
                                        Map.of(
                                                "HF_HOME",
                                                home.toString(),
                                                "HF_TOKEN",
                                                "hf_secret\r\nHost: x")))
                .withMessageContaining("HF_TOKEN")
                .withMessageNotContaining("hf_secret");
    }
}
