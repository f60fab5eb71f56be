package io.github.headlight.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class DriftStudyTest {
    @Test
    void countsPairsWhereTheWrongAnswerHasTheLowerScore() {
        Auc auc = Auc.of(List.of(new Auc.Group(List.of(1.0, 3.0), List.of(2.0, 3.0, 4.0))));
        // 1 is below all three; 3 is below one and ties with one.
        assertThat(auc.value()).isCloseTo((3 + 1.5) / 6, within(1e-12));
        assertThat(auc.low()).isBetween(0.0, auc.value());
        assertThat(auc.high()).isBetween(auc.value(), 1.0);
        assertThat(Auc.of(List.of(new Auc.Group(List.of(1.0), List.of(2.0)))).value()).isEqualTo(1);
        assertThat(Auc.of(List.of(new Auc.Group(List.of(2.0), List.of(1.0)))).value()).isZero();
    }

    @Test
    void comparesWithinGroupsOnly() {
        Auc.Group low = new Auc.Group(List.of(1.0), List.of(0.0));
        Auc.Group high = new Auc.Group(List.of(11.0), List.of(10.0));
        Auc.Group onlyRight = new Auc.Group(List.of(), List.of(99.0));
        Auc auc = Auc.of(List.of(low, high, onlyRight));
        assertThat(auc.value()).isZero();
        assertThat(auc.wrong()).isEqualTo(2);
        assertThat(auc.right()).isEqualTo(2);
        assertThat(Auc.of(List.of(onlyRight)).value()).isNaN();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What does Belmizo own?|Belmizo owns a black kettle.|He owns a black kettle.",
                "Who owns the black kettle?|Belmizo owns the black kettle.|Belmizo lives in Leeds.",
                "Where does Nemargol live?|Nemargol lives in Oslo.|Nemargol lives in Oslo.",
                "What colour is the map of Nemargol?|It is green.|She owns a green map."
            })
    void findsTheSentenceThatHoldsTheAnswer(String question, String expected, String evidence) {
        String context =
                "Belmizo lives in Leeds. He owns a black kettle. Nemargol lives in Oslo. She owns"
                        + " a green map.";
        assertThat(new QuestionCase("people", context, question, expected).evidence())
                .contains(evidence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "李洁的职业是什么?|李洁是一名飞行员。|他是一名飞行员。",
                "谁有白色的台灯?|马英娜有白色的台灯。|马英娜住在大连。",
                "苹果公司成立于哪一年?|苹果公司成立于1976年。|苹果公司成立于1976年,总部在武汉。"
            })
    void findsItInChinese(String question, String expected, String evidence) {
        String context = "李洁住在大连。他是一名飞行员。马英娜住在大连。她有一个白色的台灯。苹果公司成立于1976年,总部在武汉。";
        assertThat(new QuestionCase("people", context, question, expected).evidence())
                .contains(evidence);
    }
}
