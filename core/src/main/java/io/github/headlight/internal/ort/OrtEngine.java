package io.github.headlight.internal.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;

import io.github.headlight.error.DeviceException;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.ModelRunException;
import io.github.headlight.model.GraphNames;
import io.github.headlight.model.ModelContract;
import io.github.headlight.model.ModelFile;
import io.github.headlight.model.ModelSpec;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A loaded model. Safe for many threads; each sequence of tokens is a {@link OrtSequence} of its
 * own.
 */
public final class OrtEngine implements AutoCloseable {
    private static final int MAX_REASON = 600;
    private static final String DISABLE_PREPACKING = "session.disable_prepacking";
    private static final String DEVICE_ALLOCATOR = "session.use_device_allocator_for_initializers";
    private static final String CUDA_NEEDS =
            "needed: an NVIDIA driver, the CUDA 12 runtime libraries and cuDNN 9, and the artifact"
                    + " onnxruntime_gpu";
    private static final String WEIGHTS_FOLDER =
            "session.model_external_initializers_file_folder_path";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Graph graph;
    private final ModelSpec spec;

    private OrtEngine(OrtEnvironment environment, OrtSession session, Graph graph, ModelSpec spec) {
        this.environment = environment;
        this.session = session;
        this.graph = graph;
        this.spec = spec;
    }

    /** {@return whether the runtime on the class path was built with CUDA} */
    public static boolean builtWithCuda() {
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    /**
     * Loads a model.
     *
     * @param file the model
     * @param weightsFolder the folder of its external data
     * @param spec what it holds
     * @param names what its graph calls its inputs and outputs
     * @param captures the outputs that its plan promises, with their axes, −1 for any
     * @param options device and threads
     * @return the loaded model
     * @throws DeviceException if the device cannot be had
     * @throws InvalidFileException if the runtime refuses the model
     */
    public static OrtEngine open(
            ModelFile file,
            Path weightsFolder,
            ModelSpec spec,
            GraphNames names,
            Map<String, long[]> captures,
            EngineOptions options) {
        OrtEnvironment environment = OrtEnvironments.get();
        try (OrtSession.SessionOptions settings = new OrtSession.SessionOptions()) {
            settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            requirePath(weightsFolder);
            settings.addConfigEntry(WEIGHTS_FOLDER, weightsFolder.toAbsolutePath().toString());
            // Without packed copies, f32 weights stay pages of their file: a quarter of the memory
            // after loading, which takes a sixth of the time, for runs that take 5 to 10 % longer.
            // Those of 4 bits would be unpacked in every run.
            settings.addConfigEntry(DISABLE_PREPACKING, options.packs() ? "0" : "1");
            if (options.threads() > 0) {
                settings.setIntraOpNumThreads(options.threads());
            }
            if (options.cuda().isPresent()) {
                addCuda(settings, options.cuda().get());
            }
            OrtSession session = environment.createSession(file.bytes().duplicate(), settings);
            Graph graph = new Graph(session, names);
            requireContract(file, session, new GraphContract(graph, spec, captures));
            return new OrtEngine(environment, session, graph, spec);
        } catch (OrtException e) {
            Optional<String> advice =
                    options.cuda().flatMap(cuda -> CudaFailure.advice(e.getMessage()));
            if (advice.isPresent()) {
                throw new DeviceException(
                        file.path()
                                + " cannot be loaded on CUDA device "
                                + options.cuda().get().device()
                                + ": "
                                + reason(e)
                                + "; "
                                + advice.get(),
                        e);
            }
            throw new InvalidFileException(
                    file.path(),
                    "ONNX Runtime cannot load this model: " + reason(e) + "; export it again",
                    e);
        }
    }

    private static void requireContract(ModelFile file, OrtSession session, GraphContract contract)
            throws OrtException {
        Optional<String> problem = contract.problem();
        if (problem.isPresent()) {
            session.close();
            throw new InvalidFileException(file.path(), problem.get() + "; export the model again");
        }
    }

    /**
     * The runtime's Java side hands such characters over in a form that its native side misreads.
     */
    private static void requirePath(Path folder) {
        if (folder.toString().codePoints().anyMatch(Character::isSupplementaryCodePoint)) {
            throw new InvalidFileException(
                    folder,
                    "ONNX Runtime cannot open a folder with a character beyond U+FFFF (an emoji, say)"
                            + " in its path; rename it");
        }
    }

    private static void addCuda(OrtSession.SessionOptions settings, EngineOptions.Cuda cuda) {
        try (OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(cuda.device())) {
            for (Map.Entry<String, String> setting : cuda.settings().entrySet()) {
                provider.add(setting.getKey(), setting.getValue());
            }
            settings.addCUDA(provider);
            // Weights are never given back, so the arena need not keep books of them.
            settings.addConfigEntry(DEVICE_ALLOCATOR, "1");
        } catch (OrtException e) {
            throw new DeviceException(
                    "CUDA device "
                            + cuda.device()
                            + " cannot be used: "
                            + reason(e)
                            + "; "
                            + CudaFailure.advice(e.getMessage()).orElse(CUDA_NEEDS),
                    e);
        }
    }

    /** {@return what the model can do} */
    public EngineTraits traits() {
        return new EngineTraits(
                graph.hasCache(),
                graph.hasLogits(),
                graph.input(ModelContract.LOGITS_TO_KEEP).isPresent(),
                graph.output(ModelContract.LOGITS)
                        .flatMap(FloatType::of)
                        .filter(type -> type != FloatType.FLOAT)
                        .isPresent());
    }

    /**
     * {@return a new, empty sequence}
     *
     * @param cacheInPlace whether the model writes its cache in place
     * @param room for how many tokens there is to be room at once; more is made when needed
     */
    public OrtSequence newSequence(boolean cacheInPlace, int room) {
        try {
            return new OrtSequence(environment, session, graph, spec, cacheInPlace, room);
        } catch (OrtException e) {
            throw runFailure(e);
        }
    }

    static ModelRunException runFailure(OrtException e) {
        String message = reason(e);
        String advice =
                CudaFailure.isOutOfMemory(message)
                        ? "; memory ran out: use smaller blocks, a shorter prompt or a reduced"
                                + " capture"
                        : "";
        return new ModelRunException("the model could not be run: " + message + advice, e);
    }

    /** What happened, without the runtime's source lines and error codes in front of it. */
    private static String reason(OrtException e) {
        String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
        for (String prefix : new String[] {" - message: ", " : FAIL : "}) {
            int at = message.lastIndexOf(prefix);
            message = at < 0 ? message : message.substring(at + prefix.length());
        }
        return message.length() > MAX_REASON ? message.substring(0, MAX_REASON) + "…" : message;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw runFailure(e);
        }
    }
}
