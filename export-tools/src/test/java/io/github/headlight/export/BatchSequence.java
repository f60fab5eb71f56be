package io.github.headlight.export;

import io.github.headlight.testing.ExpectedValues;

import java.util.Arrays;

/**
 * One sequence of a reference batch, with the padding on its left cut away.
 *
 * @param ids its tokens
 * @param logits {@code [token, vocabulary]}
 * @param attentions {@code [layer, head, query, key]}
 */
@SuppressWarnings("ArrayRecordComponent") // numbers for a comparison, compared nowhere else
record BatchSequence(long[] ids, float[] logits, float[] attentions) {
    static BatchSequence of(RunnableModel model, ExpectedValues expected, int sequence) {
        int heads = model.spec().heads();
        int vocabulary = model.spec().vocabularySize();
        int batch = Math.toIntExact(expected.shape("batch.input_ids").get(0));
        int padded = Math.toIntExact(expected.shape("batch.input_ids").get(1));
        long[] mask = expected.longs("batch.attention_mask");
        int first = 0;
        while (mask[sequence * padded + first] == 0) {
            first++;
        }
        int length = padded - first;
        int start = sequence * padded + first;
        float[] whole = expected.floats("batch.attentions");
        float[] attentions = new float[model.spec().layers() * heads * length * length];
        for (int row = 0; row < attentions.length / length; row++) {
            int layer = row / length / heads;
            int head = row / length % heads;
            int query = first + row % length;
            int from =
                    (((layer * batch + sequence) * heads + head) * padded + query) * padded + first;
            System.arraycopy(whole, from, attentions, row * length, length);
        }
        return new BatchSequence(
                Arrays.copyOfRange(expected.longs("batch.input_ids"), start, start + length),
                Arrays.copyOfRange(
                        expected.floats("batch.logits"),
                        start * vocabulary,
                        (start + length) * vocabulary),
                attentions);
    }
}
