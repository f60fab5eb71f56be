package io.github.headlight.examples;

import io.github.headlight.file.AtomicFile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A small trained decoder of Qwen2's architecture that ships with Headlight: 4 layers, 6 query
 * heads over 2 key/value heads, 2 million parameters. It answers questions about short paragraphs
 * in English and Chinese; its {@code MODEL_CARD.md} says how well.
 */
public final class TeachingModel {
    /** A paragraph and a question in English that the model answers from the text. */
    public static final String ENGLISH =
            "Zovor lives in Cairo. He is a singer. Rostol lives in Leeds. She owns a green lamp. Marmi lives in Oslo."
                    + " She is a judge.\n---\nWhat does Rostol own?";

    /** A paragraph and a question in Chinese that the model answers from the text. */
    public static final String CHINESE =
            "苹果是一种水果,是红色的。苹果公司成立于1976年,总部在深圳。小米公司成立于2010年,总部在北京。\n苹果公司成立于哪一年?";

    private static final List<String> FILES =
            List.of(
                    "config.json",
                    "generation_config.json",
                    "model.safetensors",
                    "tokenizer.json",
                    "tokenizer_config.json",
                    "MODEL_CARD.md");

    private TeachingModel() {}

    /**
     * Copies the checkpoint into a folder, as a model hub would have it.
     *
     * @param folder where to; made if missing
     * @return the folder
     */
    public static Path copyTo(Path folder) {
        for (String name : FILES) {
            try (InputStream in = TeachingModel.class.getResourceAsStream("model/" + name)) {
                AtomicFile.writeStream(folder.resolve(name), in::transferTo);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return folder;
    }
}
