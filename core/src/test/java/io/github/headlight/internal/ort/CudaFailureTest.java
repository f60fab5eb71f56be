package io.github.headlight.internal.ort;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ONNX Runtime 1.29 and CUDA say, word for word, and what the user is told to do. */
class CudaFailureTest {
    private static final String LOADING =
            "Error code - ORT_FAIL - message: Failed to load library"
                    + " /tmp/onnxruntime-java1/libonnxruntime_providers_cuda.so with error: ";

    @ParameterizedTest
    @CsvSource({
        "libcublasLt.so.12, install the CUDA 12 runtime libraries",
        "libcudart.so.12, install the CUDA 12 runtime libraries",
        "libcurand.so.10, install the CUDA 12 runtime libraries",
        "libcufft.so.11, install the CUDA 12 runtime libraries",
        "libcublasLt.so.13, install the CUDA 13 runtime libraries",
        "libcudart.so.13, install the CUDA 13 runtime libraries",
        "libcuda.so.1, install the NVIDIA driver",
        "libcudnn.so.9, install cuDNN 9"
    })
    void namesTheLibraryThatIsMissing(String library, String todo) {
        String message =
                LOADING + library + ": cannot open shared object file: No such file or directory";
        assertThat(CudaFailure.advice(message))
                .hasValueSatisfying(
                        advice ->
                                assertThat(advice)
                                        .startsWith("the library " + library + " is missing")
                                        .contains(todo));
    }

    @ParameterizedTest
    @CsvSource({
        "Failed to find CUDA shared provider, onnxruntime_gpu",
        "This binary was not compiled with CUDA support., onnxruntime_gpu",
        "'CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version', driver",
        "CUDA failure 100: no CUDA-capable device is detected, nvidia-smi",
        "CUDA failure 101: invalid device ordinal ; GPU=7, nvidia-smi -L",
        "CUDA failure 209: no kernel image is available for execution on the device, generation",
        "'cuDNN is not available. Install cuDNN, update the system library search path', cuDNN 9",
        "A cuDNN handle is required for CUDA reduction, cuDNN 9",
        "CUDA failure 2: out of memory ; GPU=0, memory is full",
        "CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED, memory is full"
    })
    void saysWhatToDo(String message, String todo) {
        assertThat(CudaFailure.advice(message))
                .hasValueSatisfying(advice -> assertThat(advice).contains(todo));
    }

    @Test
    void leavesOtherFailuresToOthers() {
        assertThat(CudaFailure.advice("Load model failed: Protobuf parsing failed.")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'bfc_arena.cc:376 Failed to allocate memory for requested buffer of size 1073741824', true",
        "Available memory of 1024 is smaller than requested bytes of 4096, true",
        "CUDA failure 2: out of memory, true",
        "std::bad_alloc, true",
        "Got invalid dimensions for input: input_ids, false"
    })
    void tellsThatMemoryRanOut(String message, boolean expected) {
        assertThat(CudaFailure.isOutOfMemory(message)).isEqualTo(expected);
    }
}
