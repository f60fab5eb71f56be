package io.github.headlight.analysis.drift;

import java.util.List;

/**
 * One word of the answer: its tokens, the parts of a split character too. In scripts without spaces
 * each token is a word.
 *
 * @param text what it says, without white space around it
 * @param firstToken its first token's index in the sequence
 * @param endToken after its last token
 * @param isKey whether the verdict rests on it: it says something that neither the question nor the
 *     answer itself says already
 * @param look mean over its tokens
 * @param heads the heads that looked most at the anchors meanwhile, of all heads
 */
public record AnswerWord(
        String text,
        int firstToken,
        int endToken,
        boolean isKey,
        Look look,
        List<LookingHead> heads) {
    public AnswerWord {
        heads = List.copyOf(heads);
    }
}
