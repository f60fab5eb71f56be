package io.github.headlight.analysis.advice;

import java.util.ArrayList;
import java.util.List;

/** Finds headings, numbers of lists, labels and quoted names, each by how its line is written. */
final class AnchorFinder {
    private static final String OPENING = "“\"「『《【`";
    private static final String CLOSING = "”\"」』》】`";
    private static final int LONGEST_LABEL = 24;
    private static final int LONGEST_QUOTE = 40;

    private final PromptText prompt;
    private final String text;
    private final List<Place> places = new ArrayList<>();

    private AnchorFinder(PromptText prompt) {
        this.prompt = prompt;
        this.text = prompt.text();
    }

    /**
     * Where an anchor stands.
     *
     * @param kind what it is
     * @param from first token
     * @param to last token, exclusive
     */
    record Place(AnchorKind kind, int from, int to) {}

    /** All anchors of a prompt, in order, none inside another. */
    static List<Place> find(Reading reading) {
        AnchorFinder finder = new AnchorFinder(reading.text());
        for (Segment block : reading.blocks()) {
            if (block.kind() != SegmentKind.TEMPLATE) {
                finder.block(block);
            }
        }
        return finder.places;
    }

    private void block(Segment block) {
        int end = prompt.end(block.to() - 1);
        boolean first = true;
        for (int at = prompt.start(block.from()); at < end; ) {
            int newline = text.indexOf('\n', at);
            int next = newline < 0 || newline >= end ? end : newline + 1;
            if (!text.substring(at, next).isBlank()) {
                line(first ? block.kind() : SegmentKind.TEXT, at, next);
                first = false;
            }
            at = next;
        }
    }

    private void line(SegmentKind kind, int lineStart, int end) {
        int start = lineStart;
        while (Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        if (kind == SegmentKind.HEADING) {
            add(AnchorKind.HEADING, start, end);
            return;
        }
        int rest = start;
        if (kind == SegmentKind.ITEM) {
            rest = Pieces.itemMark(text, start, end);
            add(AnchorKind.NUMBER, start, rest);
        } else {
            rest = label(start, end);
            if (rest > start) {
                add(AnchorKind.LABEL, start, rest);
            }
        }
        quotes(rest, end);
    }

    /** Where a label ends, with its colon; the start if the line has none. */
    private int label(int start, int end) {
        int most = Math.min(end, start + LONGEST_LABEL);
        for (int i = start; i < most; i++) {
            char c = text.charAt(i);
            if (c == ':' || c == '：') {
                boolean clock = i + 1 < end && Character.isDigit(text.charAt(i + 1));
                return clock || i == start ? start : i + 1;
            }
            if (!PromptText.isLetter(c) && c != ' ' && c != '_' && c != '-') {
                return start;
            }
        }
        return start;
    }

    private void quotes(int from, int end) {
        for (int i = from; i < end; i++) {
            int mark = OPENING.indexOf(text.charAt(i));
            if (mark >= 0) {
                int close = text.indexOf(CLOSING.charAt(mark), i + 1);
                if (close > i + 1 && close < end && close - i <= LONGEST_QUOTE) {
                    add(AnchorKind.QUOTED, i + 1, close);
                    i = close;
                }
            }
        }
    }

    private void add(AnchorKind kind, int start, int end) {
        int from = prompt.tokenAt(start);
        int to = prompt.tokenFrom(end);
        int free = places.isEmpty() ? 0 : places.get(places.size() - 1).to();
        if (to > Math.max(from, free)) {
            places.add(new Place(kind, Math.max(from, free), to));
        }
    }
}
