package io.github.headlight.token;

/**
 * One token of a sequence. A character that is split over several tokens (a Chinese character the
 * vocabulary lacks, an emoji with joiners) makes them a group: each has the group's {@code text}
 * and says which part it is.
 *
 * @param index position in the sequence, from 0
 * @param id id in the vocabulary
 * @param role where it comes from
 * @param start first byte in {@link TokenSequence#utf8}, inclusive
 * @param end last byte in {@link TokenSequence#utf8}, exclusive
 * @param text what it says, as text; for a part of a group the text of the whole group
 * @param label {@code text} for display: whitespace and control characters visible, parts numbered;
 *     never empty
 * @param part 1 for a whole token or the first of a group
 * @param parts 1 for a whole token, else the size of the group
 */
public record Token(
        int index,
        int id,
        TokenRole role,
        int start,
        int end,
        String text,
        String label,
        int part,
        int parts) {

    /** {@return the index of the first token of this token's group, its own if it is whole} */
    public int groupStart() {
        return index - part + 1;
    }
}
