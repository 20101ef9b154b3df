package io.tidewatch.training;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.FeatureCatalogue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Fits the churn network: starts from logistic regression, follows the running mean of the weights
 * (Polyak and Juditsky 1992), watches it on the validation part, and makes its probabilities honest
 * there. Settings were chosen on an earlier split of the bundled data than the one whose results
 * are published.
 */
final class ChurnFit {
  private static final int BATCH = 512;
  private static final double LEARNING_RATE = 0.004;
  private static final double WEIGHT_DECAY = 0.5;
  private static final double MEAN_DECAY = 0.98;
  private static final int REFERENCE_EXAMPLES = 2048;
  private static final double PURCHASE7_WEIGHT = 0.25;
  private static final double[] COSTS = {0.0003, 0.003, 0.03, 0.3};

  private final ComputationGraph network;
  private final ChurnScaling scaling;
  private final LogisticRegression logistic;
  private final LogisticRegression logisticPurchase7;
  private double spendScale;
  private int keptEpoch;

  private ChurnFit(ChurnParts parts, TrainingOptions options) {
    scaling = scaling(parts.train());
    logistic = logistic(parts, scaling, true);
    logisticPurchase7 = logistic(parts, scaling, false);
    spendScale =
        Math.max(
            1,
            parts.train().stream().mapToLong(e -> e.snapshot().spendMinor()).average().orElse(1)
                * 2);
    network =
        ChurnNetwork.create(FeatureCatalogue.size(), options.seed(), LEARNING_RATE, WEIGHT_DECAY);
    startFrom("churn", logistic);
    startFrom("purchase7", logisticPurchase7);
  }

  static ChurnFit run(ChurnParts parts, TrainingOptions options, Progress progress) {
    progress.at(0, "fitting logistic regression");
    ChurnFit fit = new ChurnFit(parts, options);
    fit.descend(parts, options, progress);
    fit.calibrate(parts.validation(), options.steps());
    return fit;
  }

  ComputationGraph network() {
    return network;
  }

  ChurnScaling scaling() {
    return scaling;
  }

  LogisticRegression logistic() {
    return logistic;
  }

  /** Minor units that the spend output counts in. */
  double spendScale() {
    return spendScale;
  }

  /** The epoch whose weights were kept, 0 for the start. */
  int keptEpoch() {
    return keptEpoch;
  }

  /** Mean h of the LSTM over examples, {@code [LSTM_UNITS]}. */
  float[] meanHidden(List<ChurnExample> examples) {
    List<ChurnExample> some = examples.subList(0, Math.min(examples.size(), REFERENCE_EXAMPLES));
    return ChurnNetwork.meanHidden(network, some, scaling);
  }

  /** One array per output, in the order of the examples. */
  double[][] scores(List<ChurnExample> examples, int steps) {
    return ChurnNetwork.scores(network, examples, scaling, steps);
  }

  /**
   * Later weights are preferred until they are surely worse on the validation part: by more than
   * two standard errors of the difference to the best ones, customers counting as independent.
   */
  private void descend(ChurnParts parts, TrainingOptions options, Progress progress) {
    Random random = new Random(options.seed());
    List<ChurnExample> shuffled = new ArrayList<>(parts.train());
    INDArray mean = network.params().dup();
    INDArray kept = mean.dup();
    ValidationLoss best = loss(parts.validation(), options.steps());
    int batches = (shuffled.size() + BATCH - 1) / BATCH;
    for (int epoch = 1; epoch <= options.maxEpochs(); epoch++) {
      Collections.shuffle(shuffled, random);
      for (int batch = 0; batch < batches; batch++) {
        int from = batch * BATCH;
        List<ChurnExample> part = shuffled.subList(from, Math.min(shuffled.size(), from + BATCH));
        network.fit(ChurnNetwork.batch(part, scaling, options.steps(), spendScale));
        mean.muli(MEAN_DECAY).addi(network.params().mul(1 - MEAN_DECAY));
        progress.at(
            (epoch - 1 + (batch + 1.0) / batches) / options.maxEpochs(),
            "churn network, epoch " + epoch);
      }
      INDArray current = network.params().dup();
      network.setParams(mean);
      ValidationLoss loss = loss(parts.validation(), options.steps());
      network.setParams(current);
      if (loss.surelyWorseThan(best)) {
        break;
      }
      kept = mean.dup();
      keptEpoch = epoch;
      best = loss.mean() < best.mean() ? loss : best;
    }
    network.setParams(kept);
  }

  private ValidationLoss loss(List<ChurnExample> examples, int steps) {
    double[][] scores = scores(examples, steps);
    ValidationLoss loss = new ValidationLoss();
    for (int i = 0; i < examples.size(); i++) {
      Snapshot snapshot = examples.get(i).snapshot();
      loss.add(
          examples.get(i).customer().customerId(),
          logLoss(scores[0][i], snapshot.churned())
              + PURCHASE7_WEIGHT * logLoss(scores[1][i], snapshot.purchased7()));
    }
    return loss;
  }

  private static double logLoss(double probability, boolean label) {
    double p = label ? probability : 1 - probability;
    return -Math.log(Math.max(1e-7, p));
  }

  private void calibrate(List<ChurnExample> examples, int steps) {
    double[][] scores = scores(examples, steps);
    boolean[] purchased7 = new boolean[examples.size()];
    double spend = 0;
    double expected = 0;
    for (int i = 0; i < purchased7.length; i++) {
      purchased7[i] = examples.get(i).snapshot().purchased7();
      spend += examples.get(i).snapshot().spendMinor();
      expected += scores[2][i] * spendScale;
    }
    fold("churn", PlattScaling.fit(scores[0], ChurnParts.churned(examples)));
    fold("purchase7", PlattScaling.fit(scores[1], purchased7));
    if (spend > 0 && expected > 0) {
      spendScale *= spend / expected;
    }
  }

  private void fold(String output, PlattScaling platt) {
    network.getParam(output + "_W").muli(platt.slope());
    network.getParam(output + "_b").muli(platt.slope()).addi(platt.offset());
  }

  private void startFrom(String output, LogisticRegression start) {
    INDArray weights = network.getParam(output + "_W");
    double[] from = start.weights();
    for (int j = 0; j < from.length; j++) {
      weights.putScalar(ChurnNetwork.HIDDEN_UNITS + j, 0, from[j]);
    }
    network.getParam(output + "_b").assign(start.bias());
  }

  private static ChurnScaling scaling(List<ChurnExample> examples) {
    List<float[]> newest = new ArrayList<>(examples.size());
    for (ChurnExample example : examples) {
      if (example.snapshot().steps() > 0) {
        float[] step = new float[ChurnStep.WIDTH];
        System.arraycopy(
            example.customer().stepInputs(), example.offset(1, 0), step, 0, ChurnStep.WIDTH);
        newest.add(step);
      }
    }
    return new ChurnScaling(
        Standardisation.fit(newest.size(), ChurnStep.WIDTH, newest::get),
        Standardisation.fit(
            examples.size(), FeatureCatalogue.size(), i -> examples.get(i).snapshot().features()));
  }

  private static LogisticRegression logistic(
      ChurnParts parts, ChurnScaling scaling, boolean churn) {
    float[][] rows = rows(parts.train(), scaling);
    boolean[] labels = labels(parts.train(), churn);
    float[][] validation = rows(parts.validation(), scaling);
    boolean[] validationLabels = labels(parts.validation(), churn);
    LogisticRegression best = null;
    double bestLoss = Double.MAX_VALUE;
    for (double cost : COSTS) {
      LogisticRegression candidate = LogisticRegression.fit(rows, labels, cost);
      double loss = 0;
      for (int i = 0; i < validation.length; i++) {
        loss += logLoss(candidate.probability(validation[i]), validationLabels[i]);
      }
      if (loss < bestLoss) {
        bestLoss = loss;
        best = candidate;
      }
    }
    return best;
  }

  static float[][] rows(List<ChurnExample> examples, ChurnScaling scaling) {
    return examples.stream()
        .map(example -> scaling.features().apply(example.snapshot().features()))
        .toArray(float[][]::new);
  }

  private static boolean[] labels(List<ChurnExample> examples, boolean churn) {
    boolean[] labels = new boolean[examples.size()];
    for (int i = 0; i < labels.length; i++) {
      Snapshot snapshot = examples.get(i).snapshot();
      labels[i] = churn ? snapshot.churned() : snapshot.purchased7();
    }
    return labels;
  }
}
