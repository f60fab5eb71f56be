package io.github.headlight.export.gguf;

import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.UnsupportedModelException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A model in one GGUF file, or split over several as llama.cpp's {@code gguf-split} does: {@code
 * name-00001-of-00003.gguf} and so on, the metadata in the first.
 *
 * @param files in order
 */
public record GgufModel(List<GgufFile> files) {
    private static final String NUMBER = "split.no";
    private static final String COUNT = "split.count";
    private static final String TENSORS = "split.tensors.count";
    private static final int MAX_FILES = 10_000;
    private static final Pattern PART = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf");

    public GgufModel {
        files = List.copyOf(files);
    }

    /**
     * Opens a model.
     *
     * @param file the file, or any part of a split one
     * @return the model
     * @throws InvalidFileException if a file is missing, damaged, or no part of the same model
     * @throws UnsupportedModelException if it is a version or byte order that is not read
     */
    public static GgufModel open(Path file) {
        GgufFile opened = GgufFile.open(file);
        int count =
                opened.metadata().has(COUNT) ? opened.metadata().integer(COUNT, 1, MAX_FILES) : 1;
        if (count == 1) {
            return new GgufModel(List.of(opened));
        }
        List<GgufFile> files = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            files.add(part(file, number, count));
        }
        GgufModel model = new GgufModel(files);
        model.checkTensors();
        return model;
    }

    /**
     * {@return whether a name is that of a GGUF file}
     *
     * @param name of any file
     */
    public static boolean isName(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".gguf");
    }

    /**
     * {@return whether a name is that of a GGUF file, and of the first if it is split}
     *
     * @param name of any file
     */
    public static boolean isFirst(String name) {
        Matcher part = PART.matcher(name);
        return isName(name) && (!part.matches() || part.group(2).equals("00001"));
    }

    /**
     * {@return the names of all files of a model, in order}
     *
     * @param name of the file, or of any part of a split one
     */
    public static List<String> parts(String name) {
        Matcher part = PART.matcher(name);
        if (!part.matches()) {
            return List.of(name);
        }
        int count = Math.min(Integer.parseInt(part.group(3)), MAX_FILES);
        return IntStream.range(0, Math.max(count, 1))
                .mapToObj(number -> partName(part.group(1), number, count))
                .toList();
    }

    /** {@return what the model says of itself} */
    public GgufMetadata metadata() {
        return files.get(0).metadata();
    }

    /** {@return the first file} */
    public Path path() {
        return files.get(0).path();
    }

    /** {@return the tensors of all files} */
    public List<GgufTensor> tensors() {
        return files.stream().flatMap(file -> file.tensors().stream()).toList();
    }

    private static GgufFile part(Path any, int number, int count) {
        Matcher name = PART.matcher(String.valueOf(any.getFileName()));
        if (!name.matches() || Integer.parseInt(name.group(3)) != count) {
            throw new InvalidFileException(
                    any,
                    "is one of "
                            + count
                            + " parts, so its name must end in -00001-of-"
                            + String.format(Locale.ROOT, "%05d", count)
                            + ".gguf, or what number it has");
        }
        Path file = any.resolveSibling(partName(name.group(1), number, count));
        if (!Files.exists(file)) {
            throw new InvalidFileException(
                    file, "this part of " + count + " is missing; fetch it again");
        }
        GgufFile part = GgufFile.open(file);
        if (part.metadata().integer(COUNT, 1, MAX_FILES) != count
                || part.metadata().integer(NUMBER, 0, MAX_FILES) != number) {
            throw new InvalidFileException(
                    file,
                    "expected part "
                            + (number + 1)
                            + " of "
                            + count
                            + ", found another; fetch it again");
        }
        return part;
    }

    private static String partName(String stem, int number, int count) {
        return String.format(Locale.ROOT, "%s-%05d-of-%05d.gguf", stem, number + 1, count);
    }

    private void checkTensors() {
        Map<String, GgufTensor> byName = new HashMap<>();
        for (GgufTensor tensor : tensors()) {
            GgufTensor other = byName.put(tensor.name(), tensor);
            if (other != null) {
                throw new InvalidFileException(
                        tensor.file(),
                        "tensor " + tensor.name() + " is also in " + other.file().getFileName());
            }
        }
        if (metadata().has(TENSORS)) {
            int expected = metadata().integer(TENSORS, 0, Integer.MAX_VALUE);
            if (expected != byName.size()) {
                throw new InvalidFileException(
                        path(),
                        "its parts have "
                                + byName.size()
                                + " tensors, but "
                                + TENSORS
                                + " says "
                                + expected
                                + "; fetch them again");
            }
        }
    }
}
