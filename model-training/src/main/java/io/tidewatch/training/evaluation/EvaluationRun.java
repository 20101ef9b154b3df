package io.tidewatch.training.evaluation;

import io.tidewatch.training.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures one network per seed, and takes the figures together. */
final class EvaluationRun {
  private EvaluationRun() {}

  /** Fits a network by a seed and returns its figures. */
  interface Network {
    Map<String, Double> quality(long seed, Progress progress);
  }

  /**
   * The figures of all seeds.
   *
   * @param mean mean by figure
   * @param spread spread by figure
   */
  record OverSeeds(Map<String, Double> mean, Map<String, Spread> spread) {}

  /** Measures networks of the seeds 1 to {@code seeds}. */
  static OverSeeds measure(int seeds, Network network, Progress progress) {
    List<Map<String, Double>> all = new ArrayList<>();
    for (int i = 0; i < seeds; i++) {
      int seed = i + 1;
      Progress part = progress.part(i / (double) seeds, (i + 1) / (double) seeds);
      all.add(
          network.quality(
              seed,
              (fraction, message) ->
                  part.at(fraction, "network " + seed + " of " + seeds + ", " + message)));
    }
    Map<String, Double> mean = new LinkedHashMap<>();
    Map<String, Spread> spread = new LinkedHashMap<>();
    for (String figure : all.get(0).keySet()) {
      List<Double> values = all.stream().map(one -> one.get(figure)).toList();
      mean.put(figure, values.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
      spread.put(figure, Spread.of(values));
    }
    return new OverSeeds(mean, spread);
  }
}
