package io.github.headlight.analysis.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headlight.token.TokenPiece;
import io.github.headlight.token.TokenRole;
import io.github.headlight.token.TokenSequence;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class SegmentationTest {

    @Test
    void cutsSentences() {
        TokenSequence tokens =
                user(
                        "Pi is", " 3.14", ".", " So", "?!", " He", " said", " \"no", ".\"", "\n",
                        "---\n", "1", ". One", "\n", "好。", "吗？");
        assertThat(texts(Segmentation.sentences(tokens, tokens.size())))
                .containsExactly(
                        "Pi is 3.14.", " So?!", " He said \"no.\"\n---\n", "1. One\n", "好。", "吗？");
    }

    @Test
    void cutsBlocks() {
        TokenSequence tokens =
                user(
                        "# Top\n",
                        "text\n",
                        "more\n",
                        "\n",
                        "next\n",
                        "---\n",
                        "after\n",
                        "1. one\n",
                        "goes on\n",
                        "2) two\n",
                        "三、three\n",
                        "- dot\n",
                        "Note:\n",
                        "3.5 is no entry\n");
        List<Segment> blocks = Segmentation.blocks(tokens, tokens.size());
        assertThat(texts(blocks))
                .containsExactly(
                        "# Top\ntext\nmore\n\n",
                        "next\n",
                        "---\n",
                        "after\n",
                        "1. one\ngoes on\n",
                        "2) two\n",
                        "三、three\n",
                        "- dot\n",
                        "Note:\n3.5 is no entry\n");
        assertThat(blocks)
                .extracting(Segment::kind)
                .containsExactly(
                        SegmentKind.HEADING,
                        SegmentKind.TEXT,
                        SegmentKind.DELIMITER,
                        SegmentKind.TEXT,
                        SegmentKind.ITEM,
                        SegmentKind.ITEM,
                        SegmentKind.ITEM,
                        SegmentKind.ITEM,
                        SegmentKind.HEADING);
    }

    @Test
    void givesATokenOverABorderToThePartWithMoreOfItsLetters() {
        TokenSequence tokens = user("苹果红", "。苹果公司成立于", "1976", "年。小", "米");
        assertThat(texts(Segmentation.sentences(tokens, tokens.size())))
                .containsExactly("苹果红", "。苹果公司成立于1976年。小", "米");
    }

    @Test
    void crossesNoMessageAndNoTemplate() {
        List<TokenPiece> pieces = new ArrayList<>();
        add(pieces, TokenRole.TEMPLATE, "<s>", "user\n");
        add(pieces, TokenRole.USER, "no", " end");
        add(pieces, TokenRole.TEMPLATE, "</s>");
        add(pieces, TokenRole.ASSISTANT, "none", " here");
        TokenSequence tokens = TokenSequence.of(pieces);
        List<Segment> segments = Segmentation.sentences(tokens, 6);
        assertThat(texts(segments)).containsExactly("<s>user\n", "no end", "</s>", "none");
        assertThat(segments.get(0).kind()).isEqualTo(SegmentKind.TEMPLATE);
        assertThatThrownBy(() -> Segmentation.sentences(tokens, 8))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Segmentation.blocks(tokens, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** Whatever the text, each token is in one part, in order; and it takes no time. */
    @Test
    void coversHostileText() {
        String[] parts = {
            "\n", ".", "。", " ", "#", "---", "1.", "\"", "「", ":", "\u202e", "\u0000", "🍎", "a",
            "苹", "\ud800"
        };
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            List<TokenPiece> pieces = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(60); i++) {
                byte[] bytes =
                        random.nextInt(5) == 0
                                ? new byte[] {(byte) random.nextInt(256)}
                                : (parts[random.nextInt(parts.length)]
                                                + parts[random.nextInt(parts.length)])
                                        .getBytes(StandardCharsets.UTF_8);
                TokenRole role = random.nextInt(8) == 0 ? TokenRole.TEMPLATE : TokenRole.USER;
                pieces.add(new TokenPiece(i, bytes, role));
            }
            TokenSequence tokens = TokenSequence.of(pieces);
            assertCovers(Segmentation.sentences(tokens, tokens.size()), tokens.size());
            assertCovers(Segmentation.blocks(tokens, tokens.size()), tokens.size());
            PromptAdvice advice = Planted.of(pieces).advice(Planted::uniform);
            assertThat(advice.findings()).allMatch(f -> f.outcome().advice().isEmpty());
        }
    }

    @Test
    void takesLongHostileTextInItsStride() {
        for (String token : List.of("。", "一", "1.\n", "\"", "\n\n", "a ", "#:\n")) {
            List<TokenPiece> pieces = new ArrayList<>();
            for (int i = 0; i < 1_500; i++) {
                add(pieces, TokenRole.USER, token);
            }
            PromptAdvice advice = Planted.of(pieces).advice(Planted::uniform);
            assertThat(advice.findings()).allMatch(f -> f.outcome().advice().isEmpty());
        }
    }

    private static void assertCovers(List<Segment> segments, int size) {
        int next = 0;
        for (Segment segment : segments) {
            assertThat(segment.from()).isEqualTo(next);
            next = segment.to();
        }
        assertThat(next).isEqualTo(size);
    }

    private static TokenSequence user(String... tokens) {
        List<TokenPiece> pieces = new ArrayList<>();
        add(pieces, TokenRole.USER, tokens);
        return TokenSequence.of(pieces);
    }

    private static void add(List<TokenPiece> pieces, TokenRole role, String... tokens) {
        for (String token : tokens) {
            pieces.add(new TokenPiece(pieces.size(), token.getBytes(StandardCharsets.UTF_8), role));
        }
    }

    private static List<String> texts(List<Segment> segments) {
        return segments.stream().map(Segment::text).toList();
    }
}
