package io.github.headlight.export.weights;

import io.github.headlight.tensor.Brain;
import io.github.headlight.tensor.Half;

import java.util.List;

/**
 * In what form a model has the rows of a tensor: each form has one or more parts, which are tensors
 * of their own in the model. Rows of the packed forms are whole blocks of {@value #BLOCK} weights.
 */
public enum WeightForm {
    /** One part: the bytes as they are stored. */
    STORED {
        @Override
        public List<Integer> rowBytes(WeightType type, int columns) {
            return List.of(Math.toIntExact(type.bytes(columns)));
        }

        @Override
        void encode(RowSource row, byte[][] parts, int number) {
            int length = (int) row.type().bytes(row.columns());
            System.arraycopy(row.stored(), row.at(), parts[0], number * length, length);
        }
    },
    /** One part: 32-bit floats. */
    FLOAT {
        @Override
        public List<Integer> rowBytes(WeightType type, int columns) {
            return List.of(Math.multiplyExact(columns, Float.BYTES));
        }

        @Override
        void encode(RowSource row, byte[][] parts, int number) {
            float[] weights = row.weights();
            int at = number * row.columns();
            for (int i = 0; i < row.columns(); i++) {
                Bytes.putFloat(parts[0], (at + i) * Float.BYTES, weights[i]);
            }
        }
    },
    /** One part: 16-bit IEEE floats, rounded to the nearest, to even where two are. */
    HALF {
        @Override
        public List<Integer> rowBytes(WeightType type, int columns) {
            return List.of(Math.multiplyExact(columns, Short.BYTES));
        }

        @Override
        void encode(RowSource row, byte[][] parts, int number) {
            float[] weights = row.weights();
            int at = number * row.columns();
            for (int i = 0; i < row.columns(); i++) {
                short half = Half.of(weights[i]);
                if (Half.isInfinite(half) && Float.isFinite(weights[i])) {
                    throw new ArithmeticException(
                            "weight "
                                    + weights[i]
                                    + " is beyond 16-bit floats, which end at 65504");
                }
                Bytes.putInt16(parts[0], (at + i) * Short.BYTES, half);
            }
        }
    },
    /** One part: the upper halves of 32-bit floats, rounded as with {@link #HALF}. */
    BRAIN {
        @Override
        public List<Integer> rowBytes(WeightType type, int columns) {
            return List.of(Math.multiplyExact(columns, Short.BYTES));
        }

        @Override
        void encode(RowSource row, byte[][] parts, int number) {
            float[] weights = row.weights();
            int at = number * row.columns();
            for (int i = 0; i < row.columns(); i++) {
                Bytes.putInt16(parts[0], (at + i) * Short.BYTES, Brain.of(weights[i]));
            }
        }
    },
    /** Codes of 4 bits, and scales: a weight is {@code scale · (code − 8)}. Q4_0 without loss. */
    FOUR_BIT {
        @Override
        public List<Integer> rowBytes(WeightType type, int columns) {
            return List.of(columns / 2, columns / BLOCK * Float.BYTES);
        }

        @Override
        void encode(RowSource row, byte[][] parts, int number) {
            FourBitBlock block = new FourBitBlock();
            int blocks = row.columns() / BLOCK;
            for (int i = 0; i < blocks; i++) {
                row.fourBits(i, block);
                int at = number * blocks + i;
                block.writeCodes(parts[0], at * FourBitBlock.BYTES);
                Bytes.putFloat(parts[1], at * Float.BYTES, block.scale());
            }
        }
    },
    /**
     * Codes of 4 bits, scales, and offsets: a weight is {@code scale · (code − 8) + offset}. Q4_1
     * and Q4_K without loss but for the last bit of a sum, others rounded.
     */
    FOUR_BIT_OFFSET {
        @Override
        public List<Integer> rowBytes(WeightType type, int columns) {
            int scales = columns / BLOCK * Float.BYTES;
            return List.of(columns / 2, scales, scales);
        }

        @Override
        void encode(RowSource row, byte[][] parts, int number) {
            FourBitBlock block = new FourBitBlock();
            int blocks = row.columns() / BLOCK;
            for (int i = 0; i < blocks; i++) {
                row.fourBits(i, block);
                int at = number * blocks + i;
                block.writeCodes(parts[0], at * FourBitBlock.BYTES);
                Bytes.putFloat(parts[1], at * Float.BYTES, block.scale());
                Bytes.putFloat(parts[2], at * Float.BYTES, block.offset());
            }
        }
    },
    /**
     * High and low halves of codes of 8 bits, scales, and zero points of the low halves, which are
     * all 0: a weight is {@code scale · (16 · (high − 8) + low)}. Q8_0 without loss, others
     * rounded. The runtime's products with 4 bits are fast and exact; those with 8 are one or the
     * other.
     */
    EIGHT_BIT {
        @Override
        public List<Integer> rowBytes(WeightType type, int columns) {
            int blocks = columns / BLOCK;
            return List.of(columns / 2, columns / 2, blocks * Float.BYTES, (blocks + 1) / 2);
        }

        @Override
        void encode(RowSource row, byte[][] parts, int number) {
            EightBitBlock block = new EightBitBlock();
            int blocks = row.columns() / BLOCK;
            for (int i = 0; i < blocks; i++) {
                row.eightBits(i, block);
                int at = number * blocks + i;
                block.writeHigh(parts[0], at * FourBitBlock.BYTES);
                block.writeLow(parts[1], at * FourBitBlock.BYTES);
                Bytes.putFloat(parts[2], at * Float.BYTES, block.scale());
            }
        }
    };

    /** Weights that share a scale in the packed forms. */
    public static final int BLOCK = FourBitBlock.SIZE;

    /**
     * {@return the packed form for the weights of layers: 4 bits, but for Q8_0}
     *
     * @param type how the weights are stored
     */
    public static WeightForm ofLayers(WeightType type) {
        return switch (type) {
            case Q4_0 -> FOUR_BIT;
            case Q8_0 -> EIGHT_BIT;
            default -> FOUR_BIT_OFFSET;
        };
    }

    /**
     * {@return the packed form for the embedding and the head, which a model feels most: 4 bits if
     * that loses nothing, else 8}
     *
     * @param type how the weights are stored
     */
    public static WeightForm ofVocabulary(WeightType type) {
        return switch (type) {
            case Q4_0 -> FOUR_BIT;
            case Q4_1, Q4_K -> FOUR_BIT_OFFSET;
            default -> EIGHT_BIT;
        };
    }

    /**
     * {@return bytes of a row in each part}
     *
     * @param type how the weights are stored
     * @param columns weights of a row
     */
    public abstract List<Integer> rowBytes(WeightType type, int columns);

    /**
     * Brings rows into this form.
     *
     * @param type how the weights are stored
     * @param stored whole rows
     * @param rows how many
     * @param columns weights of a row
     * @return the bytes of each part
     * @throws ArithmeticException if a weight is too large for the form
     */
    public byte[][] encode(WeightType type, byte[] stored, int rows, int columns) {
        List<Integer> sizes = rowBytes(type, columns);
        byte[][] parts = new byte[sizes.size()][];
        for (int part = 0; part < parts.length; part++) {
            parts[part] = new byte[Math.multiplyExact(rows, sizes.get(part))];
        }
        RowSource row = new RowSource(type, stored, columns);
        for (int number = 0; number < rows; number++) {
            row.moveTo(number);
            encode(row, parts, number);
        }
        return parts;
    }

    abstract void encode(RowSource row, byte[][] parts, int number);
}
