package io.github.headlight.export.gguf;

import io.github.headlight.error.Excerpt;
import io.github.headlight.error.InvalidFileException;
import io.github.headlight.error.UnsupportedModelException;
import io.github.headlight.export.weights.WeightType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the header of one file and believes no number in it before it is checked. */
final class HeaderReader {
    /** "GGUF", read as a little-endian number. */
    private static final int MAGIC = 0x46554747;

    private static final int MAX_ENTRIES = 1 << 16;
    private static final int MAX_TENSORS = 1 << 20;
    private static final int MAX_NAME = 1 << 16;
    private static final int MAX_TEXT = 1 << 26;
    private static final int MAX_AXES = 4;
    private static final int MAX_DEPTH = 4;
    private static final int MAX_ALIGNMENT = 1 << 20;
    private static final int DEFAULT_ALIGNMENT = 32;

    /** The fewest bytes of a metadata entry: an empty key, a type, a byte. */
    private static final int LEAST_ENTRY = 13;

    /** The fewest bytes of a tensor: an empty name, one axis, type and offset. */
    private static final int LEAST_TENSOR = 32;

    private final Path path;
    private final long fileSize;
    private final ByteBuffer bytes;
    private String where = "the header";

    /**
     * @param path named in messages
     * @param fileSize bytes of the whole file
     * @param bytes its beginning
     */
    HeaderReader(Path path, long fileSize, ByteBuffer bytes) {
        this.path = path;
        this.fileSize = fileSize;
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    GgufFile read() {
        if (bytes.remaining() < 2 * Integer.BYTES || bytes.getInt() != MAGIC) {
            throw invalid("does not begin with \"GGUF\"; it is no GGUF file");
        }
        int version = version(bytes.getInt());
        int tensorCount = count("tensors", MAX_TENSORS, LEAST_TENSOR);
        int entryCount = count("metadata entries", MAX_ENTRIES, LEAST_ENTRY);
        Map<String, GgufValue> entries = new LinkedHashMap<>();
        for (int i = 0; i < entryCount; i++) {
            where = "metadata entry " + i + " of " + entryCount;
            String key = text(MAX_NAME);
            where += " (" + shorten(key) + ")";
            if (entries.put(key, value()) != null) {
                throw invalid(where + " is there twice");
            }
        }
        GgufMetadata metadata = new GgufMetadata(path, entries);
        int alignment =
                metadata.has("general.alignment")
                        ? metadata.integer("general.alignment", 1, MAX_ALIGNMENT)
                        : DEFAULT_ALIGNMENT;
        return new GgufFile(path, version, metadata, tensors(tensorCount, alignment));
    }

    private int version(int version) {
        if (version == 2 || version == 3) {
            return version;
        }
        String found =
                Integer.reverseBytes(version) == 2 || Integer.reverseBytes(version) == 3
                        ? "a file in big-endian byte order"
                        : "version " + Integer.toUnsignedString(version);
        throw new UnsupportedModelException(
                path
                        + ": expected GGUF version 2 or 3 in little-endian byte order, found "
                        + found
                        + "; convert it with llama.cpp's tools");
    }

    /** A count that the rest of the header has room for. */
    private int count(String what, int most, int leastBytes) {
        where = "the number of " + what;
        need(Long.BYTES);
        long count = bytes.getLong();
        if (count < 0 || count > most || count > bytes.remaining() / leastBytes) {
            throw invalid(
                    where
                            + " is "
                            + Long.toUnsignedString(count)
                            + ", more than "
                            + (count < 0 || count > most
                                    ? "any file has"
                                    : "its " + fileSize + " bytes can hold"));
        }
        return (int) count;
    }

    private GgufValue value() {
        ValueType type = valueType();
        return switch (type) {
            case STRING -> new GgufValue.Text(text(MAX_TEXT));
            case ARRAY -> items();
            default -> {
                need(type.size());
                yield GgufValue.scalar(type, bytes);
            }
        };
    }

    private GgufValue.Items items() {
        ValueType type = valueType();
        int count = itemCount(type);
        int start = bytes.position();
        skipItems(type, count, 1);
        ByteBuffer items = bytes.duplicate().limit(bytes.position()).position(start).slice();
        return new GgufValue.Items(type, count, items);
    }

    private void skipItems(ValueType type, int count, int depth) {
        if (depth > MAX_DEPTH) {
            throw invalid(where + " has more than " + MAX_DEPTH + " lists within each other");
        }
        if (type.size() > 0) {
            bytes.position(bytes.position() + count * type.size());
            return;
        }
        for (int i = 0; i < count; i++) {
            if (type == ValueType.STRING) {
                int length = length(MAX_TEXT);
                bytes.position(bytes.position() + length);
            } else {
                ValueType inner = valueType();
                skipItems(inner, itemCount(inner), depth + 1);
            }
        }
    }

    private int itemCount(ValueType type) {
        need(Long.BYTES);
        long count = bytes.getLong();
        int least =
                switch (type) {
                    case STRING -> Long.BYTES;
                    case ARRAY -> Integer.BYTES + Long.BYTES;
                    default -> type.size();
                };
        if (count < 0 || count > bytes.remaining() / least) {
            throw cutOff(" with " + Long.toUnsignedString(count) + " items");
        }
        return (int) count;
    }

    private ValueType valueType() {
        need(Integer.BYTES);
        int number = bytes.getInt();
        return ValueType.of(number)
                .orElseThrow(
                        () ->
                                invalid(
                                        where
                                                + ": unknown type of metadata "
                                                + Integer.toUnsignedString(number)));
    }

    private String text(int most) {
        int length = length(most);
        ByteBuffer text = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidFileException(path, where + ": a text is not UTF-8", e);
        }
    }

    private int length(int most) {
        need(Long.BYTES);
        long length = bytes.getLong();
        if (length < 0 || length > most) {
            throw invalid(
                    where
                            + ": a text of "
                            + Long.toUnsignedString(length)
                            + " bytes, expected at most "
                            + most);
        }
        need((int) length);
        return (int) length;
    }

    private List<GgufTensor> tensors(int count, int alignment) {
        List<Info> infos = new ArrayList<>(count);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            where = "tensor " + i + " of " + count;
            Info info = info();
            if (!names.add(info.name())) {
                throw invalid(where + " is there twice");
            }
            if (info.offset() % alignment != 0) {
                throw invalid(
                        where
                                + ": expected an offset that is a multiple of "
                                + alignment
                                + ", found "
                                + info.offset());
            }
            infos.add(info);
        }
        long dataStart = (bytes.position() + alignment - 1L) / alignment * alignment;
        return infos.stream().map(info -> info.at(path, fileSize, dataStart)).toList();
    }

    /** A tensor whose offset counts from the end of the header. */
    private record Info(String name, int type, List<Long> dims, long offset) {
        GgufTensor at(Path path, long fileSize, long dataStart) {
            return new GgufTensor(path, fileSize, name, type, dims, dataStart + offset);
        }
    }

    private Info info() {
        String name = text(MAX_NAME);
        where += " (" + shorten(name) + ")";
        need(Integer.BYTES);
        int axes = bytes.getInt();
        if (axes < 1 || axes > MAX_AXES) {
            throw invalid(
                    where
                            + ": expected 1 to "
                            + MAX_AXES
                            + " axes, found "
                            + Integer.toUnsignedString(axes));
        }
        need(axes * Long.BYTES + Integer.BYTES + Long.BYTES);
        List<Long> dims = new ArrayList<>(axes);
        for (int i = 0; i < axes; i++) {
            dims.add(bytes.getLong());
        }
        int type = bytes.getInt();
        long offset = bytes.getLong();
        check(dims, WeightType.of(type), offset);
        return new Info(name, type, dims, offset);
    }

    /** So that later sums and products of these numbers cannot overflow. */
    private void check(List<Long> dims, Optional<WeightType> type, long offset) {
        long most = Long.MAX_VALUE >> 10;
        long numbers = 1;
        for (long dim : dims) {
            if (dim < 1 || dim > most / numbers) {
                throw invalid(where + ": axes " + dims + " are no shape of a tensor");
            }
            numbers *= dim;
        }
        if (type.isPresent() && dims.get(0) % type.get().blockSize() != 0) {
            throw invalid(
                    where
                            + ": "
                            + type.get()
                            + " has blocks of "
                            + type.get().blockSize()
                            + ", but rows have "
                            + dims.get(0));
        }
        if (offset < 0 || offset > most) {
            throw invalid(where + ": offset " + Long.toUnsignedString(offset) + " is in no file");
        }
    }

    private void need(int count) {
        if (bytes.remaining() < count) {
            throw cutOff("");
        }
    }

    private InvalidFileException cutOff(String detail) {
        return invalid(
                fileSize > bytes.limit()
                        ? String.format(
                                Locale.ROOT,
                                "the header has more than %,d bytes, at %s%s",
                                bytes.limit(),
                                where,
                                detail)
                        : "ends at byte "
                                + fileSize
                                + ", within "
                                + where
                                + detail
                                + "; it was cut off or damaged, fetch it again");
    }

    private InvalidFileException invalid(String problem) {
        return new InvalidFileException(path, problem);
    }

    private static String shorten(String text) {
        return Excerpt.of(text.replaceAll("\\p{Cntrl}", "?"), 80);
    }
}
