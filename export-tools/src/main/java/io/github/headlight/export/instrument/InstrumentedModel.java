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
 * @param spec the model, as its metadata has it
 * @param layers what each layer's attention was found in, in order
 * @param inputs what the graph's inputs are for, by their names in the graph
 * @param outputs what the graph's other outputs are, as far as known, by their names in the graph
 * @param notes what could not be found, and what was left out, in words
 */
public record InstrumentedModel(
        Path path,
        long bytesWritten,
        ModelSpec spec,
        List<FoundLayer> layers,
        Map<String, String> inputs,
        Map<String, String> outputs,
        List<String> notes) {
    public InstrumentedModel {
        layers = List.copyOf(layers);
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
        notes = List.copyOf(notes);
    }
}
