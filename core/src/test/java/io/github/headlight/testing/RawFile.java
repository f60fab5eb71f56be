package io.github.headlight.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes safetensors files byte by byte, wrong ones too. */
public final class RawFile {
    private RawFile() {}

    /**
     * Writes a file.
     *
     * @param path the file
     * @param header its JSON
     * @param dataBytes zero bytes behind the header
     * @return the file
     * @throws IOException if that fails
     */
    public static Path write(Path path, String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return write(path, json.length, json, dataBytes);
    }

    /**
     * Writes a file whose first 8 bytes say what they like.
     *
     * @param path the file
     * @param length what the first 8 bytes say
     * @param header the header's bytes
     * @param dataBytes zero bytes behind the header
     * @return the file
     * @throws IOException if that fails
     */
    public static Path write(Path path, long length, byte[] header, int dataBytes)
            throws IOException {
        ByteBuffer file =
                ByteBuffer.allocate(Long.BYTES + header.length + dataBytes)
                        .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(length).put(header);
        return Files.write(path, file.array());
    }
}
