package io.github.headlight.session;

import io.github.headlight.error.ModelRunException;
import io.github.headlight.internal.ort.OrtSequence;
import io.github.headlight.internal.ort.TensorSlot;
import io.github.headlight.model.ModelSpec;
import io.github.headlight.safetensors.DType;
import io.github.headlight.safetensors.SafetensorsFile;
import io.github.headlight.safetensors.TensorInfo;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says where a model went wrong whose results are no numbers. The cache tells the first layer whose
 * keys or values are none; the weights that lead there are searched for the one to blame.
 *
 * @param spec the model
 * @param files its weight files
 */
record BadNumbers(ModelSpec spec, List<Path> files) {
    private static final Pattern LAYER = Pattern.compile("(?:^|\\.)layers\\.(\\d{1,5})\\.");
    private static final int CHUNK = 1 << 24;

    /** Throws if a row of logits holds what is no number. */
    void check(FloatBuffer row, OrtSequence sequence) {
        for (int i = 0; i < row.limit(); i++) {
            float logit = row.get(i);
            if (Float.isNaN(logit) || logit == Float.POSITIVE_INFINITY) {
                throw sequence.hasCache()
                        ? explain(sequence.firstLayerWithoutNumbers())
                        : somewhere();
            }
        }
    }

    /** The same of what is captured: of a model without logits all that there is to look at. */
    void check(List<TensorSlot> captured) {
        if (!captured.stream().allMatch(TensorSlot::isFinite)) {
            throw somewhere();
        }
    }

    private static ModelRunException somewhere() {
        return new ModelRunException(
                "the model computes NaN or infinity; its weights overflow or are damaged: try it in"
                        + " f32, or download it again");
    }

    /** A layer of −1 is what comes behind the last layer's keys and values. */
    private ModelRunException explain(int layer) {
        int last = layer < 0 ? spec.layers() : layer;
        String where =
                layer < 0
                        ? "behind the keys and values of the last layer, " + (spec.layers() - 1)
                        : "in the keys or values of layer " + layer;
        String cause =
                files.stream()
                        .filter(file -> file.toString().endsWith(".safetensors"))
                        .map(file -> badWeight(SafetensorsFile.open(file), last))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(tensor -> "; " + tensor + " holds such numbers: download it again")
                        .orElse(
                                "; its weights overflow there or are damaged: try the checkpoint in"
                                        + " f32, or download it again");
        return new ModelRunException("the model computes NaN or infinity, first " + where + cause);
    }

    /** A weight before some layer's keys and values, or of them, that holds no numbers. */
    private static Optional<String> badWeight(SafetensorsFile file, int layer) {
        for (TensorInfo tensor : file.tensors()) {
            Matcher named = LAYER.matcher(tensor.name());
            int of = named.find() ? Integer.parseInt(named.group(1)) : layer;
            if ((of == layer || of == layer - 1) && !isFinite(file, tensor)) {
                return Optional.of("tensor " + tensor.name() + " of " + file.path());
            }
        }
        return Optional.empty();
    }

    private static boolean isFinite(SafetensorsFile file, TensorInfo tensor) {
        for (long at = 0; at < tensor.length(); at += CHUNK) {
            long length = Math.min(CHUNK, tensor.length() - at);
            if (!isFinite(file.map(tensor, at, length), tensor.dtype())) {
                return false;
            }
        }
        return true;
    }

    /** Not finite are those numbers whose exponent is all ones. */
    private static boolean isFinite(ByteBuffer bytes, DType type) {
        int exponent =
                switch (type) {
                    case F32 -> 0x7f80_0000;
                    case BF16 -> 0x7f80;
                    case F16 -> 0x7c00;
                    default -> 0;
                };
        if (exponent == 0) {
            return true;
        }
        for (int at = 0; at < bytes.limit(); at += type.size()) {
            int bits = type.size() == 4 ? bytes.getInt(at) : bytes.getShort(at);
            if ((bits & exponent) == exponent) {
                return false;
            }
        }
        return true;
    }
}
