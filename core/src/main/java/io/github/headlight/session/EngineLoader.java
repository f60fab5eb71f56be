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

/** Loads a model on the device that was asked for, or on the best that can be had. */
final class EngineLoader {
    private static final Logger LOG = LoggerFactory.getLogger(AttentionModel.class);

    private final ModelFile file;
    private final Path weights;
    private final ModelMetadata metadata;
    private final int threads;

    EngineLoader(ModelFile file, Path weights, ModelMetadata metadata, int threads) {
        this.file = file;
        this.weights = weights;
        this.metadata = metadata;
        this.threads = threads;
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
        try {
            return onCuda(new Device.Cuda(0));
        } catch (DeviceException e) {
            LOG.warn("running on the CPU: {}", e.getMessage());
            return onCpu();
        }
    }

    private Loaded onCpu() {
        return new Loaded(open(-1), Device.CPU);
    }

    private Loaded onCuda(Device.Cuda cuda) {
        return new Loaded(open(cuda.index()), cuda);
    }

    private OrtEngine open(int cudaDevice) {
        boolean packs = metadata.precision() == WeightPrecision.INT4;
        EngineOptions options = new EngineOptions(cudaDevice, threads, packs);
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
