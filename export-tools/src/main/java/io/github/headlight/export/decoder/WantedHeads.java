package io.github.headlight.export.decoder;

import java.util.List;

/**
 * Which probabilities of a layer are wanted.
 *
 * @param name what they are to be called
 * @param heads of which heads, in order
 */
record WantedHeads(String name, List<Integer> heads) {
    WantedHeads {
        heads = List.copyOf(heads);
    }
}
