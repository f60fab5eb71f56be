package io.github.headlight.renderers.html;

import io.github.headlight.analysis.drift.AnswerWord;
import io.github.headlight.analysis.drift.Drift;
import io.github.headlight.analysis.drift.DriftText;
import io.github.headlight.analysis.drift.LayerLook;
import io.github.headlight.analysis.drift.LookingHead;
import io.github.headlight.analysis.drift.Masses;
import io.github.headlight.analysis.drift.Verdict;
import io.github.headlight.capture.Attention;
import io.github.headlight.language.Language;
import io.github.headlight.token.Token;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Writes one diagnosis: the verdict, the answer word by word, then layers and heads. */
final class DriftPanel {
    private static final int MOST_SENTENCES = 5;

    /** A longer answer is shown in full as text; its table ends here. */
    private static final int MOST_ROWS = 200;

    private static final List<Phrase> COLUMNS =
            List.of(
                    new Phrase("Word", "词"),
                    new Phrase("Verdict", "判定"),
                    new Phrase("Anchors", "锚点"),
                    new Phrase("× even spread", "平均分配的倍数"),
                    new Phrase("First token", "首词元"),
                    new Phrase("Template", "模板"),
                    new Phrase("Answer", "回答"),
                    new Phrase("Separators", "分隔符"),
                    new Phrase("Other", "其他"));

    private final int number;
    private final Attention attention;
    private final Drift drift;
    private final DriftText english;
    private final DriftText chinese;

    /**
     * @param number of the capture in the report
     * @param attention the capture
     * @param drift its diagnosis
     */
    DriftPanel(int number, Attention attention, Drift drift) {
        this.number = number;
        this.attention = attention;
        this.drift = drift;
        english = DriftText.of(drift, Language.EN);
        chinese = DriftText.of(drift, Language.ZH);
    }

    void write(SectionWriter out) {
        out.paragraph(sentence(english.verdict(), chinese.verdict()).strong());
        out.heading(new Phrase("The answer, word by word", "逐词看回答"));
        out.paragraph(answer());
        out.paragraph(legend());
        out.list(
                drift.keyWords().stream()
                        .limit(MOST_SENTENCES)
                        .map(word -> List.of(sentence(english.word(word), chinese.word(word))))
                        .toList());
        out.heading(new Phrase("Attention on the anchors, by layer", "各层对锚点的注意力"));
        out.paragraph(sentence(english.layers(), chinese.layers()));
        layers(out);
        out.heading(new Phrase("Heads that looked most at the anchors", "看锚点最多的头"));
        heads(out);
        out.heading(new Phrase("Where each word's attention went", "每个词的注意力去向"));
        out.table(COLUMNS, drift.words().stream().limit(MOST_ROWS).map(this::row).toList());
        for (int i = 0; i < english.notes().size(); i++) {
            out.remark(sentence(english.notes().get(i), chinese.notes().get(i)).text());
        }
        out.remark(sentence(english.threshold(), chinese.threshold()).text());
    }

    private static Piece sentence(String en, String zh) {
        return Piece.of(new Phrase(en, zh).sentence());
    }

    private static Tone tone(Verdict verdict) {
        return switch (verdict) {
            case ANCHORED -> Tone.HIGH;
            case PARTLY -> Tone.MIDDLE;
            case DRIFTED -> Tone.LOW;
            case UNDECIDED -> Tone.OPEN;
        };
    }

    private static Phrase name(Verdict verdict) {
        return switch (verdict) {
            case ANCHORED -> new Phrase("anchored", "有依据");
            case PARTLY -> new Phrase("partly", "部分");
            case DRIFTED -> new Phrase("drifted", "漂移");
            case UNDECIDED -> new Phrase("undecided", "无法判定");
        };
    }

    private List<Piece> legend() {
        List<Piece> pieces = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            pieces.add(Piece.of(name(verdict)).in(tone(verdict)));
            pieces.add(Piece.of("  "));
        }
        pieces.add(
                Piece.of(
                        new Phrase(
                                "Bold: the words that the verdict rests on. Choose a word to see"
                                        + " the head that looked most.",
                                "粗体：判定所依据的词。点选一个词，查看看得最多的头。")));
        return pieces;
    }

    private List<Piece> answer() {
        List<Piece> pieces = new ArrayList<>();
        for (AnswerWord word : drift.words()) {
            Token first = attention.tokens().get(word.firstToken());
            if (TokenText.leadingSpace(first) == 1) {
                pieces.add(Piece.of(" "));
            }
            Piece piece = Piece.of(shown(word));
            if (isWritten(word)) {
                piece = linked(piece.in(tone(drift.verdict(word))), word);
            }
            pieces.add(word.isKey() ? piece.strong() : piece);
        }
        return pieces;
    }

    private String shown(AnswerWord word) {
        StringBuilder text = new StringBuilder();
        for (int i = word.firstToken(); i < word.endToken(); i++) {
            Token token = attention.tokens().get(i);
            if (token.part() == 1) {
                boolean inner = i > word.firstToken() && TokenText.leadingSpace(token) == 1;
                text.append(inner ? " " : "").append(TokenText.shown(token));
            }
        }
        return text.toString();
    }

    /** Whether a mark on it says something: not of punctuation, nor of the token that ends. */
    private boolean isWritten(AnswerWord word) {
        int id = attention.tokens().get(word.firstToken()).id();
        boolean hasLetters = word.text().codePoints().anyMatch(Character::isLetterOrDigit);
        return word.isKey() || (hasLetters && !attention.model().endTokens().contains(id));
    }

    private int row(int token) {
        return attention.writingRow(token - attention.promptLength());
    }

    /** As a link to the head that looked most at the anchors while it was written, if one did. */
    private Piece linked(Piece piece, AnswerWord word) {
        int row = row(word.firstToken());
        return word.heads().stream()
                .findFirst()
                .map(head -> Place.of(number, head.layer(), head.head(), row).in("matrix"))
                .map(piece::to)
                .orElse(piece);
    }

    private int firstKeyRow() {
        return row(drift.keyWords().get(0).firstToken());
    }

    private void layers(SectionWriter out) {
        double full =
                drift.layers().stream()
                        .map(LayerLook::look)
                        .mapToDouble(look -> Math.max(look.masses().anchors(), look.evenMass()))
                        .max()
                        .orElse(1);
        out.bars(
                drift.layers().stream()
                        .map(
                                layer ->
                                        new Bar(
                                                layer(layer.layer()),
                                                layer.look().masses().anchors(),
                                                OptionalDouble.of(layer.look().evenMass())))
                        .toList(),
                full > 0 ? Math.min(1, full) : 1);
        out.remark(
                new Phrase(
                        "Line: what an even spread over content would give. Mean over the rows"
                                + " that wrote the bold words.",
                        "竖线：在内容上平均分配时的值。对写出粗体词的各行取平均。"));
    }

    /** As a link to the layer's mean, where that was captured. */
    private Piece layer(int layer) {
        Piece name = Piece.of(new Phrase("layer " + layer, "第 " + layer + " 层"));
        boolean hasMean =
                attention.captured().full().isPresent() || attention.captured().mean().isPresent();
        return hasMean
                ? name.to(Place.of(number, layer, Place.ALL, firstKeyRow()).in("matrix"))
                : name;
    }

    private void heads(SectionWriter out) {
        if (drift.heads().isEmpty()) {
            out.paragraph(sentence(english.heads(), chinese.heads()));
            return;
        }
        out.list(drift.heads().stream().map(this::head).toList());
    }

    private List<Piece> head(LookingHead head) {
        String key = "“" + TokenText.word(attention.tokens().get(head.key())) + "”";
        String weight = figure(head.keyWeight());
        return List.of(
                Piece.of(
                                new Phrase(
                                        "Layer " + head.layer() + ", head " + head.head(),
                                        "第 " + head.layer() + " 层第 " + head.head() + " 头"))
                        .to(
                                Place.of(number, head.layer(), head.head(), firstKeyRow())
                                        .in("matrix")),
                Piece.of(
                        new Phrase(
                                ": "
                                        + figure(head.anchors())
                                        + ", most at "
                                        + key
                                        + " with "
                                        + weight,
                                "：" + figure(head.anchors()) + "，最多看" + key + "，" + weight)));
    }

    private List<Piece> row(AnswerWord word) {
        Masses masses = word.look().masses();
        double lift = word.look().lift();
        List<Piece> row = new ArrayList<>();
        Piece name = linked(Piece.of(shown(word)), word);
        row.add(word.isKey() ? name.strong() : name);
        Phrase verdict = name(drift.verdict(word));
        row.add(isWritten(word) ? Piece.of(verdict) : Piece.of("–"));
        row.add(Piece.of(figure(masses.anchors())));
        row.add(Piece.of(Double.isNaN(lift) ? "–" : figure(lift)));
        for (double mass :
                new double[] {
                    masses.sink(),
                    masses.template(),
                    masses.answer(),
                    masses.separators(),
                    masses.other()
                }) {
            row.add(Piece.of(figure(mass)));
        }
        return row;
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
