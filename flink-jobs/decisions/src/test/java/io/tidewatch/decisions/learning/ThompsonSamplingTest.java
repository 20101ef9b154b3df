package io.tidewatch.decisions.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ThompsonSamplingTest {
  private static final ThompsonSampling SAMPLING = ThompsonSampling.DEFAULT;

  @Test
  void choosesAsOftenAsItSays() {
    List<Contender> contenders =
        List.of(
            contender("a", 1_000, -2, 0.3),
            contender("b", 700, -1.8, 0.6),
            contender("c", 2_000, -3.2, 0.2),
            contender("d", 300, -1, 1));
    int draws = 40_000;
    int[] chosen = new int[contenders.size()];
    double[] said = new double[contenders.size()];
    for (int i = 0; i < draws; i++) {
      Selection selection = SAMPLING.choose(contenders, i);
      chosen[selection.index()]++;
      said[selection.index()] = selection.probability();
    }
    for (int i = 0; i < chosen.length; i++) {
      double error = 4 * Math.sqrt(said[i] * (1 - said[i]) / draws);
      assertThat(chosen[i] / (double) draws).as("%d", i).isCloseTo(said[i], within(error));
    }
    assertThat(IntStream.range(0, 4).mapToDouble(i -> said[i]).sum()).isCloseTo(1, within(1e-5));
  }

  @Property(tries = 100)
  void givesProbabilitiesThatSumToOne(@ForAll long seed) {
    List<Contender> contenders = drawn(new SplittableRandom(seed));
    double sum = 0;
    for (int i = 0; i < contenders.size(); i++) {
      sum += SelectionProbability.of(Slate.of(contenders, 1), i);
    }
    assertThat(sum).isCloseTo(1, within(0.005));
  }

  @Test
  void choosesAmongManyAsOftenAsItSays() {
    SplittableRandom random = new SplittableRandom(7);
    List<Contender> contenders = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      double weight = 300 + random.nextInt(600);
      contenders.add(
          contender("offer-" + i, weight, -2 + random.nextDouble(), 0.2 + random.nextDouble()));
    }
    double[] said = SAMPLING.probabilities(contenders);
    int draws = 40_000;
    int[] chosen = new int[contenders.size()];
    for (int i = 0; i < draws; i++) {
      chosen[SAMPLING.choose(contenders, i).index()]++;
    }
    double unlikely = 0; // chi-squared, in which a poor fit of many small shares shows
    for (int i = 0; i < chosen.length; i++) {
      double expected = said[i] * draws;
      unlikely += (chosen[i] - expected) * (chosen[i] - expected) / expected;
    }
    assertThat(unlikely).isBetween(120.0, 290.0); // 199 expected, with a deviation of 20
    assertThat(IntStream.range(0, 200).mapToDouble(i -> said[i]).sum()).isCloseTo(1, within(1e-4));
  }

  /** What is skipped because it cannot be the best must never have been the best. */
  @Property(tries = 300)
  void makesTheOneWhoseDrawIsWorthMost(@ForAll long seed) {
    List<Contender> contenders = drawn(new SplittableRandom(seed));
    Slate slate = Slate.of(contenders, 1);
    int best = 0;
    double most = -1;
    for (int i = 0; i < slate.size; i++) {
      double share = Draws.uniform(Draws.with(seed, "offer/"), slate.keys[i]);
      double worth = slate.worthAt(i, Draws.normal(share));
      if (worth > most && slate.weights[i] > most) {
        most = worth;
        best = i;
      }
    }
    assertThat(new ThompsonSampling(0, 1).choose(contenders, seed).index()).isEqualTo(best);
  }

  @Property(tries = 100)
  void choosesTheSameAgainAndNothingBelowTheFloor(@ForAll long seed) {
    List<Contender> contenders = drawn(new SplittableRandom(seed));
    Selection selection = SAMPLING.choose(contenders, seed);
    assertThat(SAMPLING.choose(new ArrayList<>(contenders), seed)).isEqualTo(selection);
    assertThat(selection.offerId()).isEqualTo(contenders.get(selection.index()).offerId());
    assertThat(selection.probability())
        .isBetween(SAMPLING.floor() / contenders.size() - 1e-12, 1.0);
  }

  @Test
  void knowsTheProbabilityOfTwoOffersOfOneValueExactly() {
    for (double sd : new double[] {1, 0.3, 0.05}) {
      List<Contender> two = List.of(contender("a", 500, -1, 0.5), contender("b", 500, -1.4, sd));
      double expected = Normal.below(0.4 / Math.sqrt(0.25 + sd * sd));
      assertThat(SelectionProbability.of(Slate.of(two, 1), 0))
          .as("%s", sd)
          .isCloseTo(expected, within(2e-6));
      assertThat(SelectionProbability.of(Slate.of(two, 1), 1))
          .as("%s", sd)
          .isCloseTo(1 - expected, within(2e-6));
    }
  }

  @Test
  void drawsEvenlyAsOftenAsTheFloorSays() {
    List<Contender> contenders =
        List.of(contender("a", 1_000, 3, 0.01), contender("b", 1, -3, 0.01));
    ThompsonSampling half = new ThompsonSampling(0.5, 1);
    int explored = 0;
    int worse = 0;
    for (int i = 0; i < 20_000; i++) {
      Selection selection = half.choose(contenders, i);
      explored += selection.explored() ? 1 : 0;
      worse += selection.index();
      assertThat(selection.probability())
          .isCloseTo(selection.index() == 0 ? 0.75 : 0.25, within(1e-6));
    }
    assertThat(explored / 20_000.0).isCloseTo(0.5, within(0.015));
    assertThat(worse / 20_000.0).isCloseTo(0.25, within(0.015));
  }

  @Test
  void makesTheFirstOfOffersWithoutValue() {
    List<Contender> worthless = List.of(contender("a", 0, 1, 1), contender("b", 0, 2, 1));
    Selection selection = new ThompsonSampling(0, 1).choose(worthless, 7);
    assertThat(selection.offerId()).isEqualTo("a");
    assertThat(selection.probability()).isEqualTo(1);
    assertThat(SelectionProbability.of(Slate.of(worthless, 1), 1)).isZero();
  }

  @Test
  void givesNewCustomersAndNewOffersAListThatIsNeitherEmptyNorAlwaysTheSame() {
    Propensities nothingLearned = new Propensities(LearningRules.DEFAULT);
    LearningInputs newcomer = new LearningInputs(0.06, 0.5, 0);
    List<Contender> contenders =
        IntStream.range(0, 5)
            .mapToObj(
                i ->
                    new Contender(
                        "o" + i,
                        1_000,
                        nothingLearned.activation("c", "o" + i, newcomer, Examples.START)))
            .toList();
    Set<String> made = new HashSet<>();
    for (int customer = 0; customer < 200; customer++) {
      made.add(SAMPLING.choose(contenders, customer).offerId());
    }
    assertThat(made).containsExactlyInAnyOrder("o0", "o1", "o2", "o3", "o4");
  }

  @Test
  void refusesToChooseFromNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SAMPLING.choose(List.of(), 1))
        .withMessageContaining("there is no contender");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ThompsonSampling(1.5, 1))
        .withMessage("floor=1.5 must be 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> contender("a", -1, 0, 1))
        .withMessage("offer a: weightMinor=-1.0 must be finite and >= 0");
  }

  private static List<Contender> drawn(SplittableRandom random) {
    List<Contender> contenders = new ArrayList<>();
    for (int i = 1 + random.nextInt(12); i > 0; i--) {
      contenders.add(
          contender(
              "o" + (100 - i),
              random.nextInt(5) * 400,
              -3 + 3 * random.nextDouble(),
              0.05 + random.nextDouble()));
    }
    return contenders;
  }

  private static Contender contender(String id, double weight, double mean, double sd) {
    return new Contender(id, weight, new Activation(mean, sd));
  }
}
