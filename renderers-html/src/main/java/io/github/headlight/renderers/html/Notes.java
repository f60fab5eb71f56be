package io.github.headlight.renderers.html;

import java.io.IOException;
import java.util.List;

/**
 * The small print under a page: what attention is, how exact the numbers are, which keys do what.
 */
final class Notes {
    private static final Phrase NO_EXPLANATION =
            new Phrase(
                    "Attention shows where a head reads from; by itself it does not explain the"
                            + " answer.",
                    "注意力表明一个头从哪里读取；它本身并不解释答案。");

    private static final List<Phrase> KEYS =
            List.of(
                    new Phrase(
                            "How to read: a row is a token that is being read (a query), a column"
                                    + " one that it looks at (a key); darker is more, and each row"
                                    + " sums to 1. In an answer, the row of a token wrote the"
                                    + " token after it.",
                            "读法：一行是正在读的词元（查询），一列是它看向的词元（键）；越深越多，每行合计为 1。"
                                    + "在回答中，一个词元所在的行写出了它后面的词元。"),
                    new Phrase(
                            "Map: arrows move, Home and End go to the ends of a row, Page Up and"
                                    + " Page Down seven layers, Enter opens.",
                            "总览：方向键移动，Home 与 End 到行首行尾，Page Up 与 Page Down 跨七层，回车打开。"),
                    new Phrase(
                            "Text: arrows choose a token, Enter turns from what it looks at to who"
                                    + " looks at it.",
                            "文本：方向键选词元，回车在“它看向什么”与“谁看它”之间切换。"),
                    new Phrase(
                            "Matrix: arrows move (with Shift by 10), + and - zoom, 0 shows all,"
                                    + " Enter chooses the row, Escape leaves the cell. Bars: at the"
                                    + " right the sum of each row, below the mean of each column.",
                            "矩阵：方向键移动（按住 Shift 为 10 格），+ 与 - 缩放，0 显示全部，回车选择该行，Esc 离开单元格。条形：右侧为每行合计，下方为每列平均。"),
                    new Phrase(
                            "Links: up and down choose a token, left and right turn from what it"
                                    + " looks at to who looks at it; a double click on a head"
                                    + " shows it alone.",
                            "连线：上下键选词元，左右键在“它看向什么”与“谁看它”之间切换；双击一个头则只看它。"),
                    new Phrase(
                            "Renormalised rows are less exact, by what they were divided by.",
                            "重新归一的行，误差按除数放大。"),
                    new Phrase(
                            "Tabs: arrows. Back and forward in the browser go through what you"
                                    + " opened; the address holds all that you see.",
                            "标签页：方向键。浏览器的后退与前进会回到打开过的内容；地址里保存了所见的一切。"));

    private Notes() {}

    static void write(Html html, List<PreparedCapture> captures, SideBySide comparison)
            throws IOException {
        html.open("p").phrase(NO_EXPLANATION).close("p");
        if (comparison.obstacle().isPresent()) {
            html.open("p").phrase(comparison.obstacle().get()).close("p");
        }
        for (int i = 0; i < captures.size(); i++) {
            String least = captures.get(i).bands().values().get(1).toPlainString();
            html.open("p", "data-capture", "" + i);
            html.phrase(
                            new Phrase(
                                    "Rounded: by 0.0025 at most from 0.01 on; less than "
                                            + least
                                            + " is summed up by row.",
                                    "有舍入：0.01 以上误差至多 0.0025；小于 " + least + " 的按行合计。"))
                    .close("p");
        }
    }

    static void help(Html html) throws IOException {
        html.open("details", "id", "keys");
        html.open("summary")
                .phrase(new Phrase("Reading and keyboard (?)", "读法与键盘 (?)"))
                .close("summary");
        html.open("ul");
        for (Phrase keys : KEYS) {
            html.open("li").phrase(keys).close("li");
        }
        html.close("ul").close("details");
    }
}
