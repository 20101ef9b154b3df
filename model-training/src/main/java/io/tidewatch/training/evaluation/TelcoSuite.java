package io.tidewatch.training.evaluation;

import io.tidewatch.training.BinaryMetrics;
import io.tidewatch.training.LogisticRegression;
import io.tidewatch.training.Progress;
import io.tidewatch.training.Standardisation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Who left, on IBM's Telco churn table: rows of a table, no events. The data are made up, so this
 * checks the machinery and not the world.
 */
final class TelcoSuite {
  static final String NAME = "telco";
  private static final int FOLDS = 5;
  private static final int FEWEST = 100;
  private static final EvaluatedNetwork.Settings SETTINGS =
      new EvaluatedNetwork.Settings(32, 0.004, 0.1, 256, 40, 6);

  private TelcoSuite() {}

  /** One part to learn from, one to measure on. */
  private record Part(TelcoTable train, TelcoTable test) {}

  static EvaluationReport run(
      Path trainFile, Optional<Path> testFile, int seeds, Progress progress) {
    long start = System.nanoTime();
    progress.at(0, "reading the table");
    TelcoTable all = TelcoTable.read(trainFile);
    List<String> notes = new ArrayList<>();
    List<Part> parts = testFile.map(file -> files(all, file, notes)).orElseGet(() -> folds(all));
    boolean[] left = labels(parts);
    double[] logistic = scores(parts, TelcoSuite::logistic);
    Map<String, Map<String, Double>> baselines = new LinkedHashMap<>();
    baselines.put("logisticRegression", measure(logistic, left));
    baselines.put("boosting", measure(scores(parts, TelcoSuite::boosting), left));
    Map<String, String> plots = new LinkedHashMap<>();
    EvaluationRun.OverSeeds network =
        EvaluationRun.measure(
            seeds,
            (seed, part) -> {
              double[] scores = scores(parts, (p, fold) -> network(p, seed, part, fold));
              if (plots.isEmpty()) {
                plots.putAll(plots(scores, logistic, left));
              }
              return measure(scores, left);
            },
            progress.part(0.1, 1));
    return new EvaluationReport(
        NAME,
        testFile
            .map(
                file ->
                    "learned from "
                        + trainFile.getFileName()
                        + ", measured on "
                        + file.getFileName())
            .orElse("five folds of " + trainFile.getFileName() + ", each measured once"),
        parts.size() == 1 ? parts.get(0).train().size() : all.size(),
        left.length,
        seeds,
        network.mean(),
        network.spread(),
        baselines,
        Map.of(),
        notes,
        plots,
        (System.nanoTime() - start) / 1e9);
  }

  private static Map<String, String> plots(double[] network, double[] logistic, boolean[] left) {
    List<EvaluationPlots.Model> models =
        List.of(
            new EvaluationPlots.Model(EvaluationReport.NETWORK, network),
            new EvaluationPlots.Model("logistic regression", logistic));
    double[] amounts = new double[left.length];
    Arrays.setAll(amounts, i -> left[i] ? 1 : 0);
    return Map.of(
        EvaluationPlots.CALIBRATION, EvaluationPlots.calibration("leaving", models, left),
        EvaluationPlots.GAINS, EvaluationPlots.gains("customers who left", models, amounts));
  }

  private static List<Part> files(TelcoTable all, Path testFile, List<String> notes) {
    TelcoTable test = TelcoTable.read(testFile);
    TelcoTable train = all.without(test);
    if (train.size() < all.size()) {
      notes.add(
          (all.size() - train.size())
              + " customers of the train file are also in the test file; they were not learned"
              + " from.");
    }
    return List.of(new Part(enough(train), test));
  }

  private static List<Part> folds(TelcoTable all) {
    enough(all);
    int[] order = Shuffle.identity(all.size());
    Shuffle.inPlace(order, 1);
    return IntStream.range(0, FOLDS)
        .mapToObj(
            fold ->
                new Part(all.at(members(order, fold, false)), all.at(members(order, fold, true))))
        .toList();
  }

  private static int[] members(int[] order, int fold, boolean inside) {
    return IntStream.range(0, order.length)
        .filter(i -> (i % FOLDS == fold) == inside)
        .map(i -> order[i])
        .toArray();
  }

  private static TelcoTable enough(TelcoTable table) {
    if (table.size() < FEWEST) {
      throw new IllegalArgumentException(
          table.where()
              + " leaves "
              + table.size()
              + " customers to learn from; an evaluation needs at least "
              + FEWEST);
    }
    return table;
  }

  /** Fits a part and returns the probabilities of its test rows. */
  private interface Model {
    double[] probabilities(Part part, int fold);
  }

  /** Returns the probabilities of the test rows of all parts, one part after the other. */
  private static double[] scores(List<Part> parts, Model model) {
    return IntStream.range(0, parts.size())
        .mapToObj(fold -> model.probabilities(parts.get(fold), fold))
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private static boolean[] labels(List<Part> parts) {
    boolean[] all = new boolean[parts.stream().mapToInt(part -> part.test().size()).sum()];
    int to = 0;
    for (Part part : parts) {
      boolean[] some = part.test().labels();
      System.arraycopy(some, 0, all, to, some.length);
      to += some.length;
    }
    return all;
  }

  private static Map<String, Double> measure(double[] allScores, boolean[] allLabels) {
    BinaryMetrics metrics = BinaryMetrics.of(allScores, allLabels);
    Map<String, Double> quality = new LinkedHashMap<>();
    quality.put(PurchaseQuality.AUC, metrics.auc());
    quality.put(PurchaseQuality.BRIER, metrics.brier());
    quality.put(PurchaseQuality.CALIBRATION_ERROR, metrics.calibrationError());
    quality.put(
        "accuracy",
        IntStream.range(0, allScores.length)
            .mapToDouble(i -> (allScores[i] >= 0.5) == allLabels[i] ? 1 : 0)
            .average()
            .orElseThrow());
    return quality;
  }

  private static double[] logistic(Part part, int fold) {
    List<String> inputs = part.train().inputs();
    float[][] train = part.train().encoded(inputs);
    Standardisation scaling = Standardisation.fit(train.length, inputs.size(), i -> train[i]);
    LogisticRegression model =
        PenaltyChoice.fit(
            Arrays.stream(train).map(scaling::apply).toArray(float[][]::new),
            part.train().labels());
    return Arrays.stream(part.test().encoded(inputs))
        .mapToDouble(row -> model.probability(scaling.apply(row)))
        .toArray();
  }

  private static double[] boosting(Part part, int fold) {
    List<String> inputs = part.train().inputs();
    return Boosting.fit(
            part.train().encoded(inputs),
            numbers(part.train().labels()),
            Boosting.Objective.YES_OR_NO)
        .scores(part.test().encoded(inputs));
  }

  private static double[] network(Part part, long seed, Progress progress, int fold) {
    List<String> inputs = part.train().inputs();
    Examples examples = Examples.of(part.train().encoded(inputs), numbers(part.train().labels()));
    float[][] test = part.test().encoded(inputs);
    return NetworkEnsemble.fit(
            SETTINGS,
            List.of(Head.PROBABILITY),
            examples,
            seed,
            progress.part(fold / (double) FOLDS, (fold + 1) / (double) FOLDS))
        .scores(Examples.of(test, new float[test.length]))[0];
  }

  private static float[] numbers(boolean[] labels) {
    float[] numbers = new float[labels.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = labels[i] ? 1 : 0;
    }
    return numbers;
  }
}
