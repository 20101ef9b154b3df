package io.tidewatch.training;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.ChurnModel;
import io.tidewatch.models.Contribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the churn scores of a model depend on, measured through the kernels that serve, on customers
 * that it was not fitted to.
 *
 * @param examples how many were measured on
 * @param importance by feature, and {@value Contribution#SEQUENCE} for the recurrent state: how
 *     much the log loss rises when the values are shuffled among the customers (permutation
 *     importance, Breiman 2001; Fisher, Rudin and Dominici 2019), largest first
 * @param contributions by reason group: mean of the absolute exact Shapley values, largest first
 * @param dependences of the features that matter most, most first
 */
record ModelInsight(
    int examples,
    Map<String, Double> importance,
    Map<String, Double> contributions,
    List<Dependence> dependences) {
  private static final int MOST_EXAMPLES = 2_000;
  private static final int EXPLAINED = 400;
  private static final int STEPS = 64;
  private static final int DEPENDENCES = 4;
  private static final int GRID = 21;

  /**
   * Partial dependence (Friedman 2001): the mean score if every customer had this value of one
   * feature, all else as it is.
   *
   * @param feature name of the feature
   * @param unit its unit
   * @param values quantiles of the feature from the 1st to the 99th percent, ascending
   * @param scores mean churn score at each
   */
  record Dependence(String feature, String unit, double[] values, double[] scores) {}

  static ModelInsight of(ChurnModel model, List<ChurnExample> all, long seed) {
    List<ChurnExample> examples = spread(all, MOST_EXAMPLES);
    Measurement measurement = new Measurement(model, examples);
    Map<String, Double> importance = measurement.importance(new Random(seed));
    List<Dependence> dependences =
        importance.keySet().stream()
            .filter(name -> !name.equals(Contribution.SEQUENCE))
            .limit(DEPENDENCES)
            .map(measurement::dependence)
            .toList();
    return new ModelInsight(examples.size(), importance, measurement.contributions(), dependences);
  }

  private static List<ChurnExample> spread(List<ChurnExample> all, int most) {
    int count = Math.min(all.size(), most);
    List<ChurnExample> some = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      some.add(all.get((int) ((long) i * all.size() / count)));
    }
    return some;
  }

  /** The examples as the model reads them. */
  private static final class Measurement {
    private final ChurnModel model;
    private final CustomerState[] states;
    private final float[][] features;
    private final boolean[] churned;

    Measurement(ChurnModel model, List<ChurnExample> examples) {
      this.model = model;
      this.states = new CustomerState[examples.size()];
      this.features = new float[examples.size()][];
      this.churned = ChurnParts.churned(examples);
      for (int i = 0; i < states.length; i++) {
        ChurnExample example = examples.get(i);
        int from = example.offset(STEPS, 0);
        float[] steps =
            Arrays.copyOfRange(
                example.customer().stepInputs(),
                from,
                from + example.length(STEPS) * ChurnStep.WIDTH);
        states[i] = model.stateAfter(steps);
        features[i] = example.snapshot().features();
      }
    }

    Map<String, Double> importance(Random random) {
      double base = logLoss(states, features);
      Map<String, Double> rises = new LinkedHashMap<>();
      for (int f = 0; f < FeatureCatalogue.size(); f++) {
        rises.put(
            FeatureCatalogue.features().get(f).featureName(),
            logLoss(states, shuffled(f, random)) - base);
      }
      CustomerState[] others = states.clone();
      shuffle(others, random);
      rises.put(Contribution.SEQUENCE, logLoss(others, features) - base);
      return largestFirst(rises);
    }

    private float[][] shuffled(int feature, Random random) {
      Float[] values = new Float[features.length];
      Arrays.setAll(values, i -> features[i][feature]);
      shuffle(values, random);
      float[][] changed = new float[features.length][];
      for (int i = 0; i < changed.length; i++) {
        changed[i] = features[i].clone();
        changed[i][feature] = values[i];
      }
      return changed;
    }

    private double logLoss(CustomerState[] of, float[][] vectors) {
      double sum = 0;
      for (int i = 0; i < of.length; i++) {
        double churn = model.score(of[i], vectors[i]).churn();
        sum -= Math.log(Math.max(1e-7, churned[i] ? churn : 1 - churn));
      }
      return sum / of.length;
    }

    Map<String, Double> contributions() {
      Map<String, Double> sums = new TreeMap<>();
      int count = Math.min(states.length, EXPLAINED);
      for (int i = 0; i < count; i++) {
        int at = (int) ((long) i * states.length / count);
        for (Contribution part : model.contributions(states[at], features[at]).groups()) {
          sums.merge(part.group(), Math.abs(part.value()) / (double) count, Double::sum);
        }
      }
      return largestFirst(sums);
    }

    Dependence dependence(String name) {
      int feature = indexOf(name);
      double[] sorted = new double[features.length];
      Arrays.setAll(sorted, i -> features[i][feature]);
      Arrays.sort(sorted);
      double[] values =
          IntStream.range(0, GRID)
              .mapToDouble(
                  i -> sorted[(int) ((0.01 + 0.98 * i / (GRID - 1)) * (sorted.length - 1))])
              .distinct()
              .toArray();
      double[] scores = new double[values.length];
      int count = Math.min(states.length, EXPLAINED);
      for (int i = 0; i < count; i++) {
        int at = (int) ((long) i * states.length / count);
        float[] changed = features[at].clone();
        for (int v = 0; v < values.length; v++) {
          changed[feature] = (float) values[v];
          scores[v] += model.score(states[at], changed).churn() / (double) count;
        }
      }
      return new Dependence(name, FeatureCatalogue.features().get(feature).unit(), values, scores);
    }

    private static int indexOf(String name) {
      for (int f = 0; f < FeatureCatalogue.size(); f++) {
        if (FeatureCatalogue.features().get(f).featureName().equals(name)) {
          return f;
        }
      }
      throw new IllegalArgumentException("no feature " + name);
    }

    /** Fisher and Yates. */
    private static <T> void shuffle(T[] values, Random random) {
      for (int i = values.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        T kept = values[i];
        values[i] = values[j];
        values[j] = kept;
      }
    }

    private static Map<String, Double> largestFirst(Map<String, Double> values) {
      Map<String, Double> sorted = new LinkedHashMap<>();
      values.entrySet().stream()
          .sorted(
              Comparator.comparing((Map.Entry<String, Double> entry) -> -entry.getValue())
                  .thenComparing(Map.Entry::getKey))
          .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
      return sorted;
    }
  }
}
