package io.tidewatch.training.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an evaluation found: figures by name (a dot in a name stands for nesting, {@code
 * spend.mse}), of the network as means over seeds, and of each baseline. Immutable.
 *
 * @param suite name of the suite
 * @param data what was learned from and what was measured on, in a sentence
 * @param trainCustomers customers learned from
 * @param customers customers measured on
 * @param seeds how many networks were trained, each with a seed of its own
 * @param network mean figures of the network
 * @param spread how far they lie apart over the seeds
 * @param baselines figures of the other models by name
 * @param parameters fitted parameters that a reader may want to compare with published ones
 * @param notes what a reader has to know, in sentences
 * @param plots SVG documents by file name
 * @param seconds how long it took
 */
public record EvaluationReport(
    String suite,
    String data,
    int trainCustomers,
    int customers,
    int seeds,
    Map<String, Double> network,
    Map<String, Spread> spread,
    Map<String, Map<String, Double>> baselines,
    Map<String, Double> parameters,
    List<String> notes,
    Map<String, String> plots,
    double seconds) {

  /** Name of the network where models are named. */
  public static final String NETWORK = "network";

  private static final List<String> SMALLER_IS_BETTER =
      List.of(
          PurchaseQuality.MAE,
          PurchaseQuality.MAE_OF_EXPECTED,
          PurchaseQuality.MAE_OF_MEDIAN,
          PurchaseQuality.MAE_AT_EQUAL_TOTALS,
          PurchaseQuality.BRIER,
          PurchaseQuality.CALIBRATION_ERROR,
          PurchaseQuality.SPEND_MSE);

  public EvaluationReport {
    notes = List.copyOf(notes);
  }

  EvaluationReport withNotes(List<String> more) {
    return new EvaluationReport(
        suite,
        data,
        trainCustomers,
        customers,
        seeds,
        network,
        spread,
        baselines,
        parameters,
        Stream.concat(notes.stream(), more.stream()).toList(),
        plots,
        seconds);
  }

  /** Returns the figures in which a baseline is better than the mean of the networks. */
  List<String> lostTo(String baseline) {
    Map<String, Double> other = baselines.get(baseline);
    return network.keySet().stream()
        .filter(figure -> sign(figure) * other.get(figure) > sign(figure) * network.get(figure))
        .toList();
  }

  private static int sign(String figure) {
    return SMALLER_IS_BETTER.contains(figure) ? -1 : 1;
  }

  /** Returns, by figure, the name of the model that is best at it; the network if it draws. */
  public Map<String, String> best() {
    Map<String, String> best = new LinkedHashMap<>();
    network.forEach(
        (figure, value) -> {
          double sign = sign(figure);
          String name = NETWORK;
          double top = sign * value;
          for (Map.Entry<String, Map<String, Double>> baseline : baselines.entrySet()) {
            double other = sign * baseline.getValue().get(figure);
            if (other > top) {
              top = other;
              name = baseline.getKey();
            }
          }
          best.put(figure, name);
        });
    return best;
  }
}
