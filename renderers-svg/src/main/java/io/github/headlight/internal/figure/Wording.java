package io.github.headlight.internal.figure;

import io.github.headlight.view.Language;
import io.github.headlight.view.TokenRange;

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

    String probability() {
        return say("probability", "概率");
    }

    String partOfRow() {
        return say("part of row’s largest", "与本行最大值之比");
    }

    /** How colour follows what the ramp is of. */
    String colorIs(String formula) {
        return say("colour = ", "颜色 = ") + formula;
    }

    String logarithmic() {
        return say("colour = log p", "颜色 = log p");
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
