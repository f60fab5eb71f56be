package io.github.headlight.token;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;

import io.github.headlight.error.DeviceException;
import io.github.headlight.error.InvalidFileException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The tokenizer library: text to ids. All that is known of the library is in this class: how it is
 * kept from truncating, downloading and reporting home, and what it throws.
 */
final class NativeTokenizer implements AutoCloseable {
    private static final Map<String, String> WHOLE_TEXTS =
            Map.of("truncation", "do_not_truncate", "padding", "do_not_pad");

    /**
     * On a machine with CUDA the library would download a build of itself for it, which tokenizing
     * does not need; and on some clouds it counts its users.
     */
    private static final Map<String, String> LOADING =
            Map.of("RUST_FLAVOR", "cpu", "OPT_OUT_TRACKING", "true");

    private final Path file;
    private final HuggingFaceTokenizer library;

    private NativeTokenizer(Path file, HuggingFaceTokenizer library) {
        this.file = file;
        this.library = library;
    }

    /**
     * Makes a tokenizer from the bytes of a tokenizer.json that {@link VocabularyReader} passed.
     */
    static NativeTokenizer of(Path file, byte[] json) {
        synchronized (NativeTokenizer.class) {
            return SystemProperties.during(LOADING, () -> create(file, json));
        }
    }

    private static NativeTokenizer create(Path file, byte[] json) {
        load();
        try {
            var in = new ByteArrayInputStream(json);
            return new NativeTokenizer(file, HuggingFaceTokenizer.newInstance(in, WHOLE_TEXTS));
        } catch (RuntimeException | IOException e) {
            throw new InvalidFileException(
                    file,
                    "the tokenizer library does not understand it ("
                            + firstLine(e)
                            + "); download the file again",
                    e);
        }
    }

    private static void load() {
        try {
            LibUtils.checkStatus();
        } catch (RuntimeException | LinkageError e) {
            throw new DeviceException(
                    "the tokenizer library ai.djl.huggingface:tokenizers cannot be loaded ("
                            + firstLine(e)
                            + "); add it to the program, or give token ids in place of text",
                    e);
        }
    }

    /**
     * The encoding of a text.
     *
     * @param text well-formed Unicode
     * @param special whether the checkpoint's post-processor may add tokens
     */
    Encoding encode(String text, boolean special) {
        try {
            return library.encode(text, special, false);
        } catch (RuntimeException e) {
            throw new InvalidFileException(
                    file,
                    "it cannot encode this text (" + firstLine(e) + "); download the file again",
                    e);
        }
    }

    /** The text of one id by itself. */
    String decode(int id) {
        return library.decode(new long[] {id}, false);
    }

    @Override
    public void close() {
        library.close();
    }

    private static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
