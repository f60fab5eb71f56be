package io.github.headlight.export.checkpoint;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.generation.GenerationDefaults;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A model as its makers publish it. Opening one reads descriptions, never weights. */
public sealed interface Checkpoint permits SafetensorsCheckpoint, GgufCheckpoint {
    /**
     * Opens a checkpoint.
     *
     * @param path a folder with config.json and model.safetensors, or shards and their index; a
     *     GGUF file, any part of a split one, or a folder with a single model in GGUF
     * @return the checkpoint
     * @throws InvalidFileException if a file is missing or damaged
     * @throws UnsupportedModelException if the model is one that is not understood
     */
    static Checkpoint open(Path path) {
        return GgufCheckpoint.find(path)
                .<Checkpoint>map(GgufCheckpoint::open)
                .orElseGet(() -> SafetensorsCheckpoint.open(path));
    }

    /** {@return the folder that holds the weights} */
    Path folder();

    /** {@return what people call it} */
    String name();

    /** {@return what the model is} */
    ModelConfig config();

    /** {@return ids that end a generated answer} */
    List<Integer> endTokens();

    /** {@return how its makers want it to answer} */
    GenerationDefaults generation();

    /** {@return the files that hold weights, in order of name} */
    List<Path> weightFiles();

    /** {@return all files that make up the checkpoint, which nobody must overwrite} */
    List<Path> ownFiles();

    /** {@return the files beside the weights that belong to the model and are there} */
    List<Path> sideFiles();

    /**
     * {@return files that belong beside the model and that the checkpoint holds in another form:
     * their names and contents}
     *
     * @throws UnsupportedModelException if they cannot be made
     */
    Map<String, String> madeFiles();

    /** {@return whether a model can use all weights where they are} */
    boolean isPlain();

    /**
     * {@return a tensor that must be there}
     *
     * @param name its name as transformers has it
     * @param shape the axes it must have
     * @throws InvalidFileException if it is missing, cut off, or has another shape or a type that
     *     is not read
     */
    StoredTensor tensor(String name, long... shape);
}
