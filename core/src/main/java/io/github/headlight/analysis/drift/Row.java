package io.github.headlight.analysis.drift;

/** One row of one head, used again for the next: keys with their weights, and what is not named. */
final class Row {
    private final float[] weights;
    private final int[] keys;
    private int size;
    private double unlisted;

    private Row(int most, boolean dense) {
        weights = new float[most];
        keys = dense ? null : new int[most];
    }

    /** A row whose place i is key i. */
    static Row dense(int keys) {
        return new Row(keys, true);
    }

    /** A row of at most so many keys. */
    static Row sparse(int most) {
        return new Row(most, false);
    }

    /** The weights of a dense row, to be filled. */
    float[] weights() {
        return weights;
    }

    void resize(int keysOfRow) {
        size = keysOfRow;
    }

    void clear() {
        size = 0;
    }

    void add(int key, float weight) {
        keys[size] = key;
        weights[size] = weight;
        size++;
    }

    void unlisted(double mass) {
        unlisted = mass;
    }

    int size() {
        return size;
    }

    int key(int place) {
        return keys == null ? place : keys[place];
    }

    float weight(int place) {
        return weights[place];
    }

    /** The mass on keys that are not named. */
    double unlisted() {
        return unlisted;
    }
}
