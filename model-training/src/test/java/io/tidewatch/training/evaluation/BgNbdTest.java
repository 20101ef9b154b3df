package io.tidewatch.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;

final class BgNbdTest {
  /** The fit of Fader, Hardie and Lee (2005) to the sample of a tenth, weeks 1 to 39. */
  private static final BgNbd PUBLISHED = new BgNbd(0.243, 4.414, 0.793, 2.426);

  @Test
  void expectsWhatThePaperPublishesForACustomer() {
    // Example of the paper and of its spreadsheet: two repeats, the last in week 30.43, age 38.86.
    assertThat(PUBLISHED.expected(customer(2, 30.43, 38.86), 39)).isCloseTo(1.226, within(5e-4));
  }

  @Test
  void likelihoodIsThatOfEachCustomerAveragedOverAllRatesAndDropouts() {
    for (PurchaseSummary c :
        List.of(customer(0, 0, 20), customer(1, 3, 30), customer(7, 25.5, 38.86))) {
      assertThat(PUBLISHED.logLikelihood(c))
          .isCloseTo(Math.log(mean((rate, leave) -> likelihood(c, rate, leave))), within(2e-3));
    }
  }

  @Test
  void expectationIsThatOfEachCustomerWeighedByItsLikelihood() {
    for (PurchaseSummary c : List.of(customer(0, 0, 20), customer(7, 25.5, 38.86))) {
      double all = mean((rate, leave) -> likelihood(c, rate, leave));
      double expected =
          mean((rate, leave) -> stayed(c, rate, leave) * (1 - Math.exp(-rate * leave * 39)) / leave)
              / all;
      double any = mean((rate, leave) -> stayed(c, rate, leave) * (1 - Math.exp(-rate * 39))) / all;
      double alive = mean((rate, leave) -> stayed(c, rate, leave)) / all;

      assertThat(PUBLISHED.expected(c, 39) / expected).isCloseTo(1, within(3e-3));
      assertThat(PUBLISHED.any(c, 39) / any).isCloseTo(1, within(3e-3));
      assertThat(PUBLISHED.alive(c) / alive).isCloseTo(1, within(3e-3));
    }
  }

  @Test
  void medianIsWhatHalfTheDrawsStayBelow() {
    assertThat(PUBLISHED.median(customer(0, 0, 38), 39, 1)).isZero();
    // A customer of many repeats and none missed buys on at about the same rate.
    double median = new BgNbd(1, 1, 0.01, 10).median(customer(39, 39, 39), 39, 1);
    assertThat(median).isCloseTo(39, within(3.0));
  }

  @Test
  void expectationHasNoGapWhereItsFormulaHas() {
    PurchaseSummary c = customer(3, 10, 20);

    assertThat(new BgNbd(0.5, 5, 1, 3).expected(c, 20))
        .isCloseTo(new BgNbd(0.5, 5, 1.001, 3).expected(c, 20), within(2e-3));
  }

  @Test
  void findsTheParametersThatMadeTheCustomers() {
    BgNbd truth = new BgNbd(0.6, 6, 0.8, 2.5);

    BgNbd found = BgNbd.fit(simulate(truth, 4_000, new Well19937c(5)));

    assertThat(found.r()).isCloseTo(truth.r(), within(0.06));
    assertThat(found.alpha()).isCloseTo(truth.alpha(), within(0.8));
    assertThat(found.a() / (found.a() + found.b()))
        .isCloseTo(truth.a() / (truth.a() + truth.b()), within(0.03));
    assertThat(found.a()).isCloseTo(truth.a(), within(0.25));
    assertThat(found.b()).isCloseTo(truth.b(), within(1.0));
  }

  private static PurchaseSummary customer(int repeats, double recencyWeeks, double ageWeeks) {
    return new PurchaseSummary(repeats, recencyWeeks, ageWeeks, 0);
  }

  /** One customer of known rate and dropout: stayed until the end, or left at the last purchase. */
  private static double likelihood(PurchaseSummary c, double rate, double leave) {
    double left =
        c.repeats() == 0
            ? 0
            : leave
                * Math.pow(1 - leave, c.repeats() - 1)
                * Math.pow(rate, c.repeats())
                * Math.exp(-rate * c.recencyWeeks());
    return stayed(c, rate, leave) + left;
  }

  private static double stayed(PurchaseSummary c, double rate, double leave) {
    return Math.pow(1 - leave, c.repeats())
        * Math.pow(rate, c.repeats())
        * Math.exp(-rate * c.ageWeeks());
  }

  /** Mean over the published distributions, at the middles of slices of equal probability. */
  private static double mean(DoubleBinaryOperator of) {
    int slices = 300;
    var rates = new GammaDistribution(PUBLISHED.r(), 1 / PUBLISHED.alpha());
    var leaves = new BetaDistribution(PUBLISHED.a(), PUBLISHED.b());
    double[] rate = new double[slices];
    double[] leave = new double[slices];
    for (int i = 0; i < slices; i++) {
      rate[i] = rates.inverseCumulativeProbability((i + 0.5) / slices);
      leave[i] = leaves.inverseCumulativeProbability((i + 0.5) / slices);
    }
    double sum = 0;
    for (double r : rate) {
      for (double p : leave) {
        sum += of.applyAsDouble(r, p);
      }
    }
    return sum / slices / slices;
  }

  private static List<PurchaseSummary> simulate(
      BgNbd model, int customers, RandomGenerator random) {
    var rates = new GammaDistribution(random, model.r(), 1 / model.alpha());
    var leaves = new BetaDistribution(random, model.a(), model.b());
    List<PurchaseSummary> all = new ArrayList<>();
    for (int i = 0; i < customers; i++) {
      double rate = rates.sample();
      double leave = leaves.sample();
      double age = 27 + 12 * random.nextDouble();
      int repeats = 0;
      double last = 0;
      for (double next = gap(random, rate); next <= age; next += gap(random, rate)) {
        repeats++;
        last = next;
        if (random.nextDouble() < leave) {
          break;
        }
      }
      all.add(customer(repeats, last, age));
    }
    return all;
  }

  private static double gap(RandomGenerator random, double rate) {
    return -Math.log(1 - random.nextDouble()) / rate;
  }
}
