package io.github.headlight.internal.figure;

import io.github.headlight.language.Language;
import io.github.headlight.view.TokenRange;
import io.github.headlight.view.TokenShades;

import java.util.Locale;

/**
 * The fixed words of pictures. Each method says one thing in each language; text of prompts and
 * models is never translated.
 *
 * @param language of the words
 */
record Wording(Language language) {
    private String say(String english, String chinese) {
        return switch (language) {
            case EN -> english;
            case ZH -> chinese;
        };
    }

    String query() {
        return say("query (reads)", "查询（读）");
    }

    String key() {
        return say("key (is read)", "键（被读）");
    }

    String layer() {
        return say("layer", "层");
    }

    String head() {
        return say("head", "头");
    }

    String kvHead() {
        return say("KV head", "KV 头");
    }

    String thumbnail() {
        return say("each picture is a head: queries down, keys across", "每图一个头：向下为查询，向右为键");
    }

    String emptyFrame() {
        return say("empty frame: not captured", "空框：未采集");
    }

    String sharing(int heads) {
        return say(heads + " heads share a KV head", "每 " + heads + " 个头共用一个 KV 头");
    }

    String undefined() {
        return say("not defined", "无定义");
    }

    /** What a code in a cell means. */
    String code(String code, String name, int heads) {
        return say(
                code + ": " + name + ", " + heads + (heads == 1 ? " head" : " heads"),
                code + "：" + name + "，" + heads + " 个头");
    }

    String profileOf(String quantity, int layers, int heads, int kvHeads) {
        return say(
                String.format(
                        Locale.ROOT,
                        "Table of %s: %d layers down, %d heads across over %d KV heads.",
                        quantity,
                        layers,
                        heads,
                        kvHeads),
                String.format(
                        Locale.ROOT,
                        "%s 表：向下 %d 层，向右 %d 个头（%d 个 KV 头）。",
                        quantity,
                        layers,
                        heads,
                        kvHeads));
    }

    String largest(int layer, int head, String value) {
        return say(
                " Largest: Layer " + layer + " · Head " + head + " with " + value + ".",
                "最大：层 " + layer + " · 头 " + head + "，" + value + "。");
    }

    String smallest(int layer, int head, String value) {
        return say(
                " Smallest: Layer " + layer + " · Head " + head + " with " + value + ".",
                "最小：层 " + layer + " · 头 " + head + "，" + value + "。");
    }

    /** The question that a shaded text answers. */
    String looks(TokenShades.Direction direction, String token, int index) {
        return switch (direction) {
            case READS ->
                    say(
                            "What “" + token + "” (token " + index + ") looks at",
                            "“" + token + "”（词元 " + index + "）在看什么");
            case READ_BY ->
                    say(
                            "What looks at “" + token + "” (token " + index + ")",
                            "哪些词元在看“" + token + "”（词元 " + index + "）");
        };
    }

    String cannotSee(TokenShades.Direction direction) {
        return switch (direction) {
            case READS -> future();
            case READ_BY -> say("cannot see it", "看不到它");
        };
    }

    String underlined() {
        return say("underlined: written by the model", "下划线：模型所写");
    }

    String template() {
        return say("pale text: chat template", "浅色文字：对话模板");
    }

    String mostAttention(String tokens) {
        return say(" Most attention: " + tokens + ".", "注意力最多的：" + tokens + "。");
    }

    /** Ends a sentence. */
    String stop() {
        return say(".", "。");
    }

    String difference() {
        return say("difference of p", "概率之差");
    }

    String partOfRowsDifference() {
        return say("part of row’s largest", "与本行最大差之比");
    }

    String moreIn(String capture) {
        return say("more in “" + capture + "”", "“" + capture + "”中更多");
    }

    String differenceOf(String before, String after, int queries, int keys) {
        return say(
                "Difference of attention, “"
                        + after
                        + "” less “"
                        + before
                        + "”: rows are "
                        + queries
                        + " query tokens, columns "
                        + keys
                        + " key tokens.",
                "注意力之差，“"
                        + after
                        + "”减“"
                        + before
                        + "”：行为 "
                        + queries
                        + " 个查询词元，列为 "
                        + keys
                        + " 个键词元。");
    }

    String largestChange(String query, String key, String change) {
        return say(
                " Largest change: query " + query + ", key " + key + ", " + change + ".",
                "变化最大：查询 " + query + "，键 " + key + "，" + change + "。");
    }

    String comma() {
        return say(", ", "、");
    }

    String semicolon() {
        return say("; ", "；");
    }

    String linksDrawn(int drawn, long seen, String least) {
        if (drawn == seen) {
            return say(
                    drawn + (drawn == 1 ? " link" : " links") + ", from p = " + least,
                    drawn + " 条联系，p 不低于 " + least);
        }
        return say(
                String.format(
                        Locale.ROOT,
                        "the strongest %,d of %,d links, from p = %s",
                        drawn,
                        seen,
                        least),
                String.format(Locale.ROOT, "%2$,d 条联系中最强的 %1$,d 条，p 不低于 %3$s", drawn, seen, least));
    }

    String linksOf(String heads, int queries, int keys) {
        return say(
                "Links of attention, "
                        + heads
                        + ": "
                        + queries
                        + " query tokens at left, "
                        + keys
                        + " key tokens at right.",
                "注意力联系，" + heads + "：左侧 " + queries + " 个查询词元，右侧 " + keys + " 个键词元。");
    }

    String link(String query, String key, String probability) {
        return say(
                "query " + query + " reads key " + key + " with p = " + probability,
                "查询 " + query + " 读键 " + key + "，p = " + probability);
    }

    String strongestLinks(String links) {
        return say(
                " Strongest links between two tokens, the first token left out: " + links + ".",
                "除首个词元外最强的联系：" + links + "。");
    }

    String mapOf(int layers, int heads, int kvHeads, int tokens) {
        return say(
                String.format(
                        Locale.ROOT,
                        "Map of attention heads: %d layers down, %d heads across over %d KV heads;"
                                + " each head is a thumbnail of its matrix over %d tokens, queries"
                                + " down, keys across.",
                        layers,
                        heads,
                        kvHeads,
                        tokens),
                String.format(
                        Locale.ROOT,
                        "注意力头总览：向下 %d 层，向右 %d 个头（%d 个 KV 头）；每个头是其 %d 个词元的矩阵缩略图，向下为查询，向右为键。",
                        layers,
                        heads,
                        kvHeads,
                        tokens));
    }

    String strongestHead(int layer, int head, String probability) {
        return say(
                " Strongest link, first keys and the diagonal left out: Layer "
                        + layer
                        + " · Head "
                        + head
                        + " with p = "
                        + probability
                        + ".",
                "除首键与对角线外最强的联系：层 " + layer + " · 头 " + head + "，p = " + probability + "。");
    }

    String probability() {
        return say("probability", "概率");
    }

    /** What a formula calls {@link #partOfRow}. */
    String part() {
        return say("part", "比值");
    }

    String partOfRow() {
        return say("part of row’s largest", "与本行最大值之比");
    }

    /** How colour follows what the ramp is of. */
    String colorIs(String formula) {
        return say("colour = ", "颜色 = ") + formula;
    }

    String future() {
        return say("future, masked", "未来，不可见");
    }

    String sinkLeftOut(boolean block) {
        return block
                ? say("first block, left out", "首块，已略去")
                : say("first token, left out", "首个词元，已略去");
    }

    String renormalised() {
        return say("rest of each row scaled to 1", "每行其余归一");
    }

    String below(String threshold) {
        return say("below " + threshold + " not drawn", "低于 " + threshold + " 不画");
    }

    String words() {
        return say("words: sum over their keys, mean over their queries", "按词合并：键求和，查询求平均");
    }

    String crop(TokenRange crop) {
        String range = crop.from() + (crop.to() == Integer.MAX_VALUE ? "…" : "–" + (crop.to() - 1));
        return say("tokens " + range + " only", "仅词元 " + range);
    }

    String topKeys(int keys) {
        return say(
                "only the largest " + keys + " keys of a row were captured",
                "每行仅采集最大的 " + keys + " 个键");
    }

    String blocks(int size) {
        return say(
                "blocks of " + size + " tokens: sum over keys, mean over queries",
                "每块 " + size + " 个词元：键求和，查询求平均");
    }

    String largestOf(int queries, int keys) {
        return say(
                "a cell is the largest of " + queries + "\u00a0×\u00a0" + keys + " tokens",
                "每格取 " + queries + "\u00a0×\u00a0" + keys + " 个词元中的最大值");
    }

    String heatmap(int queries, int keys) {
        return say(
                "Heatmap of attention: rows are "
                        + queries
                        + " query tokens, columns "
                        + keys
                        + " key tokens.",
                "注意力热图：" + queries + " 行查询词元，" + keys + " 列键词元。");
    }

    String legend(String heading, String notes) {
        return say(" Legend: " + heading + "; " + notes + ".", "图例：" + heading + "；" + notes + "。");
    }

    String strongest(String query, String key, String probability) {
        return say(
                " Strongest link between two tokens, the first token left out: query "
                        + query
                        + " reads key "
                        + key
                        + " with p = "
                        + probability
                        + ".",
                "除首个词元外最强的联系：查询 " + query + " 读键 " + key + "，p = " + probability + "。");
    }
}
