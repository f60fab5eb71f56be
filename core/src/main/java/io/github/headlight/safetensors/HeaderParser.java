package io.github.headlight.safetensors;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

import io.github.headlight.error.InvalidFileException;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON header of one file and believes nothing it says before it is checked. */
final class HeaderParser {
    private static final int MAX_AXES = 64;

    private final Path path;
    private final long dataStart;
    private final long fileSize;

    /**
     * @param path named in messages
     * @param dataStart first byte behind the header
     * @param fileSize bytes of the whole file
     */
    HeaderParser(Path path, long dataStart, long fileSize) {
        this.path = path;
        this.dataStart = dataStart;
        this.fileSize = fileSize;
    }

    Header parse(ByteBuffer json) {
        if (json.get(json.position()) != '{') {
            throw invalid("the header does not begin with { at byte 8; it is no safetensors file");
        }
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(json).toString();
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            boolean hasMetadata = false;
            reader.beginObject();
            while (reader.hasNext()) {
                String name = reader.nextName();
                if (name.equals("__metadata__")) {
                    if (hasMetadata) {
                        throw invalid("the header has __metadata__ twice");
                    }
                    hasMetadata = true;
                    readMetadata(reader, metadata);
                } else if (tensors.put(name, readTensor(name, reader)) != null) {
                    throw invalid("the header has tensor " + name + " twice");
                }
            }
            reader.endObject();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw invalid("the header is more than one JSON object");
            }
        } catch (CharacterCodingException e) {
            throw new InvalidFileException(path, "the header is not UTF-8", e);
        } catch (IOException | IllegalStateException | JsonParseException e) {
            throw new InvalidFileException(
                    path, "the header is not the JSON it should be: " + place(e), e);
        }
        return new Header(inOrderOfBytes(tensors.values()), metadata);
    }

    /** The place is of use to the reader of the message; gson's advice to programmers is not. */
    private static String place(Exception e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        int place = message.indexOf(" at line ");
        return place < 0 ? message : "problem" + message.substring(place);
    }

    private void readMetadata(JsonReader reader, Map<String, String> metadata) throws IOException {
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            if (reader.peek() != JsonToken.STRING) {
                throw invalid("__metadata__ " + key + ": expected a text");
            }
            if (metadata.put(key, reader.nextString()) != null) {
                throw invalid("__metadata__ has " + key + " twice");
            }
        }
        reader.endObject();
    }

    private TensorInfo readTensor(String name, JsonReader reader) throws IOException {
        DType dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        reader.beginObject();
        while (reader.hasNext()) {
            String field = reader.nextName();
            boolean twice =
                    switch (field) {
                        case "dtype" -> dtype != null;
                        case "shape" -> shape != null;
                        case "data_offsets" -> offsets != null;
                        default -> throw invalid(name, "unknown field " + field);
                    };
            if (twice) {
                throw invalid(name, "field " + field + " is there twice");
            }
            switch (field) {
                case "dtype" -> dtype = readDType(name, reader);
                case "shape" -> shape = readNumbers(name, field, reader, MAX_AXES);
                default -> offsets = readNumbers(name, field, reader, 2);
            }
        }
        reader.endObject();
        if (dtype == null || shape == null || offsets == null) {
            throw invalid(name, "expected the fields dtype, shape and data_offsets");
        }
        return checked(name, dtype, shape, offsets);
    }

    private TensorInfo checked(String name, DType dtype, List<Long> shape, List<Long> offsets) {
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw invalid(name, "data_offsets: expected begin and end, found " + offsets);
        }
        long begin = offsets.get(0);
        long end = offsets.get(1);
        if (end > fileSize - dataStart) {
            throw invalid(
                    name,
                    "ends at byte "
                            + (Long.MAX_VALUE - dataStart < end ? "2^63" : dataStart + end)
                            + ", but the file has "
                            + fileSize
                            + " bytes; it was cut off or damaged, fetch it again");
        }
        long length;
        try {
            length = TensorInfo.byteLength(dtype, shape);
        } catch (ArithmeticException e) {
            throw invalid(name, "shape " + shape + " has more bytes than any file");
        }
        if (length != end - begin) {
            throw invalid(
                    name,
                    dtype
                            + " "
                            + shape
                            + " takes "
                            + length
                            + " bytes, but data_offsets "
                            + offsets
                            + " give it "
                            + (end - begin));
        }
        return new TensorInfo(name, dtype, shape, dataStart + begin, length);
    }

    private DType readDType(String name, JsonReader reader) throws IOException {
        String text = reader.peek() == JsonToken.STRING ? reader.nextString() : "";
        for (DType dtype : DType.values()) {
            if (dtype.name().equals(text)) {
                return dtype;
            }
        }
        throw invalid(
                name, "dtype: expected one of " + List.of(DType.values()) + ", found " + text);
    }

    private List<Long> readNumbers(String name, String field, JsonReader reader, int most)
            throws IOException {
        List<Long> numbers = new ArrayList<>(4);
        reader.beginArray();
        while (reader.hasNext()) {
            String text = reader.peek() == JsonToken.NUMBER ? reader.nextString() : "";
            if (numbers.size() == most || !text.matches("[0-9]{1,18}")) {
                throw invalid(name, field + ": expected at most " + most + " whole numbers from 0");
            }
            numbers.add(Long.parseLong(text));
        }
        reader.endArray();
        return numbers;
    }

    /** The format allows neither overlaps nor holes, so each tensor begins where the last ended. */
    private Map<String, TensorInfo> inOrderOfBytes(Collection<TensorInfo> tensors) {
        List<TensorInfo> sorted = new ArrayList<>(tensors);
        sorted.sort(
                Comparator.comparingLong(TensorInfo::offset).thenComparingLong(TensorInfo::length));
        Map<String, TensorInfo> byName = new LinkedHashMap<>(2 * sorted.size());
        long expected = dataStart;
        for (TensorInfo tensor : sorted) {
            if (tensor.offset() != expected) {
                throw invalid(
                        tensor.name(),
                        "begins at byte "
                                + tensor.offset()
                                + ", but the tensor before it ends at byte "
                                + expected
                                + (tensor.offset() < expected ? ": they overlap" : ": a hole"));
            }
            expected = tensor.end();
            byName.put(tensor.name(), tensor);
        }
        if (expected != fileSize) {
            throw invalid("the tensors end at byte " + expected + ", but the file has " + fileSize);
        }
        return byName;
    }

    private InvalidFileException invalid(String tensor, String problem) {
        return invalid("tensor " + tensor + ": " + problem);
    }

    private InvalidFileException invalid(String problem) {
        return new InvalidFileException(path, problem.replaceAll("\\p{Cntrl}", "?"));
    }
}
