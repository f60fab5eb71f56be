package io.github.headlight.export.weights;

/** One stored row after the other, as it is, as floats, or in blocks of 4 bits. */
final class RowSource {
    private final WeightType type;
    private final byte[] stored;
    private final int columns;
    private final float[] weights;
    private int at;
    private boolean decoded;

    RowSource(WeightType type, byte[] stored, int columns) {
        this.type = type;
        this.stored = stored;
        this.columns = columns;
        this.weights = new float[columns];
    }

    void moveTo(int row) {
        at = row * (int) type.bytes(columns);
        decoded = false;
    }

    WeightType type() {
        return type;
    }

    int columns() {
        return columns;
    }

    byte[] stored() {
        return stored;
    }

    /** The first byte of the row. */
    int at() {
        return at;
    }

    /** The row decoded; overwritten by the next. */
    float[] weights() {
        if (!decoded) {
            type.decode(stored, at, weights, columns);
            decoded = true;
        }
        return weights;
    }

    /** Reads a block of 32. */
    void eightBits(int block, EightBitBlock to) {
        if (type == WeightType.Q8_0) {
            to.takeQ8(stored, at + block * type.blockBytes());
        } else {
            to.round(weights(), block * EightBitBlock.SIZE);
        }
    }

    /** Reads a block of 32. */
    void fourBits(int block, FourBitBlock to) {
        switch (type) {
            case Q4_0 -> to.takeQ4With0(stored, at + block * type.blockBytes());
            case Q4_1 -> to.takeQ4With1(stored, at + block * type.blockBytes());
            case Q4_K -> {
                int subs = type.blockSize() / FourBitBlock.SIZE;
                to.takeQ4K(stored, at + block / subs * type.blockBytes(), block % subs);
            }
            default -> to.round(weights(), block * FourBitBlock.SIZE);
        }
    }
}
