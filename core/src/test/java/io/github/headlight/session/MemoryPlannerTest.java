package io.github.headlight.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.capture.CapturePlan;
import io.github.headlight.error.MemoryBudgetException;
import io.github.headlight.internal.ort.EngineTraits;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.model.Workspace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

/** A model of the shape of Qwen2.5-7B on a device with memory of its own. */
class MemoryPlannerTest {
    /** Of a model that the exporter wrote. */
    private static final EngineTraits OURS = new EngineTraits(true, true, true, false);

    private static final long ENOUGH = 1L << 40;
    private static final long WEIGHTS = 15_231_233_024L;
    private static final int LIMIT_OF_CELLS = Integer.MAX_VALUE;
    private static final int HEADS = 28;
    private static final int LAYERS = 28;

    private static final ModelSpec SPEC =
            new ModelSpec("qwen2", LAYERS, HEADS, 4, 128, 152_064, 131_072, List.of(151_645), "0");

    /** CUDA's softmax of 2³¹ cells or more is wrong, and says nothing. */
    @Test
    void refusesMoreScoresAtOnceThanCudaCounts() {
        MemoryPlanner planner = planner("topk:16", ENOUGH);
        MemoryPlanner.Size size = size(8_800);
        assertThatThrownBy(() -> planner.check(size, 8_800, ENOUGH))
                .isInstanceOf(MemoryBudgetException.class)
                .hasMessageContaining("2168320000 scores at once")
                .hasMessageContaining("CUDA counts to 2^31 - 1")
                .hasMessageContaining("in blocks of");
        planner.check(size, 8_000, ENOUGH);
    }

    @ParameterizedTest
    @CsvSource({"128", "1024", "8192", "32768", "131072"})
    void choosesBlocksThatCudaCanCount(int tokens) {
        MemoryPlanner planner = planner("stats+topk:16", ENOUGH);
        planner.check(size(tokens), 0, ENOUGH);
        int block = planner.estimate(size(tokens), 0, ENOUGH).block();
        assertThat((double) HEADS * block * tokens).isLessThan(LIMIT_OF_CELLS);
        assertThat(block).isGreaterThanOrEqualTo(Math.min(tokens, 16));
    }

    /** One buffer holds less than 2 GiB, on every device: a layer of 28 heads, 4,378 tokens. */
    @Test
    void refusesOutputsBeyondTwoGibibytes() {
        MemoryPlanner planner = planner("full", ENOUGH);
        planner.check(size(4_300), 4_300, ENOUGH);
        assertThatThrownBy(() -> planner.check(size(4_400), 4_400, ENOUGH))
                .isInstanceOf(MemoryBudgetException.class)
                .hasMessageContaining("2.2 GB in one piece, but a piece is limited to 2 GiB");
    }

    @Test
    void countsWeightsCacheAndOutputsOnTheDevice() {
        MemoryEstimate estimate = planner("full", ENOUGH).estimate(size(1_024), 256, ENOUGH);
        double cache = 2.0 * 57_344 * 1_024;
        double outputs = (double) LAYERS * HEADS * 256 * 1_024 * Float.BYTES;
        assertThat(estimate.device()).isGreaterThan((long) (WEIGHTS + cache + outputs));
        assertThat(estimate.workspace()).isZero();
        assertThat(estimate.cache()).isEqualTo((long) cache);
        assertThat(estimate.toString()).contains("GB on the device");
    }

    @Test
    void refusesWhatADeviceDoesNotHold() {
        assertThatThrownBy(() -> planner("full", 18_000_000_000L).check(size(8_192), 256, ENOUGH))
                .isInstanceOf(MemoryBudgetException.class)
                .hasMessageContaining("but 18.0 GB of the device are available")
                .hasMessageContaining("--capture");
        assertThatThrownBy(() -> planner("stats", WEIGHTS).check(size(16), 0, ENOUGH))
                .isInstanceOf(MemoryBudgetException.class)
                .hasMessageContaining("of the device");
    }

    @Test
    void leavesTheCpuAlone() {
        MemoryEstimate estimate = onCpu(OURS);
        assertThat(estimate.device()).isZero();
        assertThat(estimate.workspace()).isPositive();
        assertThat(estimate.toString()).doesNotContain("device");
    }

    @Test
    void countsLogitsIn16BitsBesideTheirFloats() {
        long floats = onCpu(new EngineTraits(false, true, false, false)).scratch();
        long both = onCpu(new EngineTraits(false, true, false, true)).scratch();
        assertThat(both - floats).isEqualTo(1_024L * 152_064 * Short.BYTES);
    }

    private static MemoryEstimate onCpu(EngineTraits traits) {
        return new MemoryPlanner(
                        SPEC,
                        CapturePlan.parse("stats"),
                        traits,
                        new MemoryPlanner.Cache(true, Float.BYTES),
                        Workspace.rough(SPEC),
                        Optional.empty())
                .estimate(size(1_024), 0, ENOUGH);
    }

    private static MemoryPlanner planner(String plan, long deviceLimit) {
        return new MemoryPlanner(
                SPEC,
                CapturePlan.parse(plan),
                OURS,
                new MemoryPlanner.Cache(false, Short.BYTES),
                Workspace.rough(SPEC),
                Optional.of(new DeviceMemory(deviceLimit, WEIGHTS)));
    }

    private static MemoryPlanner.Size size(int tokens) {
        return new MemoryPlanner.Size(tokens, 0, false, true);
    }
}
