package io.github.headlight.export.checkpoint;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.architecture.ModelConfig;
import io.github.headlight.generation.GenerationDefaults;

import java.nio.file.Path;
import java.util.List;

/** A model as its makers publish it. Opening one reads descriptions, never weights. */
public interface Checkpoint {
    /**
     * Opens a checkpoint.
     *
     * @param folder a folder with config.json and model.safetensors, or shards and their index
     * @return the checkpoint
     * @throws InvalidFileException if a file is missing or damaged
     * @throws UnsupportedModelException if the model is one that is not understood
     */
    static Checkpoint open(Path folder) {
        return SafetensorsCheckpoint.open(folder);
    }

    /** {@return the folder that holds the weights} */
    Path folder();

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
     * {@return a tensor that must be there}
     *
     * @param name its name as transformers has it
     * @param shape the axes it must have
     * @throws InvalidFileException if it is missing, or has another shape or an element type other
     *     than F32, F16 and BF16
     */
    StoredTensor tensor(String name, long... shape);
}
