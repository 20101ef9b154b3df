package io.tidewatch.training.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SequenceNetworkTest {
  private static final int ITEMS = 24;
  private static final int CAUSES = 3;
  private static final int STEPS = 3;
  private static final SequenceOptions SMALL =
      new SequenceOptions(16, 12, 30, 100, 0.02, 0, 0, 1, 1);

  @ParameterizedTest
  @EnumSource
  void remembersAnEarlierItem(SequenceModel model) {
    SequenceNetwork network = new SequenceNetwork(model.encoder(), SMALL, ITEMS, 1);
    Random random = new Random(5);
    for (int i = 0; i < 150; i++) {
      network.learn(causesAndEffects(random));
    }

    int[][] histories = new int[CAUSES][];
    for (int cause = 0; cause < CAUSES; cause++) {
      histories[cause] = new int[] {1 + cause, other(random), other(random)};
    }
    float[][] scores = network.score(histories);
    for (int cause = 0; cause < CAUSES; cause++) {
      assertThat(highest(scores[cause])).as("of cause %d", cause).isEqualTo(1 + CAUSES + cause);
    }
  }

  /** A cause, two items by chance, the effect of the cause. */
  private static SequenceBatch causesAndEffects(Random random) {
    int customers = 32;
    int[] items = new int[customers * STEPS];
    int[] next = new int[items.length];
    for (int i = 0; i < customers; i++) {
      int cause = random.nextInt(CAUSES);
      items[i * STEPS] = 1 + cause;
      for (int step = 1; step < STEPS; step++) {
        items[i * STEPS + step] = other(random);
        next[i * STEPS + step - 1] = items[i * STEPS + step];
      }
      next[(i + 1) * STEPS - 1] = 1 + CAUSES + cause;
    }
    return new SequenceBatch(STEPS, items, next, next.length);
  }

  private static int other(Random random) {
    return 1 + 2 * CAUSES + random.nextInt(ITEMS - 2 * CAUSES);
  }

  private static int highest(float[] scores) {
    int best = 1;
    for (int item = 2; item < scores.length; item++) {
      best = scores[item] > scores[best] ? item : best;
    }
    return best;
  }

  @ParameterizedTest
  @EnumSource
  void scoresDoNotDependOnTheOthersOfABatch(SequenceModel model) {
    SequenceNetwork network = new SequenceNetwork(model.encoder(), SMALL, ITEMS, 1);
    int[] brief = {3, 4};
    int[] lengthy = {5, 6, 7, 8, 9, 10, 11};

    float[] alone = network.score(new int[][] {brief})[0];
    float[] together = network.score(new int[][] {lengthy, brief})[1];

    assertThat(together).containsExactly(alone, within(1e-5f));
    assertThat(network.score(new int[][] {{4, 3}})[0]).isNotEqualTo(alone);
  }

  @ParameterizedTest
  @EnumSource
  void looksAtTheLatestItemsAlone(SequenceModel model) {
    SequenceNetwork network = new SequenceNetwork(model.encoder(), SMALL, ITEMS, 1);
    int[] latest = new Random(1).ints(12, 1, ITEMS + 1).toArray();
    int[] more = new int[20];
    Arrays.fill(more, 1);
    System.arraycopy(latest, 0, more, 8, 12);

    assertThat(network.score(new int[][] {more})[0])
        .containsExactly(network.score(new int[][] {latest})[0]);
  }

  @ParameterizedTest
  @EnumSource
  void sameSeedGivesTheSameNetwork(SequenceModel model) {
    float[][][] scores = new float[2][][];
    SequenceOptions dropping = new SequenceOptions(16, 12, 30, 100, 0.01, 0.5, 0.2, 1, 1);
    for (int i = 0; i < 2; i++) {
      SequenceNetwork network = new SequenceNetwork(model.encoder(), dropping, ITEMS, 7);
      network.learn(causesAndEffects(new Random(1)));
      network.learn(causesAndEffects(new Random(2)));
      scores[i] = network.score(new int[][] {{1, 20, 22}});
    }

    assertThat(scores[1]).isDeepEqualTo(scores[0]);
  }
}
