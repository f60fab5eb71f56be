package io.github.headlight.analysis.drift;

import static io.github.headlight.analysis.drift.Phrases.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Chinese. */
final class ChinesePhrases implements Phrases {
    @Override
    public String contentHeads() {
        return "内容头";
    }

    @Override
    public String heads() {
        return "所有头";
    }

    @Override
    public String verdict(
            Verdict verdict, String heads, List<String> words, List<String> anchors, Look look) {
        String given =
                "写"
                        + join(words)
                        + "时，"
                        + heads
                        + "给锚点"
                        + join(anchors)
                        + "的注意力为 "
                        + figure(look.masses().anchors());
        return switch (verdict) {
            case ANCHORED -> "没有漂移，" + given + times(look);
            case PARTLY -> "部分依据锚点，" + given + times(look);
            case DRIFTED -> "注意力漂移，" + given + times(look);
            case UNDECIDED -> "无法判定，" + given + "，这份捕获不足以判定更多";
        };
    }

    private static String times(Look look) {
        return "，是在内容上平均分配时的 " + figure(look.lift()) + " 倍";
    }

    @Override
    public String threshold(DriftSettings settings) {
        return "低于平均分配的 "
                + figure(settings.drifted())
                + " 倍为漂移，达到 "
                + figure(settings.anchored())
                + " 倍为有依据，对单个锚点，“几乎没看”和“看了”同此，“平均地看了”在两者之间";
    }

    @Override
    public String word(
            String word,
            List<String> looked,
            List<String> evenly,
            List<String> hardly,
            List<String> undecided) {
        List<String> parts = new ArrayList<>();
        if (!looked.isEmpty()) {
            parts.add("看了" + join(looked));
        }
        if (!evenly.isEmpty()) {
            parts.add("平均地看了" + join(evenly));
        }
        if (!hardly.isEmpty()) {
            parts.add("几乎没看" + join(hardly));
        }
        if (!undecided.isEmpty()) {
            parts.add("看" + join(undecided) + "多少无法判定");
        }
        return "写" + word + "时，模型" + String.join("，", parts);
    }

    @Override
    public String nothing(String word) {
        return "写" + word + "时，模型没有看任何内容";
    }

    @Override
    public String layers(LayerLook peak, OptionalInt lostFrom) {
        String most =
                "第 "
                        + peak.layer()
                        + " 层看锚点最多，"
                        + figure(peak.look().masses().anchors())
                        + "，平均分配为 "
                        + figure(peak.look().evenMass());
        if (lostFrom.isEmpty()) {
            return most + "，最后一层仍不低于平均分配";
        }
        return most + lost(lostFrom.getAsInt());
    }

    @Override
    public String layersByTopKeys(LayerLook peak, OptionalInt lostFrom) {
        String most =
                "按每行最大的权重，第 "
                        + peak.layer()
                        + " 层看锚点最多，不少于 "
                        + figure(peak.look().masses().anchors())
                        + "，平均分配最多为 "
                        + figure(peak.look().evenMass());
        return lostFrom.isEmpty() ? most : most + lost(lostFrom.getAsInt());
    }

    private static String lost(int from) {
        return from == 0 ? "，每一层都低于平均分配" : "，从第 " + from + " 层起低于平均分配";
    }

    @Override
    public String head(LookingHead head, String key) {
        return "第 "
                + head.layer()
                + " 层第 "
                + head.head()
                + " 头"
                + (head.isContent() ? "" : "，非内容头")
                + " "
                + figure(head.anchors())
                + "，最多看 "
                + key
                + " "
                + figure(head.keyWeight());
    }

    @Override
    public String heads(List<String> heads) {
        return "看了锚点的头：" + String.join("; ", heads);
    }

    @Override
    public String noHeads() {
        return "没有头看锚点";
    }

    @Override
    public String baseline(Baseline baseline) {
        return "在另一个提示上，同样的头给其锚点的注意力为 "
                + figure(baseline.look().masses().anchors())
                + times(baseline.look());
    }

    @Override
    public String partly(String anchor, List<String> tokens) {
        return anchor + "只是" + join(tokens) + "的一部分，其权重无法分开";
    }

    @Override
    public String shared(List<String> anchors, String token) {
        return join(anchors) + "共用词元" + token + "，各自计入全部权重，总和只计一次";
    }

    @Override
    public String atSink(String anchor) {
        return anchor + "在序列开头，第一个词元的权重计为汇点，不计入锚点";
    }

    @Override
    public String fromQuestion() {
        return "锚点是问题中的实词，可以另外指定答案应当依据的词";
    }

    @Override
    public String contentHeads(int number, int all, double threshold) {
        return "对内容头取平均：" + all + " 个头中有 " + number + " 个把至少 " + figure(threshold) + " 的注意力给内容";
    }

    @Override
    public String allHeads(double threshold) {
        return "没有头把 " + figure(threshold) + " 的注意力给内容，所以对所有头取平均";
    }

    @Override
    public String lowerBounds() {
        return "这份捕获只有每行最大的权重，所以所有权重都是下界，内容头可能更多";
    }

    @Override
    public String noExplanation() {
        return "注意力表明信息可能的流向，其本身不能解释答案";
    }

    private static String join(List<String> parts) {
        return String.join("、", parts);
    }
}
