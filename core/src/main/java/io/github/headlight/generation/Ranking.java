package io.github.headlight.generation;

/**
 * Takes ids from the highest score to the lowest, the lower id first among equals, and sorts only
 * as far as they are taken: a heap, made in linear time. What is taken gathers behind the heap, in
 * the same array.
 */
final class Ranking {
    private final int[] ids;
    private final float[] scores;
    private int left;

    /** Over these arrays: ids, and the score of each id. */
    Ranking(int[] ids, float[] scores) {
        this.ids = ids;
        this.scores = scores;
    }

    /** Starts over with the first ids of the array. */
    void start(int count) {
        left = count;
        for (int at = count / 2 - 1; at >= 0; at--) {
            sink(at);
        }
    }

    /** How many are not taken yet: as many stand at the front of the array. */
    int left() {
        return left;
    }

    /** What the next take gives. */
    int first() {
        return ids[0];
    }

    int take() {
        int taken = ids[0];
        left--;
        ids[0] = ids[left];
        ids[left] = taken;
        sink(0);
        return taken;
    }

    private void sink(int from) {
        int id = ids[from];
        int at = from;
        for (int child = 2 * at + 1; child < left; child = 2 * at + 1) {
            if (child + 1 < left && isBefore(ids[child + 1], ids[child])) {
                child++;
            }
            if (!isBefore(ids[child], id)) {
                break;
            }
            ids[at] = ids[child];
            at = child;
        }
        ids[at] = id;
    }

    private boolean isBefore(int a, int b) {
        return scores[a] > scores[b] || (scores[a] == scores[b] && a < b);
    }
}
