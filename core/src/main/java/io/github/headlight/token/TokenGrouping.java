package io.github.headlight.token;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the tokens that share a character and labels them. A token boundary inside a user-perceived
 * character (an extended grapheme cluster, Unicode Annex 29) joins the tokens at both sides into a
 * group.
 */
final class TokenGrouping {
    private static final Pattern CLUSTER = Pattern.compile("\\X");

    /** Longer runs of joiners and marks are no character that anybody reads. */
    private static final int MAX_PARTS = 32;

    private TokenGrouping() {}

    static List<Token> group(List<TokenPiece> pieces) {
        byte[] bytes = TokenPiece.join(pieces);
        BitSet inside = insideCharacters(bytes);
        List<Token> tokens = new ArrayList<>(pieces.size());
        int start = 0;
        for (int first = 0; first < pieces.size(); ) {
            int end = start + pieces.get(first).length();
            int last = first;
            while (last + 1 < pieces.size() && inside.get(end) && last - first + 1 < MAX_PARTS) {
                last++;
                end += pieces.get(last).length();
            }
            addGroup(tokens, pieces, first, last, bytes, start, end);
            first = last + 1;
            start = end;
        }
        return tokens;
    }

    private static void addGroup(
            List<Token> tokens,
            List<TokenPiece> pieces,
            int first,
            int last,
            byte[] bytes,
            int start,
            int end) {
        int parts = last - first + 1;
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        String label = TokenLabel.of(bytes, start, end);
        int at = start;
        for (int i = first; i <= last; i++) {
            TokenPiece piece = pieces.get(i);
            int part = i - first + 1;
            String partLabel = parts == 1 ? label : label + " " + part + "/" + parts;
            tokens.add(
                    new Token(
                            i,
                            piece.id(),
                            piece.role(),
                            at,
                            at + piece.length(),
                            text,
                            partLabel,
                            part,
                            parts));
            at += piece.length();
        }
    }

    /** The byte offsets that lie inside a character, where no token should end. */
    private static BitSet insideCharacters(byte[] bytes) {
        BitSet inside = new BitSet(bytes.length);
        for (int at = 0; at < bytes.length; ) {
            int length = validRun(bytes, at);
            if (length == 0) {
                at++;
                continue;
            }
            String text = new String(bytes, at, length, StandardCharsets.UTF_8);
            Matcher clusters = CLUSTER.matcher(text);
            int offset = at;
            while (clusters.find()) {
                String cluster = clusters.group();
                int size = cluster.getBytes(StandardCharsets.UTF_8).length;
                if (!Character.isISOControl(cluster.codePointAt(0))) {
                    inside.set(offset + 1, offset + size);
                }
                offset += size;
            }
            at += length;
        }
        return inside;
    }

    /** The number of bytes from an offset on that are valid UTF-8. */
    private static int validRun(byte[] bytes, int from) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, bytes.length - from);
        try {
            decoder.decode(rest.duplicate());
            return bytes.length - from;
        } catch (CharacterCodingException e) {
            var characters = CharBuffer.allocate(bytes.length - from);
            decoder.reset().decode(rest, characters, true);
            return rest.position() - from;
        }
    }
}
