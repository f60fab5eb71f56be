package io.github.headlight.export.instrument;

import io.github.headlight.model.ModelSpec;

import java.util.List;
import java.util.Map;

/**
 * What was found in a model made elsewhere.
 *
 * @param spec the model in numbers
 * @param layers what each layer's attention was found in, in order
 * @param inputs what the graph's inputs are for, by their names in the graph
 * @param outputs what the graph's outputs are, as far as known, by their names in the graph
 * @param notes what could not be found, and what was left out, in words
 */
public record Recognition(
        ModelSpec spec,
        List<FoundLayer> layers,
        Map<String, String> inputs,
        Map<String, String> outputs,
        List<String> notes) {
    public Recognition {
        layers = List.copyOf(layers);
        inputs = Map.copyOf(inputs);
        outputs = Map.copyOf(outputs);
        notes = List.copyOf(notes);
    }
}
