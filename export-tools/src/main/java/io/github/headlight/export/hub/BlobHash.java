package io.github.headlight.export.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;

/**
 * The hash of a file that the hub names it by: SHA-256 where the file is kept outside git, else
 * git's own, the SHA-1 of {@code "blob " + size + "\0"} and the content.
 *
 * @param hex the hash, 64 or 40 hexadecimal digits in lower case
 */
record BlobHash(String hex) {
    private static final int SHA_1_DIGITS = 40;

    /** {@return the hash in an ETag, or in JSON; empty if it is none} */
    static Optional<BlobHash> of(String tag) {
        String hex = tag.strip().replaceFirst("^W/", "").replace("\"", "").toLowerCase(Locale.ROOT);
        return hex.matches("[0-9a-f]{40}|[0-9a-f]{64}")
                ? Optional.of(new BlobHash(hex))
                : Optional.empty();
    }

    /**
     * {@return the name of a file that grows; the hub's tools have others, and so never write to
     * it}
     */
    String unfinished() {
        return hex + ".headlight.incomplete";
    }

    /** {@return a digest that gives this hash after all bytes of the file} */
    MessageDigest digest(long size) {
        try {
            if (hex.length() > SHA_1_DIGITS) {
                return MessageDigest.getInstance("SHA-256");
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1 and SHA-256", e);
        }
    }
}
