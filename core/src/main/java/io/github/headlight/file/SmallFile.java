package io.github.headlight.file;

import io.github.headlight.error.InvalidFileException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Files that are read at once, up to a limit. */
public final class SmallFile {
    private SmallFile() {}

    /**
     * {@return the bytes of a file}
     *
     * @param file the file
     * @param limit the most bytes it may have
     * @throws InvalidFileException if it is missing, no plain file, larger, or cannot be read
     */
    public static byte[] read(Path file, int limit) {
        if (Files.isDirectory(file)) {
            throw new InvalidFileException(file, "expected a file, found a folder; name a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.size(file) > limit) {
                throw tooLarge(file, limit);
            }
            byte[] bytes = in.readNBytes(limit);
            // The file may have grown, or be a pipe.
            if (in.read() >= 0) {
                throw tooLarge(file, limit);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new InvalidFileException(file, "not found; check the folder and the name", e);
        } catch (IOException e) {
            throw new InvalidFileException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Refuses a pipe or device where a file of a checkpoint should be; to open it could wait for
     * ever.
     *
     * @param file the file, which may be missing
     * @throws InvalidFileException if it is there and neither a file nor a folder
     */
    public static void refuseOther(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new InvalidFileException(
                    file, "expected a file, found a pipe or device; download the file again");
        }
    }

    private static InvalidFileException tooLarge(Path file, int limit) {
        return new InvalidFileException(
                file,
                String.format(
                        Locale.ROOT,
                        "expected at most %,d bytes, found more; it is not what its name says",
                        limit));
    }

    /**
     * {@return the text of a file in UTF-8}
     *
     * @param file the file
     * @param limit the most bytes it may have
     * @throws InvalidFileException if it is missing, no plain file, larger, not UTF-8, or cannot be
     *     read
     */
    public static String readText(Path file, int limit) {
        ByteBuffer bytes = ByteBuffer.wrap(read(file, limit));
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidFileException(
                    file, "expected UTF-8, found other bytes; save it as UTF-8", e);
        }
    }
}
