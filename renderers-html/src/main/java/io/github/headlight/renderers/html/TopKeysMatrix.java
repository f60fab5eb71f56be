package io.github.headlight.renderers.html;

import io.github.headlight.tensor.TopKAttention;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * A head of which the strongest keys of each row were captured.
 *
 * <p>Its bytes: for each row the mass of all other keys, as {@code round(255 √mass)}; the number of
 * keys; for each key, rising, its distance to the one before (7 bits a byte, the lowest first, the
 * top bit set in all but the last) and the code of its probability.
 */
record TopKeysMatrix(TopKAttention top, int layer, int head) implements PageMatrix {
    static final String FORM = "rows";

    /** A count is a byte. */
    private static final int MOST_KEYS = 255;

    @Override
    public String form() {
        return FORM;
    }

    @Override
    public boolean isCausal() {
        for (int query = 0; query < top.queries(); query++) {
            for (int rank = 0; rank < top.k(); rank++) {
                if (top.key(layer, head, query, rank) > query) {
                    return false;
                }
            }
        }
        return true;
    }

    /** How many keys of each row a page has. */
    static int kept(TopKAttention top) {
        return Math.min(top.k(), MOST_KEYS);
    }

    @Override
    public byte[] encode(Bands bands, boolean causal) {
        int kept = kept(top);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(top.queries() * (2 + 2 * kept));
        long[] entries = new long[kept];
        for (int query = 0; query < top.queries(); query++) {
            int count = 0;
            double listed = 0;
            for (int rank = 0; rank < kept; rank++) {
                int key = top.key(layer, head, query, rank);
                float probability = top.probability(layer, head, query, rank);
                if (key != TopKAttention.NO_KEY && bands.code(probability) != 0) {
                    entries[count++] =
                            ((long) key << 8) | Byte.toUnsignedInt(bands.code(probability));
                    listed += probability;
                }
            }
            Arrays.sort(entries, 0, count);
            bytes.write(HeadCodec.root(total(query) - listed));
            bytes.write(count);
            int before = 0;
            for (int i = 0; i < count; i++) {
                int key = (int) (entries[i] >> 8);
                writeNumber(bytes, key - before);
                bytes.write((int) entries[i] & 0xff);
                before = key;
            }
        }
        return bytes.toByteArray();
    }

    /** All that a row gives: to the keys that were captured, and to the others. */
    private double total(int query) {
        double total = top.rest(layer, head, query);
        for (int rank = 0; rank < top.k(); rank++) {
            total += top.probability(layer, head, query, rank);
        }
        return total;
    }

    private static void writeNumber(ByteArrayOutputStream bytes, int number) {
        int left = number;
        while (left > 127) {
            bytes.write((left & 127) | 128);
            left >>>= 7;
        }
        bytes.write(left);
    }

    @Override
    public float[] shrink(Tiles tiles) {
        return tiles.shrink(
                top.queries(),
                (query, cells) -> {
                    for (int rank = 0; rank < top.k(); rank++) {
                        int key = top.key(layer, head, query, rank);
                        if (key != TopKAttention.NO_KEY) {
                            cells.add(key, top.probability(layer, head, query, rank));
                        }
                    }
                });
    }

    @Override
    public Optional<LongLink> longestLink(Words words) {
        LongLink link = null;
        for (int query = 0; query < top.queries(); query++) {
            for (int rank = 0; rank < top.k(); rank++) {
                int key = top.key(layer, head, query, rank);
                float probability = top.probability(layer, head, query, rank);
                if (key > 0
                        && Math.abs(query - key) >= words.longDistance()
                        && (link == null || probability > link.probability())
                        && words.different(query, key)) {
                    link = new LongLink(query, key, probability);
                }
            }
        }
        return Optional.ofNullable(link);
    }
}
