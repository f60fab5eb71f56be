package io.github.headlight.token;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tokens of one sequence, in order, with the exact bytes that the model read. Immutable. */
public final class TokenSequence {
    private final byte[] utf8;
    private final List<Token> tokens;

    private TokenSequence(byte[] utf8, List<Token> tokens) {
        this.utf8 = utf8;
        this.tokens = List.copyOf(tokens);
    }

    /**
     * {@return a sequence made of pieces; characters split over pieces are grouped}
     *
     * @param pieces at least one
     */
    public static TokenSequence of(List<TokenPiece> pieces) {
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("a sequence has at least one token");
        }
        return new TokenSequence(TokenPiece.join(pieces), TokenGrouping.group(pieces));
    }

    /**
     * {@return a sequence of ids without texts: labels are the ids}
     *
     * @param ids at least one
     */
    public static TokenSequence ofIds(int[] ids) {
        List<TokenPiece> pieces = new ArrayList<>(ids.length);
        for (int id : ids) {
            byte[] label = Integer.toString(id).getBytes(StandardCharsets.US_ASCII);
            pieces.add(new TokenPiece(id, label, TokenRole.PROMPT));
        }
        return of(pieces);
    }

    /**
     * {@return this sequence with more tokens behind it}
     *
     * @param more the pieces to add; a character they complete joins the group of its first part
     */
    public TokenSequence append(List<TokenPiece> more) {
        List<TokenPiece> pieces = new ArrayList<>(size() + more.size());
        for (Token token : tokens) {
            pieces.add(new TokenPiece(token.id(), bytes(token.index()), token.role()));
        }
        pieces.addAll(more);
        return of(pieces);
    }

    /** {@return whether the tokens have texts; without, each has its id as its label} */
    public boolean hasTexts() {
        for (Token token : tokens) {
            if (!token.text().equals(Integer.toString(token.id()))) {
                return true;
            }
        }
        return false;
    }

    /** {@return the number of tokens} */
    public int size() {
        return tokens.size();
    }

    /**
     * {@return one token}
     *
     * @param index from 0
     */
    public Token get(int index) {
        return tokens.get(index);
    }

    /** {@return all tokens, in order} */
    public List<Token> tokens() {
        return tokens;
    }

    /** {@return the ids, in order} */
    public int[] ids() {
        return tokens.stream().mapToInt(Token::id).toArray();
    }

    /** {@return the bytes of all tokens, joined: UTF-8, if the model wrote whole characters} */
    public byte[] utf8() {
        return utf8.clone();
    }

    /**
     * {@return the exact bytes of a token}
     *
     * @param index from 0
     */
    public byte[] bytes(int index) {
        Token token = tokens.get(index);
        return Arrays.copyOfRange(utf8, token.start(), token.end());
    }

    /** {@return the text of all tokens; bytes that are no character become U+FFFD} */
    public String text() {
        return text(0, size());
    }

    /**
     * {@return the text of some tokens; bytes that are no character become U+FFFD}
     *
     * @param from first token, inclusive
     * @param to last token, exclusive
     */
    public String text(int from, int to) {
        int start = from < size() ? tokens.get(from).start() : utf8.length;
        int end = to > 0 ? tokens.get(to - 1).end() : 0;
        return new String(utf8, start, Math.max(0, end - start), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return size() + " tokens: " + text();
    }
}
