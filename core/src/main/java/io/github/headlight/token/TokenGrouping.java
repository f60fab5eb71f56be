package io.github.headlight.token;

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
            if (label.isEmpty()) {
                // A row of the model's vocabulary that no token has: only its number is known.
                partLabel = "‹" + piece.id() + "›";
            }
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
        Utf8.split(
                bytes,
                0,
                bytes.length,
                new Utf8.Parts() {
                    @Override
                    public void text(String text, int start) {
                        markInside(inside, text, start);
                    }

                    @Override
                    public void stray(byte value) {}
                });
        return inside;
    }

    private static void markInside(BitSet inside, String text, int start) {
        Matcher clusters = CLUSTER.matcher(text);
        for (int offset = start; clusters.find(); ) {
            int size = Utf8.length(text, clusters.start(), clusters.end());
            if (!Character.isISOControl(text.charAt(clusters.start()))) {
                inside.set(offset + 1, offset + size);
            }
            offset += size;
        }
    }
}
