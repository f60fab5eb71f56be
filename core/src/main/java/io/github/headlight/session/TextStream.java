package io.github.headlight.session;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Turns the bytes of tokens into text as they come; a character appears once it is whole. */
final class TextStream {
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] begun = new byte[0];

    /** The characters that these bytes complete. */
    String next(byte[] bytes) {
        ByteBuffer in = ByteBuffer.allocate(begun.length + bytes.length);
        in.put(begun).put(bytes).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining());
        decoder.decode(in, out, /* endOfInput= */ false);
        begun = new byte[in.remaining()];
        in.get(begun);
        return out.flip().toString();
    }
}
