package io.github.headlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.github.headlight.analysis.flow.FirstToken;
import io.github.headlight.analysis.flow.RolloutOptions;
import io.github.headlight.analysis.profile.HeadProfiles;
import io.github.headlight.capture.Attention;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.capture.Captured;
import io.github.headlight.testing.Attentions;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.api.Test;

import java.util.List;

class RolloutJsonTest {
    @Test
    void writesTheLowerTriangleWithItsOptions() {
        Attention attention =
                Attentions.of(
                        1,
                        1,
                        TokenSequence.ofIds(new int[3]),
                        3,
                        List.of(
                                Attentions.matrix(
                                        new double[] {1},
                                        new double[] {0.5, 0.5},
                                        new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0})));
        assertThat(json(attention, RolloutOptions.DEFAULT))
                .hasToString(
                        "{\"rollout\":{\"residual\":0.5,\"sink\":\"shown\",\"rows\":"
                                + "[[1.0],[0.25,0.75],[0.166667,0.166667,0.666667]]}}");
        RolloutOptions masked =
                RolloutOptions.DEFAULT.withSink(FirstToken.LEFT_OUT).withResidual(0);
        assertThat(json(attention, masked))
                .hasToString(
                        "{\"rollout\":{\"residual\":0.0,\"sink\":\"renormalised\",\"rows\":"
                                + "[[1.0],[0.0,1.0],[0.0,0.5,0.5]]}}");
    }

    @Test
    void writesWholeRowsOfAnEncoder() {
        Attention attention =
                Attentions.bidirectional(1, 1, TokenSequence.ofIds(new int[] {1, 2, 3}), 1);
        JsonArray rows =
                json(attention, RolloutOptions.DEFAULT)
                        .getAsJsonObject("rollout")
                        .getAsJsonArray("rows");
        assertThat(rows).allSatisfy(row -> assertThat(row.getAsJsonArray()).hasSize(3));
    }

    @Test
    void saysWhyThereIsNone() {
        JsonObject longest = json(Attentions.random(1, 1, 512, 1), RolloutOptions.DEFAULT);
        JsonArray rows = longest.getAsJsonObject("rollout").getAsJsonArray("rows");
        assertThat(rows).hasSize(512);
        JsonObject tooLong = json(Attentions.random(1, 1, 513, 1), RolloutOptions.DEFAULT);
        assertThat(tooLong.get("rollout").isJsonNull()).isTrue();
        assertThat(tooLong.get("rollout_note").getAsString()).contains("512", "513");
    }

    @Test
    void saysWhichPlanWouldGiveIt() {
        Attention full = Attentions.random(1, 1, 4, 1);
        Attention statistics =
                new Attention(
                        full.model(),
                        CapturePlan.parse("stats"),
                        full.tokens(),
                        4,
                        Captured.NOTHING.with(HeadProfiles.of(full).statistics()),
                        null);
        JsonObject json = json(statistics, RolloutOptions.DEFAULT);
        assertThat(json.get("rollout").isJsonNull()).isTrue();
        assertThat(json.get("rollout_note").getAsString()).contains("--capture mean");
    }

    private static JsonObject json(Attention attention, RolloutOptions options) {
        JsonObject json = new JsonObject();
        RolloutJson.addTo(json, attention, options);
        return json;
    }
}
