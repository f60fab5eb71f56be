package io.github.headlight.analysis.drift;

import io.github.headlight.capture.Attention;
import io.github.headlight.capture.Separators;
import io.github.headlight.token.Token;
import io.github.headlight.token.TokenRole;

import java.util.BitSet;
import java.util.List;

/** What each key of a capture is, and how many of each kind a row can see. */
final class Keys {
    private final KeyClass[] classes;
    private final boolean[] plainContent;
    private final BitSet[] ofAnchor;
    private final BitSet inQuestion = new BitSet();
    private final int[] contentBefore;
    private final int anchorTokens;

    Keys(Attention attention, Anchors anchors) {
        int rows = attention.rows();
        List<Anchor> list = anchors.list();
        ofAnchor = new BitSet[list.size()];
        BitSet anyAnchor = new BitSet();
        BitSet blank = blanks(attention);
        for (int a = 0; a < ofAnchor.length; a++) {
            ofAnchor[a] = bits(list.get(a).tokens());
            // Its weight cannot be told from the sink's.
            ofAnchor[a].clear(0);
            // Blank tokens say nothing, and many heads rest on them as they do on the first token.
            ofAnchor[a].andNot(blank);
            anyAnchor.or(ofAnchor[a]);
            inQuestion.or(bits(list.get(a).tokens(PromptPart.QUESTION)));
        }
        anchorTokens = anyAnchor.cardinality();
        classes = new KeyClass[rows];
        plainContent = new boolean[rows];
        contentBefore = new int[rows + 1];
        for (int key = 0; key < rows; key++) {
            boolean template = attention.tokens().get(key).role() == TokenRole.TEMPLATE;
            boolean separator = blank.get(key) || Separators.at(attention.tokens(), key);
            plainContent[key] = key > 0 && !template && !separator;
            classes[key] =
                    key == 0
                            ? KeyClass.SINK
                            : anyAnchor.get(key)
                                    ? KeyClass.ANCHOR
                                    : template
                                            ? KeyClass.TEMPLATE
                                            : key >= attention.promptLength()
                                                    ? KeyClass.ANSWER
                                                    : separator
                                                            ? KeyClass.SEPARATOR
                                                            : KeyClass.OTHER;
            contentBefore[key + 1] = contentBefore[key] + (classes[key].isContent() ? 1 : 0);
        }
    }

    private static BitSet blanks(Attention attention) {
        BitSet blank = new BitSet();
        for (Token token : attention.tokens().tokens()) {
            blank.set(token.index(), !token.text().isEmpty() && token.text().isBlank());
        }
        return blank;
    }

    private static BitSet bits(int[] tokens) {
        BitSet bits = new BitSet();
        for (int token : tokens) {
            bits.set(token);
        }
        return bits;
    }

    int anchors() {
        return ofAnchor.length;
    }

    KeyClass classOf(int key) {
        return classes[key];
    }

    boolean isOf(int anchor, int key) {
        return ofAnchor[anchor].get(key);
    }

    boolean isInQuestion(int key) {
        return inQuestion.get(key);
    }

    /**
     * Whether a key is neither the first token nor template nor separator, whatever the anchors.
     */
    boolean isPlainContent(int key) {
        return plainContent[key];
    }

    /**
     * All anchors' share of the content tokens that a row of the answer sees, 0 if there are none.
     */
    double share(int row) {
        return ratio(anchorTokens, row);
    }

    /**
     * One anchor's share of the content tokens that a row of the answer sees, 0 if there are none.
     */
    double share(int anchor, int row) {
        return ratio(ofAnchor[anchor].cardinality(), row);
    }

    private double ratio(int tokens, int row) {
        int content = contentBefore[row + 1];
        return content == 0 ? 0 : (double) tokens / content;
    }
}
