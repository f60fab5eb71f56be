package io.github.headlight.token;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** A token before it is placed in a sequence: its id, its exact bytes and its role. */
public final class TokenPiece {
    private final int id;
    private final byte[] bytes;
    private final TokenRole role;

    /**
     * @param id id in the vocabulary
     * @param bytes its exact bytes, perhaps only part of a character
     * @param role where it comes from
     */
    public TokenPiece(int id, byte[] bytes, TokenRole role) {
        this.id = id;
        this.bytes = bytes.clone();
        this.role = role;
    }

    /** {@return the id in the vocabulary} */
    public int id() {
        return id;
    }

    /** {@return where it comes from} */
    public TokenRole role() {
        return role;
    }

    /** {@return its exact bytes, perhaps only part of a character} */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** {@return the number of bytes} */
    public int length() {
        return bytes.length;
    }

    static byte[] join(List<TokenPiece> pieces) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        pieces.forEach(piece -> joined.write(piece.bytes, 0, piece.bytes.length));
        return joined.toByteArray();
    }
}
