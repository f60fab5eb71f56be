package io.github.headlight.export.instrument;

import com.google.gson.JsonObject;

import io.github.headlight.capture.CapturePart;
import io.github.headlight.capture.CapturePlan;
import io.github.headlight.error.Excerpt;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.OutputException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.checkpoint.ModelName;
import io.github.headlight.export.checkpoint.SideFiles;
import io.github.headlight.export.decoder.WorkspaceEstimate;
import io.github.headlight.export.onnx.OnnxGraph;
import io.github.headlight.export.onnx.Producer;
import io.github.headlight.file.AtomicFile;
import io.github.headlight.model.AttentionDirection;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.model.WeightFile;
import io.github.headlight.model.WeightFiles;
import io.github.headlight.model.WeightPrecision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Adds attention probabilities to the outputs of an ONNX model made elsewhere, and the metadata of
 * {@link ModelContract}. Nodes are added, none is changed: what the model gave before it gives
 * still, bit by bit where the runtime computes both alike. Weights outside the model stay where
 * they are; a failed run leaves nothing behind.
 */
public final class Instrumenter {
    private static final int MAX_LISTED = 12;
    private static final String TOKENIZER = "tokenizer.json";

    /** One plan of each kind. */
    private static final List<String> PLANS =
            List.of("full", "heads:0.0", "mean", "topk:16", "stats", "pooled:32");

    private final InstrumentRequest request;
    private final ForeignModel model;
    private final GraphFacts facts;
    private final SideFiles sideFiles;

    private Instrumenter(InstrumentRequest request) {
        this.request = request;
        model = ForeignModel.read(request.input());
        facts = GraphFacts.of(model.graph(), model.opset());
        sideFiles = new SideFiles(sideFolder());
    }

    /**
     * Instruments a model.
     *
     * @param request which, and where to
     * @return what was found and written
     * @throws InvalidFileException if the model or its weights are missing or damaged, or it names
     *     files outside its folder
     * @throws UnsupportedModelException if its attention is not recognised, with the nodes that
     *     were looked at, or it gives attention already, or the plan does not fit
     * @throws OutputException if the model cannot be written there
     */
    public static InstrumentedModel instrument(InstrumentRequest request) {
        return new Instrumenter(request).instrument();
    }

    /**
     * Looks for attention, and writes nothing.
     *
     * @param input an ONNX model made elsewhere
     * @return what was found
     * @throws InvalidFileException if the model or its weights are missing or damaged, or it names
     *     files outside its folder
     * @throws UnsupportedModelException if its attention is not recognised, with the nodes that
     *     were looked at, or it gives attention already
     */
    public static Recognition recognise(Path input) {
        Instrumenter instrumenter = new Instrumenter(InstrumentRequest.of(input, input));
        return instrumenter.find().recognition();
    }

    /** What was found, and what writing it takes. */
    private record Found(
            List<Finding.Layer> layers,
            ModelRoles roles,
            ForeignWeights weights,
            Recognition recognition) {}

    private Found find() {
        requireNew();
        List<Finding> findings = AttentionFinder.find(facts);
        List<Finding.Layer> layers = layers(findings);
        ModelRoles roles = ModelRoles.of(facts, layers);
        ForeignWeights weights = ForeignWeights.of(model);
        List<String> notes = new ArrayList<>(roles.notes());
        for (Finding finding : findings) {
            if (finding instanceof Finding.Other other) {
                notes.add(other.node() + " is left out: " + other.reason());
            }
        }
        return new Found(
                layers,
                roles,
                weights,
                new Recognition(
                        spec(layers, roles, weights),
                        layers.stream().map(Instrumenter::found).toList(),
                        roles.inputs(),
                        roles.outputs(),
                        notes));
    }

    private InstrumentedModel instrument() {
        Found found = find();
        ModelSpec spec = found.recognition().spec();
        requireOther(found.weights());
        requireFits(spec);
        byte[] added = added(found.layers(), spec);
        long size = write(added, spec, found);
        return new InstrumentedModel(request.output(), size, found.recognition());
    }

    /** Where the tokenizer is: beside the model or, as in a hub's repositories, one above. */
    private Path sideFolder() {
        Path folder = request.input().toAbsolutePath().normalize().getParent();
        Path above = folder.getParent();
        boolean isAbove =
                above != null
                        && !Files.exists(folder.resolve(TOKENIZER))
                        && Files.exists(above.resolve(TOKENIZER));
        return isAbove ? above : folder;
    }

    private static FoundLayer found(Finding.Layer layer) {
        ForeignNode node = layer.node();
        return new FoundLayer(node.toString(), node.op(), layer.causal());
    }

    private void requireNew() {
        if (model.file().metadata().containsKey(ModelContract.FORMAT_KEY)) {
            throw unsupported(
                    "gives attention already (metadata " + ModelContract.FORMAT_KEY + ")");
        }
        if (facts.graph().has(ModelContract.attentions(0))) {
            throw unsupported("has a value \"" + ModelContract.attentions(0) + "\" already");
        }
    }

    private List<Finding.Layer> layers(List<Finding> findings) {
        List<Finding.Layer> layers = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding instanceof Finding.Layer layer) {
                layers.add(layer);
            } else if (finding instanceof Finding.Missing lost) {
                missing.add(lost.node() + ": " + lost.reason());
            }
        }
        if (!missing.isEmpty()) {
            throw unsupported("has attention whose probabilities cannot be had: " + list(missing));
        }
        if (layers.isEmpty()) {
            throw unsupported("has no attention that is recognised; " + candidates(findings));
        }
        if (layers.size() > ModelSpec.MAX_COUNT) {
            throw unsupported("has " + layers.size() + " layers, more than " + ModelSpec.MAX_COUNT);
        }
        Finding.Layer first = layers.get(0);
        for (Finding.Layer layer : layers) {
            if (layer.heads() != first.heads() || layer.kvHeads() != first.kvHeads()) {
                throw unsupported(
                        "has layers of different heads: "
                                + describe(first)
                                + ", "
                                + describe(layer));
            }
        }
        return layers;
    }

    private static String describe(Finding.Layer layer) {
        return layer.node() + " with " + layer.heads() + "/" + layer.kvHeads();
    }

    /** What might be attention, for whoever wants to know why it is not. */
    private String candidates(List<Finding> findings) {
        List<String> seen = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding instanceof Finding.Other other) {
                seen.add(other.node() + ": " + other.reason());
            }
        }
        seen.addAll(InnerGraphs.describe(model));
        return seen.isEmpty()
                ? "the graph holds no softmax and no operator of attention"
                : "candidates were " + list(seen);
    }

    private static String list(List<String> reasons) {
        String some = String.join("; ", reasons.subList(0, Math.min(MAX_LISTED, reasons.size())));
        int more = reasons.size() - MAX_LISTED;
        return more > 0 ? some + "; and " + more + " more" : some;
    }

    private ModelSpec spec(List<Finding.Layer> layers, ModelRoles roles, ForeignWeights weights) {
        Finding.Layer first = layers.get(0);
        AttentionDirection direction =
                request.direction()
                        .orElse(
                                layers.stream().allMatch(Finding.Layer::causal)
                                        ? AttentionDirection.CAUSAL
                                        : AttentionDirection.BIDIRECTIONAL);
        String type = sideFiles.modelType();
        return new ModelSpec(
                type.isEmpty() ? "unknown" : type,
                layers.size(),
                first.heads(),
                first.kvHeads(),
                first.headSize(),
                roles.vocabulary(),
                roles.context(),
                sideFiles.endTokens(),
                fingerprint(weights),
                direction);
    }

    /** Of the weights in the model, too. */
    private String fingerprint(ForeignWeights weights) {
        try {
            List<WeightFile> all = new ArrayList<>(weights.files());
            all.add(WeightFile.of(request.input()));
            return new WeightFiles(".", all).fingerprint();
        } catch (IOException e) {
            throw new InvalidFileException(request.input(), "cannot be read: " + e.getMessage(), e);
        }
    }

    private void requireFits(ModelSpec spec) {
        try {
            request.plan().requireFits(spec.layers(), spec.heads());
        } catch (IllegalArgumentException e) {
            throw new UnsupportedModelException(e.getMessage(), e);
        }
        for (CapturePart part : request.plan().parts()) {
            long needed = opset(part);
            if (model.opset() < needed) {
                throw unsupported(
                        "is of opset "
                                + model.opset()
                                + ", and "
                                + part
                                + " needs "
                                + needed
                                + "; capture "
                                + PLANS.stream()
                                        .filter(plan -> opset(plan) <= model.opset())
                                        .collect(Collectors.joining(", ")));
            }
        }
    }

    private static long opset(String plan) {
        return opset(CapturePlan.parse(plan).parts().get(0));
    }

    /** The first version whose operators the nodes of a part are. */
    private static long opset(CapturePart part) {
        if (part instanceof CapturePart.Pooled) {
            return 18;
        }
        if (part instanceof CapturePart.Stats) {
            return 13;
        }
        return part instanceof CapturePart.TopK ? 12 : 11;
    }

    /** The nodes and outputs to put behind those of the graph. */
    private byte[] added(List<Finding.Layer> layers, ModelSpec spec) {
        try {
            OnnxGraph part = OnnxGraph.part(facts.graph()::has);
            ObserverNodes observer = new ObserverNodes(part, facts, spec.heads());
            observer.build(layers, request.plan());
            return part.toBytes();
        } catch (IllegalArgumentException e) {
            throw unsupported("cannot be added to: " + e.getMessage());
        }
    }

    private long write(byte[] added, ModelSpec spec, Found found) {
        ForeignWeights weights = found.weights();
        Path output = request.output().toAbsolutePath().normalize();
        try (AtomicFile file = AtomicFile.create(output)) {
            Path from = output.getParent();
            String folder =
                    weights.files().isEmpty()
                            ? "."
                            : WeightFiles.relativeFolder(from, weights.folder());
            SortedMap<String, String> metadata = new TreeMap<>();
            metadata.put(ModelContract.FORMAT_KEY, Integer.toString(ModelContract.FORMAT_VERSION));
            metadata.put(ModelContract.MODEL_KEY, spec.toJson().toString());
            metadata.put(ModelContract.NAME_KEY, name());
            metadata.put(ModelContract.PLAN_KEY, request.plan().toString());
            metadata.put(
                    ModelContract.WEIGHTS_KEY,
                    new WeightFiles(folder, weights.files()).toJson().toString());
            metadata.put(ModelContract.PRECISION_KEY, precision().key());
            metadata.put(
                    ModelContract.WORKSPACE_KEY,
                    WorkspaceEstimate.of(spec, request.plan()).toJson().toString());
            metadata.put(
                    ModelContract.CHECKPOINT_KEY,
                    WeightFiles.relativeFolder(from, sideFiles.folder()));
            if (found.layers().stream()
                    .anyMatch(layer -> layer.source() instanceof ProbabilitySource.Copy)) {
                metadata.put(ModelContract.DEVICE_KEY, ModelContract.CPU);
            }
            JsonObject generation = sideFiles.generation().toJson();
            if (generation.size() > 0) {
                metadata.put(ModelContract.GENERATION_KEY, generation.toString());
            }
            metadata.put(ModelContract.EXPORTER_KEY, Producer.nameAndVersion());
            putRenamed(metadata, ModelContract.INPUTS_KEY, found.roles().inputs());
            putRenamed(metadata, ModelContract.OUTPUTS_KEY, found.roles().outputs());
            ModelSplice.write(model, added, metadata, weights.renamed(), file.channel());
            long size = file.channel().size();
            file.commit();
            return size;
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(output, e);
        }
    }

    /** Exporters call their file model, after which nobody would know it again. */
    private String name() {
        String file = ModelName.ofFile(request.input());
        return file.startsWith("model") ? ModelName.ofFolder(sideFiles.folder()) : file;
    }

    /** Names that are the contract's own need not be said. */
    private static void putRenamed(
            Map<String, String> metadata, String key, Map<String, String> roles) {
        JsonObject json = new JsonObject();
        roles.forEach(
                (name, role) -> {
                    if (!name.equals(role)) {
                        json.addProperty(name, role);
                    }
                });
        if (json.size() > 0) {
            metadata.put(key, json.toString());
        }
    }

    private WeightPrecision precision() {
        return facts.graph().nodes().stream().anyMatch(node -> node.isMicrosoft("MatMulNBits"))
                ? WeightPrecision.INT4
                : WeightPrecision.F32;
    }

    private void requireOther(ForeignWeights weights) {
        Path output = request.output();
        List<Path> read = new ArrayList<>(List.of(request.input()));
        weights.files().forEach(file -> read.add(weights.folder().resolve(file.name())));
        for (Path file : read) {
            try {
                if (Files.exists(output) && Files.isSameFile(output, file)) {
                    throw new OutputException(
                            output + ": is a file of the model; give the new one another name");
                }
            } catch (IOException e) {
                throw AtomicFile.cannotWrite(output, e);
            }
        }
    }

    private UnsupportedModelException unsupported(String problem) {
        return new UnsupportedModelException(request.input() + " " + Excerpt.of(problem, 4000));
    }
}
