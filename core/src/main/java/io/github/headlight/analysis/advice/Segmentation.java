package io.github.headlight.analysis.advice;

import io.github.headlight.analysis.advice.Pieces.Piece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Cuts a prompt into parts that cover all its tokens in order. No part crosses a message or the
 * chat template. A token over the border of two parts belongs to the one with more of its letters;
 * a part that no token is left for is left out. Takes time linear in the text, whatever it holds.
 */
public final class Segmentation {
    private final TokenSequence tokens;
    private final PromptText text;
    private final int size;

    private Segmentation(TokenSequence tokens, int size) {
        this.tokens = tokens;
        this.text = PromptText.of(tokens, size);
        this.size = size;
    }

    /**
     * {@return the sentences; a line's end ends one}
     *
     * @param tokens a sequence
     * @param size how many of its tokens are the prompt
     */
    public static List<Segment> sentences(TokenSequence tokens, int size) {
        return of(tokens, size).cut(Pieces::sentences);
    }

    /**
     * {@return the blocks: they start after blank lines and lines such as {@code ---}, at headings
     * and at entries of lists}
     *
     * @param tokens a sequence
     * @param size how many of its tokens are the prompt
     */
    public static List<Segment> blocks(TokenSequence tokens, int size) {
        return of(tokens, size).cut(Pieces::blocks);
    }

    private static Segmentation of(TokenSequence tokens, int size) {
        return new Segmentation(tokens, Objects.checkIndex(size - 1, tokens.size()) + 1);
    }

    @FunctionalInterface
    private interface Cutter {
        List<Piece> cut(String text, int from, int to);
    }

    private List<Segment> cut(Cutter cutter) {
        List<Segment> segments = new ArrayList<>();
        for (int from = 0; from < size; ) {
            TokenRole role = tokens.get(from).role();
            int to = from + 1;
            while (to < size && tokens.get(to).role() == role) {
                to++;
            }
            if (role == TokenRole.TEMPLATE) {
                segments.add(segment(SegmentKind.TEMPLATE, from, to));
            } else {
                List<Piece> pieces = cutter.cut(text.text(), text.start(from), text.end(to - 1));
                assign(pieces, from, to, segments);
            }
            from = to;
        }
        return List.copyOf(segments);
    }

    /** Gives each token to a piece; both go forward only. */
    private void assign(List<Piece> pieces, int from, int to, List<Segment> segments) {
        int piece = 0;
        int start = from;
        for (int token = from; token < to; token++) {
            int owner = owner(pieces, piece, token);
            if (owner > piece && token > start) {
                segments.add(segment(pieces.get(piece).kind(), start, token));
                start = token;
            }
            piece = owner;
        }
        segments.add(segment(pieces.get(piece).kind(), start, to));
    }

    private int owner(List<Piece> pieces, int first, int token) {
        int start = text.start(token);
        int end = text.end(token);
        int owner = first;
        int most = -1;
        for (int p = first; p < pieces.size(); p++) {
            int pieceStart = Math.max(start, pieces.get(p).start());
            int pieceEnd = p + 1 < pieces.size() ? pieces.get(p + 1).start() : Integer.MAX_VALUE;
            if (p > first && pieceStart >= end) {
                break;
            }
            if (pieceEnd <= start) {
                continue;
            }
            int letters = text.letters(pieceStart, Math.min(end, pieceEnd));
            if (letters > most) {
                most = letters;
                owner = p;
            }
        }
        return owner;
    }

    private Segment segment(SegmentKind kind, int from, int to) {
        return new Segment(kind, from, to, tokens.text(from, to));
    }
}
