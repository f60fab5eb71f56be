package io.github.headlight.render;

import io.github.headlight.error.OutputException;
import io.github.headlight.file.AtomicFile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Where a picture goes. */
@FunctionalInterface
public interface RenderOutput {
    /**
     * Lets a renderer write the picture.
     *
     * @param content writes the bytes
     * @throws OutputException if they cannot be written
     */
    void write(Content content);

    /** Writes the bytes of a picture. */
    @FunctionalInterface
    interface Content {
        /**
         * Writes all bytes; does not close the stream.
         *
         * @param out where to
         * @throws IOException if it cannot be written
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * {@return output to a file: written beside it, then moved into place, so that it is never
     * there half-written}
     *
     * @param file the file; its folder is made if missing
     */
    static RenderOutput file(Path file) {
        return content -> AtomicFile.writeStream(file, content::writeTo);
    }

    /**
     * {@return output to a stream, which is flushed and not closed}
     *
     * @param out the stream
     */
    static RenderOutput stream(OutputStream out) {
        return content -> {
            try {
                content.writeTo(out);
                out.flush();
            } catch (IOException e) {
                throw new OutputException("the picture could not be written: " + e.getMessage(), e);
            }
        };
    }
}
