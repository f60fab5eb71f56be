package io.github.headlight.export.onnx;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The kernels of ONNX Runtime's CUDA provider, from a table that says where it is from. */
final class CudaKernels {
    private static final String TABLE = "cuda-kernels.txt";

    private final Map<String, Set<String>> sets = new HashMap<>();
    private final Map<String, NavigableSet<Integer>> schemas = new HashMap<>();
    private final Map<String, List<Kernel>> kernels = new HashMap<>();

    /**
     * A registration.
     *
     * @param first version of the operator's schema that it serves
     * @param last version that it serves
     * @param inputs types of each input, the last for all that follow
     * @param outputs types of outputs, where they are not those of an input
     */
    private record Kernel(
            int first, int last, List<Set<String>> inputs, Optional<Set<String>> outputs) {}

    private CudaKernels() {}

    static CudaKernels read() {
        CudaKernels table = new CudaKernels();
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                CudaKernels.class.getResourceAsStream(TABLE),
                                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                table.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    private void add(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        List<String> words = Arrays.asList(line.split(" +"));
        String name = words.get(1);
        switch (words.get(0)) {
            case "types" -> sets.put(name, Set.copyOf(words.subList(3, words.size())));
            case "schema" ->
                    words.subList(2, words.size()).stream()
                            .map(Integer::valueOf)
                            .forEach(schemas.computeIfAbsent(name, n -> new TreeSet<>())::add);
            case "kernel" ->
                    kernels.computeIfAbsent(name, n -> new ArrayList<>())
                            .add(kernel(words.get(2), words.subList(3, words.size())));
            default -> throw new IllegalStateException(TABLE + ": " + line);
        }
    }

    private Kernel kernel(String versions, List<String> types) {
        String[] range = versions.split("-", -1);
        int arrow = types.indexOf("->");
        List<String> inputs = arrow < 0 ? types : types.subList(0, arrow);
        return new Kernel(
                Integer.parseInt(range[0]),
                Integer.parseInt(range[range.length - 1]),
                inputs.stream().map(this::types).toList(),
                arrow < 0 ? Optional.empty() : Optional.of(types(types.get(arrow + 1))));
    }

    private Set<String> types(String text) {
        Set<String> types = new HashSet<>();
        for (String part : text.split("\\|", -1)) {
            types.addAll(sets.getOrDefault(part, Set.of(part)));
        }
        return types;
    }

    /**
     * {@return why no kernel takes a node, if none does}
     *
     * @param operator its name, with its domain before a colon if that is not ai.onnx
     * @param opset the version of the domain that the model is written in
     * @param inputs types of its inputs, null for one that is left out
     * @param output type of its first output
     */
    Optional<String> problem(String operator, int opset, List<String> inputs, String output) {
        List<Kernel> known = kernels.get(operator);
        if (known == null) {
            return Optional.of("no kernel is known");
        }
        Integer version =
                operator.contains(":") ? Integer.valueOf(1) : schemas.get(operator).floor(opset);
        if (version == null) {
            return Optional.of("opset " + opset + " does not have it");
        }
        List<Kernel> serving =
                known.stream()
                        .filter(kernel -> kernel.first() <= version && version <= kernel.last())
                        .toList();
        if (serving.isEmpty()) {
            return Optional.of(
                    "opset "
                            + opset
                            + " has version "
                            + version
                            + " of it, which no kernel serves");
        }
        boolean taken = serving.stream().anyMatch(kernel -> takes(kernel, inputs, output));
        return taken
                ? Optional.empty()
                : Optional.of("no kernel takes " + inputs + " to " + output);
    }

    private static boolean takes(Kernel kernel, List<String> inputs, String output) {
        int slots = kernel.inputs().size();
        for (int i = 0; i < inputs.size(); i++) {
            String type = inputs.get(i);
            if (type != null && !kernel.inputs().get(Math.min(i, slots - 1)).contains(type)) {
                return false;
            }
        }
        return kernel.outputs().map(types -> types.contains(output)).orElse(true);
    }
}
