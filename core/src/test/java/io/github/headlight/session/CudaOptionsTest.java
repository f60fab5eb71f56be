package io.github.headlight.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Map;

class CudaOptionsTest {
    @Test
    void roundsF32OnlyWhereItHoldsNoMore() {
        assertThat(CudaOptions.DEFAULT.settings(/* half= */ true))
                .isEqualTo(Map.of("arena_extend_strategy", "kSameAsRequested", "use_tf32", "1"));
        assertThat(CudaOptions.DEFAULT.settings(/* half= */ false)).containsEntry("use_tf32", "0");
        assertThat(CudaOptions.DEFAULT.withTf32(true).settings(/* half= */ false))
                .containsEntry("use_tf32", "1");
    }

    @Test
    void setsWhatIsAskedFor() {
        CudaOptions options =
                CudaOptions.DEFAULT
                        .withMemoryLimit(20L << 30)
                        .withArena(CudaOptions.Arena.DOUBLING)
                        .withKernel(CudaOptions.Kernel.FLASH)
                        .withTf32(false)
                        .withoutCudnn();
        assertThat(options.settings(/* half= */ true))
                .isEqualTo(
                        Map.of(
                                "gpu_mem_limit", "21474836480",
                                "arena_extend_strategy", "kNextPowerOfTwo",
                                "sdpa_kernel", "1",
                                "use_tf32", "0",
                                "enable_cudnn", "0"));
    }

    @Test
    void refusesALimitThatIsNone() {
        assertThatThrownBy(() -> CudaOptions.DEFAULT.withMemoryLimit(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 0");
    }
}
