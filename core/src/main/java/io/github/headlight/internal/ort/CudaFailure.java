package io.github.headlight.internal.ort;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the runtime's messages about CUDA mean, and what to do about them. */
final class CudaFailure {
    private static final Pattern LIBRARY =
            Pattern.compile("(lib[\\w+-]+\\.so[.\\d]*): cannot open shared object file");

    private CudaFailure() {}

    /**
     * {@return what to do, if the message is of a device that cannot be had}
     *
     * @param message of the runtime
     */
    static Optional<String> advice(String message) {
        Matcher library = LIBRARY.matcher(message);
        if (library.find()) {
            return Optional.of(
                    "the library " + library.group(1) + " is missing: " + source(library.group(1)));
        }
        String text = message.toLowerCase(Locale.ROOT);
        if (text.contains("cuda shared provider") || text.contains("not compiled with cuda")) {
            return Optional.of(
                    "ONNX Runtime on the class path has no CUDA: use the artifact onnxruntime_gpu"
                            + " in place of onnxruntime, never both");
        }
        if (text.contains("cudnn is not available") || text.contains("cudnn handle is required")) {
            return Optional.of("cuDNN is missing: " + source("libcudnn.so.9"));
        }
        if (text.contains("driver version is insufficient")) {
            return Optional.of(
                    "the NVIDIA driver is older than the CUDA runtime: update the driver");
        }
        if (text.contains("no cuda-capable device")) {
            return Optional.of("no GPU is visible: look at nvidia-smi and CUDA_VISIBLE_DEVICES");
        }
        if (text.contains("invalid device ordinal") || text.contains("invalid device id")) {
            return Optional.of(
                    "there is no device of that number: nvidia-smi -L lists those there are");
        }
        if (text.contains("no kernel image")) {
            return Optional.of(
                    "this build of ONNX Runtime has no code for the GPU's generation (it has compute"
                            + " capability 6.0, 7.0, 7.5, 8.0, 8.6, 8.9, 9.0 and 12.0)");
        }
        return isOutOfMemory(message)
                ? Optional.of(
                        "the device's memory is full: close other programs on it, or use a model in"
                                + " fewer bits")
                : Optional.empty();
    }

    /** {@return whether memory of the machine or of a device ran out} */
    static boolean isOutOfMemory(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("failed to allocate")
                || text.contains("bad_alloc")
                || text.contains("bad allocation")
                || text.contains("out of memory")
                || text.contains("alloc_failed")
                || text.contains("available memory of");
    }

    private static String source(String library) {
        if (library.startsWith("libcuda.so")) {
            return "install the NVIDIA driver";
        }
        if (library.startsWith("libcudnn")) {
            return "install cuDNN 9 for the CUDA version that ONNX Runtime needs, and put its folder"
                    + " on LD_LIBRARY_PATH";
        }
        String version = library.replaceAll(".*\\.so\\.?", "");
        // cuRAND and cuFFT count their versions apart from CUDA's.
        String cuda =
                version.matches("1[23](\\..*)?") && !library.startsWith("libcufft")
                        ? "CUDA " + version.substring(0, 2)
                        : "CUDA 12";
        return "install the "
                + cuda
                + " runtime libraries and put their folder on LD_LIBRARY_PATH; another major version"
                + " of CUDA does not do";
    }
}
