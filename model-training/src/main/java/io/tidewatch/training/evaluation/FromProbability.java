package io.tidewatch.training.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * Forecasts of models that only know whether a customer buys: the probability times what those
 * customers of the train part who bought did on average.
 *
 * @param any probability of any purchase
 * @param purchases mean purchases of who bought
 * @param usual median purchases of who bought; of a customer who will hardly buy it is 0
 * @param spend mean spend of who bought, major units
 */
record FromProbability(
    ToDoubleFunction<PurchaseCase> any, double purchases, double usual, double spend)
    implements Forecaster {

  /**
   * Takes the means from the train part.
   *
   * @throws IllegalArgumentException if nobody bought in it
   */
  static FromProbability of(ToDoubleFunction<PurchaseCase> any, List<PurchaseCase> train) {
    List<Outcome> bought = train.stream().map(PurchaseCase::outcome).filter(Outcome::any).toList();
    if (bought.isEmpty()) {
      throw new IllegalArgumentException(
          "none of " + train.size() + " customers bought in the weeks to be forecast");
    }
    return new FromProbability(
        any,
        bought.stream().mapToDouble(Outcome::purchases).average().orElseThrow(),
        new Median().evaluate(bought.stream().mapToDouble(Outcome::purchases).toArray()),
        bought.stream().mapToDouble(Outcome::spend).average().orElseThrow());
  }

  @Override
  public List<Forecast> forecast(List<PurchaseCase> cases) {
    return cases.stream()
        .map(
            c -> {
              double p = any.applyAsDouble(c);
              return new Forecast(p * purchases, p > 0.5 ? usual : 0, p, p * spend);
            })
        .toList();
  }
}
