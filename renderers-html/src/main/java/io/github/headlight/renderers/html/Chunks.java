package io.github.headlight.renderers.html;

import io.github.headlight.capture.Measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The matrices of a capture that go into the file cell by cell: all of them up to 1024 rows; of
 * longer captures those that fit a budget, least sink first, so that the file stays one that can be
 * mailed. The map shows all of them in any case.
 */
final class Chunks {
    private static final int ALL_ROWS = 1024;

    /** A matrix of this many rows, cell by cell, is 34 MB before it is packed. */
    private static final int MOST_ROWS = 8192;

    private static final int BATCH = 32;

    private final PageCapture capture;
    private final Bands bands;
    private final boolean causal;
    private final int first;

    /** By slot; null if all are written. */
    private final Map<Integer, String> chosen;

    private final Map<String, String> forms;

    /**
     * Chooses the matrices.
     *
     * @param capture where they are
     * @param bands how their probabilities are rounded
     * @param survey what the heads do
     * @param first the slot that is shown first, always written if any is, and before the others
     * @param budget characters that the matrices of a long capture may take
     */
    Chunks(PageCapture capture, Bands bands, Survey survey, int first, long budget) {
        this.capture = capture;
        this.bands = bands;
        this.causal = survey.causal();
        this.first = first;
        boolean all = rows() <= ALL_ROWS && capture.kept() == 0;
        this.chosen = all ? null : choose(survey, budget);
        this.forms = findForms();
    }

    private int rows() {
        return Math.max(capture.rows(), capture.columns());
    }

    private Map<Integer, String> choose(Survey survey, long budget) {
        Map<Integer, String> fitting = new TreeMap<>();
        long left = budget;
        int[] slots = byInterest(survey);
        for (int from = 0; from < slots.length && left > 0; from += BATCH) {
            // In batches on all cores; what a batch has over the budget is dropped.
            int to = Math.min(from + BATCH, slots.length);
            List<Optional<String>> packed = pack(slots, from, to);
            for (int i = from; i < to; i++) {
                String text = packed.get(i - from).orElse("");
                boolean over = left < text.length() && !fitting.isEmpty();
                if (text.isEmpty() || over) {
                    continue;
                }
                fitting.put(slots[i], text);
                left -= text.length();
            }
        }
        return fitting;
    }

    /** The first, means (which stand for many heads), then heads, least sink first. */
    private int[] byInterest(Survey survey) {
        CaptureMatrices matrices = capture.matrices();
        int heads = matrices.heads();
        List<Integer> slots = new ArrayList<>(List.of(first));
        if (matrices.columns() > heads) {
            IntStream.range(0, matrices.layers())
                    .forEach(layer -> slots.add(capture.slot(layer, heads)));
        }
        IntStream.range(matrices.layerSlots(), matrices.slots()).forEach(slots::add);
        List<Integer> order = new ArrayList<>();
        IntStream.range(0, matrices.layers() * heads).forEach(order::add);
        if (!survey.heads().isEmpty()) {
            order.sort(
                    Comparator.comparingDouble(i -> survey.heads().get(i).measure(Measure.SINK)));
        }
        order.forEach(i -> slots.add(capture.slot(i / heads, i % heads)));
        return slots.stream().distinct().mapToInt(Integer::intValue).toArray();
    }

    private List<Optional<String>> pack(int[] slots, int from, int to) {
        return IntStream.range(from, to).parallel().mapToObj(i -> pack(slots[i])).toList();
    }

    /** A matrix in the file's form, or nothing if it was not captured or is too large. */
    private Optional<String> pack(int slot) {
        return capture.matrices()
                .at(slot)
                .filter(matrix -> rows() <= MOST_ROWS || !(matrix instanceof WholeMatrix))
                .map(matrix -> Packed.pack(matrix.encode(bands, causal)));
    }

    private boolean isWritten(int slot) {
        return chosen == null || chosen.containsKey(slot);
    }

    /**
     * The form of each slot, runs of slots together: {@code "0-6": "dense"}; {@code map} where only
     * a thumbnail is in the file; nothing where nothing was captured.
     */
    Map<String, String> forms() {
        return forms;
    }

    /** Once: means and rollout are computed to know whether there are any. */
    private Map<String, String> findForms() {
        Map<String, String> found = new LinkedHashMap<>();
        int slots = capture.matrices().slots();
        String[] all = new String[slots];
        for (int slot = 0; slot < slots; slot++) {
            boolean written = isWritten(slot);
            all[slot] = capture.matrices().at(slot).map(m -> written ? m.form() : "map").orElse("");
        }
        for (int from = 0, to; from < slots; from = to) {
            to = from + 1;
            while (to < slots && all[to].equals(all[from])) {
                to++;
            }
            if (!all[from].isEmpty()) {
                found.put(from + "-" + (to - 1), all[from]);
            }
        }
        return Collections.unmodifiableMap(found);
    }

    /** Whether every matrix that was captured is written. */
    boolean hasAll() {
        return !forms.containsValue("map");
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
        int[] slots =
                IntStream.concat(
                                IntStream.of(first),
                                IntStream.range(0, capture.matrices().slots())
                                        .filter(slot -> slot != first))
                        .toArray();
        for (int from = 0, to; from < slots.length; from = to) {
            to = from == 0 ? 1 : Math.min(from + BATCH, slots.length);
            List<Optional<String>> packed = pack(slots, from, to);
            for (int i = from; i < to; i++) {
                if (packed.get(i - from).isPresent()) {
                    writeBlock(html, number, slots[i], packed.get(i - from).get());
                }
            }
        }
    }

    private static void writeBlock(Html html, int number, int slot, String packed)
            throws IOException {
        html.data("m-" + number + "-" + slot, PageWriter.BINARY, packed);
    }
}
