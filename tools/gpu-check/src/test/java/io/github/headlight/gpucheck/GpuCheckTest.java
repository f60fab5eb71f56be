package io.github.headlight.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The whole list on the CPU, with a small checkpoint: that it runs, and says what it is not. */
class GpuCheckTest {
    @TempDir Path folder;

    @Test
    void runsTheListOnACpuAndReportsNoFigureOfAGpu() throws Exception {
        int exit =
                GpuCheck.run(
                        "check",
                        "--device=cpu",
                        "--out=" + folder,
                        "--lengths=16,24",
                        "--decode=20",
                        "--plans=full,stats+topk:16");
        assertThat(exit).isZero();
        JsonObject report =
                JsonParser.parseString(Files.readString(folder.resolve("gpu-check.json")))
                        .getAsJsonObject();
        assertThat(report.get("device").getAsString()).isEqualTo("cpu");
        assertThat(report.toString()).doesNotContain("device_bytes");
        assertThat(Files.readString(folder.resolve("gpu-check.md")))
                .startsWith("# The GPU check on a CPU: no figure here is one of a GPU")
                .contains("## captures")
                .contains("| full | 24 |")
                .contains("| stats+topk:16 | 24 |");

        List<JsonObject> agreement = rows(report, "agreement with f32 on the CPU");
        assertThat(agreement).hasSize(1);
        assertThat(number(agreement.get(0), "mean difference")).isLessThan(1e-3);
        assertThat(number(agreement.get(0), "largest distance of a row's sum from 1"))
                .isLessThan(1e-5);
        assertThat(rows(report, "export"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(number(row, "heavy nodes without")).isZero());
        assertThat(rows(report, "captures"))
                .hasSize(4)
                .allSatisfy(row -> assertThat(number(row, "seconds")).isPositive());
        assertThat(rows(report, "where nodes ran"))
                .extracting(row -> row.get("provider and operator").getAsString())
                .contains("CPUExecutionProvider Gemm", "CPUExecutionProvider GroupQueryAttention");
        assertThat(rows(report, "generation")).hasSize(1);
    }

    @Test
    void refusesAGpuThatIsNotThere() {
        if (NvidiaSmi.nameAndDriver().isEmpty()) {
            assertThat(GpuCheck.run("check", "--device=cuda", "--out=" + folder)).isEqualTo(1);
            assertThat(folder.resolve("gpu-check.json")).doesNotExist();
        }
    }

    @Test
    void countsNodesByProvider() {
        SortedMap<String, Integer> nodes =
                NodeProfile.count(
                        """
                        [{"name":"session_initialization","args":{}},
                         {"name":"a_kernel_time","args":{"op_name":"MatMul","provider":"CUDAExecutionProvider"}},
                         {"name":"a_fence_before","args":{"op_name":"MatMul"}},
                         {"name":"b_kernel_time","args":{"op_name":"MatMul","provider":"CUDAExecutionProvider"}},
                         {"name":"c_kernel_time","args":{"op_name":"Add","provider":"CPUExecutionProvider"}}]
                        """);
        assertThat(nodes)
                .isEqualTo(
                        Map.of("CUDAExecutionProvider MatMul", 2, "CPUExecutionProvider Add", 1));
    }

    private static List<JsonObject> rows(JsonObject report, String step) {
        List<JsonObject> rows = new ArrayList<>();
        for (JsonElement row : report.getAsJsonArray("rows")) {
            if (row.getAsJsonObject().get("step").getAsString().equals(step)) {
                rows.add(row.getAsJsonObject());
            }
        }
        return rows;
    }

    private static double number(JsonObject row, String name) {
        return row.get(name).getAsDouble();
    }
}
