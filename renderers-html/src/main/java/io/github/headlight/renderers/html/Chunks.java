package io.github.headlight.renderers.html;

import io.github.headlight.capture.Measure;
import io.github.headlight.tensor.AttentionMatrix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The matrices of a capture that go into the file cell by cell: all of them up to 1024 rows; of
 * longer captures those that fit a budget, least sink first, so that the file stays one that can be
 * mailed. The map shows all of them in any case.
 */
final class Chunks {
    private static final int ALL_ROWS = 1024;

    /** A browser holds a matrix of this many rows as 34 MB. */
    private static final int MAX_ROWS = 8192;

    private static final int BATCH = 32;

    private final PageCapture capture;
    private final HeadCodec codec;
    private final int first;

    /** By slot; null if all are written. */
    private final Map<Integer, String> chosen;

    /**
     * Chooses the matrices.
     *
     * @param capture where they are
     * @param codec how they are written
     * @param survey what the heads do
     * @param first the slot that is shown first, always written if any is, and before the others
     * @param budget characters that the matrices of a long capture may take
     */
    Chunks(PageCapture capture, HeadCodec codec, Survey survey, int first, long budget) {
        this.capture = capture;
        this.codec = codec;
        this.first = first;
        this.chosen = rows(capture) <= ALL_ROWS ? null : choose(survey, budget);
    }

    private static int rows(PageCapture capture) {
        return Math.max(capture.queries().size(), capture.keys().size());
    }

    private Map<Integer, String> choose(Survey survey, long budget) {
        Map<Integer, String> fitting = new TreeMap<>();
        long left = budget;
        for (int slot : rows(capture) > MAX_ROWS ? List.<Integer>of() : byInterest(survey)) {
            String packed = pack(slot);
            left -= packed.length();
            if (left < 0 && !fitting.isEmpty()) {
                break;
            }
            fitting.put(slot, packed);
        }
        return fitting;
    }

    private List<Integer> byInterest(Survey survey) {
        List<Integer> heads = new ArrayList<>();
        for (int i = 0; i < capture.layers() * capture.heads(); i++) {
            heads.add(i);
        }
        if (!survey.heads().isEmpty()) {
            heads.sort(
                    Comparator.comparingDouble(i -> survey.heads().get(i).measure(Measure.SINK)));
        }
        List<Integer> slots = new ArrayList<>(List.of(first));
        for (int head : heads) {
            int slot = capture.slot(head / capture.heads(), head % capture.heads());
            if (slot != first) {
                slots.add(slot);
            }
        }
        return slots;
    }

    private String pack(int slot) {
        AttentionMatrix matrix = capture.matrix(slot);
        return Packed.pack(codec.encode(matrix));
    }

    boolean hasAll() {
        return chosen == null;
    }

    /** The slots that are written, if not all are. */
    List<Integer> slots() {
        return chosen == null ? List.of() : List.copyOf(chosen.keySet());
    }

    /** Writes a block a matrix, the first shown first. */
    void write(Html html, int number) throws IOException {
        if (chosen != null) {
            for (Map.Entry<Integer, String> chunk : chosen.entrySet()) {
                writeBlock(html, number, chunk.getKey(), chunk.getValue());
            }
            return;
        }
        writeBlock(html, number, first, pack(first));
        int[] slots = IntStream.range(0, capture.slots()).filter(slot -> slot != first).toArray();
        for (int from = 0; from < slots.length; from += BATCH) {
            int to = Math.min(from + BATCH, slots.length);
            List<String> packed =
                    IntStream.range(from, to).parallel().mapToObj(i -> pack(slots[i])).toList();
            for (int i = from; i < to; i++) {
                writeBlock(html, number, slots[i], packed.get(i - from));
            }
        }
    }

    private static void writeBlock(Html html, int number, int slot, String packed)
            throws IOException {
        html.data("m-" + number + "-" + slot, PageWriter.BINARY, packed);
    }
}
