package io.github.headlight.token;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Bytes that are UTF-8 for the most part. */
final class Utf8 {
    private Utf8() {}

    /** Receives the parts of a byte range, in order. */
    interface Parts {
        /** Characters, from this byte on. */
        void text(String text, int start);

        /** A byte that is no part of a character. */
        void stray(byte value);
    }

    /** Splits a byte range into text and stray bytes, in one pass. */
    static void split(byte[] bytes, int start, int end, Parts parts) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, start, end - start);
        CharBuffer out = CharBuffer.allocate(end - start);
        while (in.hasRemaining()) {
            int from = in.position();
            CoderResult result = decoder.reset().decode(in, out.clear(), true);
            if (out.flip().hasRemaining()) {
                parts.text(out.toString(), from);
            }
            for (int i = 0; result.isError() && i < result.length(); i++) {
                parts.stray(in.get());
            }
        }
    }

    /** The number of bytes of some characters. */
    static int length(CharSequence text, int start, int end) {
        int length = 0;
        for (int at = start; at < end; ) {
            int c = Character.codePointAt(text, at);
            length += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            at += Character.charCount(c);
        }
        return length;
    }
}
