package io.github.headlight.analysis.drift;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Words that say nothing about what a question is about: English articles, pronouns, prepositions,
 * auxiliaries and question words, and Chinese particles, pronouns and question words. The lists are
 * small on purpose; what they miss becomes one anchor more.
 */
final class StopWords {
    private static final Set<String> ENGLISH =
            Set.of(
                    ("a an the this that these those some any each every all both no not and or but"
                                    + " if then than so as of in on at by for from to into with"
                                    + " about between over under after before up down out off i"
                                    + " me my you your he him his she her it its we us our they"
                                    + " them their there here is am are was were be been being"
                                    + " do does did done have has had having can could may might"
                                    + " must shall should will would who whom whose which what"
                                    + " when where why how many much please tell give say answer"
                                    + " explain describe question using only just also very s t")
                            .split(" "));

    /** The longest first, so that a longer one is not cut by a shorter one. */
    private static final List<String> CHINESE =
            List.of(
                            ("为什么 是什么 什么 怎么样 怎么 怎样 如何 为何 多少 哪里 哪儿 哪个 哪些 哪一 哪 谁 几个 是不是"
                                            + " 有没有 是否 请问 请 回答 解释 吗 呢 吧 啊 呀 的 了 着 是 在 有 于 这个 那个 这 那"
                                            + " 它 他 她 我 你 们 一个 一名 一种 一下 并 用")
                                    .split(" "))
                    .stream()
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .toList();

    private StopWords() {}

    static boolean isEnglish(String word) {
        return ENGLISH.contains(word.toLowerCase(Locale.ROOT));
    }

    /** The length of the Chinese function word that begins here, 0 if none does. */
    static int chineseLength(String text, int at) {
        for (String word : CHINESE) {
            if (text.startsWith(word, at)) {
                return word.length();
            }
        }
        return 0;
    }
}
