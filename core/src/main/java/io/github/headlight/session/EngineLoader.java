package io.github.headlight.session;

import io.github.headlight.error.DeviceException;
import io.github.headlight.internal.ort.EngineOptions;
import io.github.headlight.internal.ort.OrtEngine;
import io.github.headlight.internal.ort.OrtRuntime;
import io.github.headlight.internal.record.Recorders;
import io.github.headlight.model.ModelFile;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.model.WeightPrecision;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Loads a model on the device that was asked for, or on the best that can be had. */
final class EngineLoader {
    private static final Logger LOG = LoggerFactory.getLogger(AttentionModel.class);

    private final ModelFile file;
    private final Path weights;
    private final ModelMetadata metadata;
    private final int threads;
    private final CudaOptions cudaOptions;

    EngineLoader(ModelFile file, Path weights, ModelMetadata metadata, SessionConfig config) {
        this.file = file;
        this.weights = weights;
        this.metadata = metadata;
        this.threads = config.threads();
        this.cudaOptions = config.cudaOptions();
    }

    /** An engine and the device it was loaded on. */
    record Loaded(OrtEngine engine, Device device) {}

    Loaded load(Device wanted) {
        OrtRuntime.require();
        if (wanted instanceof Device.Cpu) {
            return onCpu();
        }
        if (wanted instanceof Device.Cuda cuda) {
            return onCuda(cuda);
        }
        if (!OrtEngine.builtWithCuda()) {
            LOG.debug("running on the CPU: this ONNX Runtime was built without CUDA");
            return onCpu();
        }
        if (!metadata.runsOnCuda()) {
            LOG.debug("running on the CPU: {} is for it", file.path());
            return onCpu();
        }
        try {
            return onCuda(new Device.Cuda(0));
        } catch (DeviceException e) {
            if (metadata.precision() == WeightPrecision.BF16) {
                throw e;
            }
            LOG.warn("running on the CPU: {}", e.getMessage());
            return onCpu();
        }
    }

    private Loaded onCpu() {
        if (metadata.precision() == WeightPrecision.BF16) {
            throw new DeviceException(
                    file.path()
                            + ": a model in bf16 needs CUDA, ONNX Runtime has no kernels for it on the"
                            + " CPU; run it with --device cuda and the artifact onnxruntime_gpu, or"
                            + " export with --precision f32");
        }
        return new Loaded(open(Optional.empty()), Device.CPU);
    }

    private Loaded onCuda(Device.Cuda cuda) {
        if (!metadata.runsOnCuda()) {
            String problem =
                    metadata.cpuOnly()
                            ? ": its operators of attention give probabilities on a CPU only; run it"
                                    + " with --device cpu"
                            : ": exported for the CPU; its attention is one operator in f32, which"
                                    + " has no kernel on CUDA and would run on the CPU; export with"
                                    + " --precision bf16 or f16, or with --target cuda";
            throw new DeviceException(file.path() + problem);
        }
        Map<String, String> settings = cudaOptions.settings(metadata.precision().isHalf());
        EngineOptions.Cuda options = new EngineOptions.Cuda(cuda.index(), settings);
        return new Loaded(open(Optional.of(options)), cuda);
    }

    private OrtEngine open(Optional<EngineOptions.Cuda> cuda) {
        boolean packs = metadata.precision() == WeightPrecision.INT4;
        EngineOptions options = new EngineOptions(cuda, threads, packs);
        ModelSpec spec = metadata.spec();
        return OrtEngine.open(
                file,
                weights,
                spec,
                metadata.names(),
                Recorders.outputs(spec, metadata.plan()),
                options);
    }
}
