package io.github.headlight.export;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.checkpoint.Checkpoint;
import io.github.headlight.export.checkpoint.StoredTensor;
import io.github.headlight.export.decoder.WeightPlacement;
import io.github.headlight.export.onnx.ExternalData;
import io.github.headlight.export.weights.WeightForm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Leaves every tensor in the checkpoint's own file. Links are followed to the files themselves, as
 * in the cache of a hub, because the runtime refuses weights that a link takes out of their folder.
 */
final class InPlaceWeights implements WeightPlacement {
    private final Map<Path, Path> realFiles = new TreeMap<>();
    private final Path folder;

    InPlaceWeights(Checkpoint checkpoint) {
        Path common = null;
        for (Path file : checkpoint.weightFiles()) {
            Path real = real(file);
            if (common != null && !common.equals(real.getParent())) {
                throw new UnsupportedModelException(
                        file
                                + ": the weight files are links into different folders, "
                                + common
                                + " and "
                                + real.getParent()
                                + "; export self-contained instead");
            }
            common = real.getParent();
            realFiles.put(file, real);
        }
        folder = common;
    }

    @Override
    public List<ExternalData> place(StoredTensor tensor, WeightForm form) {
        if (form != WeightForm.STORED || !tensor.isPlain()) {
            throw new IllegalArgumentException(tensor + " cannot be used where it lies");
        }
        String name = realFiles.get(tensor.file()).getFileName().toString();
        return List.of(new ExternalData(name, tensor.offset(), tensor.length()));
    }

    /** {@return the folder all files are in} */
    Path folder() {
        return folder;
    }

    /** {@return the files themselves} */
    List<Path> files() {
        return realFiles.values().stream().sorted().distinct().toList();
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw new InvalidFileException(file, "cannot be read: " + e.getMessage(), e);
        }
    }
}
