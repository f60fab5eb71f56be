package io.github.headlight.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class RankingTest {
    @Test
    void takesInOrder() {
        Random random = new Random(4);
        for (int size = 1; size < 200; size++) {
            float[] scores = new float[size];
            for (int id = 0; id < size; id++) {
                scores[id] = random.nextInt(50) - 25;
            }
            List<Integer> sorted =
                    IntStream.range(0, size)
                            .boxed()
                            .sorted(Comparator.comparing(id -> -scores[id]))
                            .toList();
            Ranking ranking = new Ranking(IntStream.range(0, size).toArray(), scores);
            // What is left in the array after the first time is in another order.
            for (int time = 0; time < 2; time++) {
                ranking.start(size);
                for (int taken = 0; taken < size; taken++) {
                    assertThat(ranking.left()).isEqualTo(size - taken);
                    assertThat(ranking.first()).isEqualTo(sorted.get(taken));
                    assertThat(ranking.take()).isEqualTo(sorted.get(taken));
                }
            }
        }
    }

    @Test
    void whatIsTakenStandsBehindTheRest() {
        int[] ids = {0, 1, 2, 3};
        Ranking ranking = new Ranking(ids, new float[] {1, 4, 2, 3});
        ranking.start(3);
        ranking.take();
        ranking.take();
        assertThat(ids).containsExactly(0, 2, 1, 3);
    }
}
