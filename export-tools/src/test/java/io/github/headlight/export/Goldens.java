package io.github.headlight.export;

import io.github.headlight.testing.ExpectedValues;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the reference checkpoints and values lie. */
public final class Goldens {
    private static final Path ROOT = Path.of(System.getProperty("headlight.root"));
    private static final Path FOLDER = ROOT.resolve("export-tools/src/test/golden");

    private static final List<String> MULTIPLES_OF_16 =
            List.of(
                    "qwen2-f32",
                    "qwen2-bf16-sharded-tied",
                    "llama-f16",
                    "qwen3-f32",
                    "qwen2-yarn",
                    "llama3-rope");
    private static final List<String> OTHER_SIZES = List.of("llama-head20", "qwen3-head8");

    private Goldens() {}

    /** The checkpoints, of every head size. */
    public static Stream<String> all() {
        return Stream.concat(multiplesOf16(), OTHER_SIZES.stream());
    }

    /** The checkpoints whose head size the fused attention takes. */
    static Stream<String> multiplesOf16() {
        return MULTIPLES_OF_16.stream();
    }

    public static Path folder(String name) {
        return FOLDER.resolve(name);
    }

    public static ExpectedValues expected(String name) {
        return ExpectedValues.open(folder(name).resolve("expected.safetensors"));
    }

    static Path teachingModel() {
        return ROOT.resolve("examples/src/main/resources/io/github/headlight/examples/model");
    }
}
