package io.github.headlight.export.instrument;

import io.github.headlight.model.ModelSpec;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What was found in a model, and written.
 *
 * @param path the model file
 * @param bytesWritten its size
 * @param recognition what was found
 */
public record InstrumentedModel(Path path, long bytesWritten, Recognition recognition) {
    /** {@return the model, as its metadata has it} */
    public ModelSpec spec() {
        return recognition.spec();
    }

    /** {@return what each layer's attention was found in, in order} */
    public List<FoundLayer> layers() {
        return recognition.layers();
    }

    /** {@return what the graph's inputs are for, by their names in the graph} */
    public Map<String, String> inputs() {
        return recognition.inputs();
    }

    /** {@return what the graph's outputs are, as far as known, by their names in the graph} */
    public Map<String, String> outputs() {
        return recognition.outputs();
    }

    /** {@return what could not be found, and what was left out, in words} */
    public List<String> notes() {
        return recognition.notes();
    }
}
