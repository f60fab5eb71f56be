package io.github.headlight.export.hub;

import static io.github.headlight.export.hub.HubFixture.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.headlight.testing.LocalHub;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

/** Listings as hubs send them, and as nobody should. */
class ListingTest {
    private static final String SHA_256 = "ab".repeat(32);
    private static final String SHA_1 = "cd".repeat(20);

    @Test
    void readsSizesAndHashes() {
        Listing listing =
                parse(
                        """
                        {"siblings":[
                          {"rfilename":"a","size":7,"blobId":"%2$s","other":[{}]},
                          {"rfilename":"b","size":8,"blobId":"%2$s",
                           "lfs":{"size":8,"sha256":"%1$s","pointerSize":130}},
                          {"rfilename":"c","lfs":null},
                          {"size":null,"rfilename":"d"}],
                         "sha":"%3$s","gated":false}
                        """
                                .formatted(SHA_256, SHA_1, LocalHub.COMMIT));
        assertThat(listing.commit()).isEqualTo(LocalHub.COMMIT);
        assertThat(listing.files())
                .containsOnlyKeys("a", "b", "c", "d")
                .containsEntry("a", entry(7, SHA_1))
                .containsEntry("b", entry(8, SHA_256))
                .containsEntry("c", new Listing.Entry(Optional.empty(), Optional.empty()))
                .containsEntry("d", new Listing.Entry(Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{",
                "{} {}",
                "{\"siblings\":[]}",
                "{\"sha\":7}",
                "{\"sha\":\"../../../x\"}",
                "{\"sha\":\"0123456789ABCDEF0123456789ABCDEF01234567\"}",
                "{\"siblings\":{}}",
                "{\"siblings\":[7]}",
                "{\"siblings\":[{\"size\":-1}]}",
                "{\"siblings\":[{\"size\":1e999999999}]}",
                "{\"siblings\":[{\"size\":9223372036854775807}]}",
                "{\"siblings\":[{\"size\":1.5}]}"
            })
    void refusesWhatIsNone(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(json));
    }

    @Test
    void refusesDepthWithoutEnd() {
        for (String open : new String[] {"[", "{\"a\":", "{\"siblings\":[{\"lfs\":"}) {
            String json = "{\"x\":" + open.repeat(1_000_000);
            assertThatIllegalArgumentException().isThrownBy(() -> parse(json));
        }
    }

    @Test
    void refusesMoreFilesThanAnyModelHas() {
        StringBuilder json = new StringBuilder("{\"siblings\":[");
        for (int i = 0; i <= 100_000; i++) {
            json.append("{\"rfilename\":\"" + i + "\"},");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(json.toString()))
                .withMessageContaining("100000 files");
    }

    private static Listing parse(String json) {
        return Listing.parse(text(json));
    }

    private static Listing.Entry entry(long size, String hash) {
        return new Listing.Entry(Optional.of(size), BlobHash.of(hash));
    }
}
