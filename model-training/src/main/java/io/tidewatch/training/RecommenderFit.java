package io.tidewatch.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Fits the recommender: starts from popularity and item-kNN, follows the running mean of the
 * weights (Polyak and Juditsky 1992) and keeps the mean that does best on baskets of customers whom
 * the training does not see.
 */
final class RecommenderFit {
  private static final int BATCH = 64;
  private static final int WINDOW = 64;
  private static final int VALIDATION_ONE_IN = 8;
  private static final double LEARNING_RATE = 0.002;
  private static final double WEIGHT_DECAY = 0.1;
  private static final double MEAN_DECAY = 0.96;
  private static final double KNN_START = 1;
  private static final int PATIENCE = 3;

  private final RecommenderBaselines start;
  private final int vocabulary;
  private final ComputationGraph network;
  private int bestEpoch;

  private RecommenderFit(RecommenderBaselines start, long seed) {
    this.start = start;
    vocabulary = start.vocabulary().size();
    network = RecommenderNetwork.create(vocabulary, seed, LEARNING_RATE, WEIGHT_DECAY);
    INDArray weights = network.getParam("categories_W");
    float[][] similarity = start.knn().similarity();
    for (int a = 0; a < vocabulary; a++) {
      for (int b = 0; b < vocabulary; b++) {
        weights.putScalar(RecommenderNetwork.LSTM_UNITS + a, b, KNN_START * similarity[a][b]);
      }
    }
    float[] popularity = start.popularity();
    double all = 0;
    for (float count : popularity) {
      all += count + 1;
    }
    INDArray bias = network.getParam("categories_b");
    for (int v = 0; v < vocabulary; v++) {
      bias.putScalar(v, Math.log((popularity[v] + 1) / all));
    }
  }

  /**
   * Fits.
   *
   * @param customers indices of all customers' baskets
   * @param ids ids of these customers
   * @param splitMicros targets lie before it
   */
  static RecommenderFit run(
      RecommenderBaselines start,
      List<CategoryIndex> customers,
      List<String> ids,
      long splitMicros,
      TrainingOptions options,
      Progress progress) {
    RecommenderFit fit = new RecommenderFit(start, options.seed());
    List<RecommenderNetwork.Window> train = new ArrayList<>();
    List<RecommenderNetwork.Window> validation = new ArrayList<>();
    for (int i = 0; i < customers.size(); i++) {
      boolean validates = Math.floorMod(SnapshotTimes.hash(ids.get(i)), VALIDATION_ONE_IN) == 0;
      windows(customers.get(i), splitMicros, validates ? validation : train);
    }
    fit.descend(train, validation, splitMicros, options, progress);
    return fit;
  }

  ComputationGraph network() {
    return network;
  }

  /** The epoch whose weights were kept, 0 for the start. */
  int bestEpoch() {
    return bestEpoch;
  }

  private static void windows(
      CategoryIndex customer, long splitMicros, List<RecommenderNetwork.Window> out) {
    int items = customer.itemsBefore(splitMicros);
    for (int from = 0; from < items; from += WINDOW) {
      out.add(new RecommenderNetwork.Window(customer, from, Math.min(items, from + WINDOW)));
    }
  }

  private void descend(
      List<RecommenderNetwork.Window> train,
      List<RecommenderNetwork.Window> validation,
      long splitMicros,
      TrainingOptions options,
      Progress progress) {
    Random random = new Random(options.seed());
    INDArray mean = network.params().dup();
    INDArray best = mean.dup();
    double bestLoss = loss(validation, splitMicros);
    for (int epoch = 1; epoch <= options.maxEpochs() && epoch - bestEpoch <= PATIENCE; epoch++) {
      List<List<RecommenderNetwork.Window>> batches = batches(train, random);
      for (int i = 0; i < batches.size(); i++) {
        MultiDataSet batch =
            RecommenderNetwork.batch(
                batches.get(i), start.vocabulary(), Long.MIN_VALUE, splitMicros);
        if (batch.getLabelsMaskArray(0).sumNumber().doubleValue() > 0) {
          network.fit(batch);
          mean.muli(MEAN_DECAY).addi(network.params().mul(1 - MEAN_DECAY));
        }
        progress.at(
            (epoch - 1 + (i + 1.0) / batches.size()) / options.maxEpochs(),
            "recommender network, epoch " + epoch);
      }
      INDArray current = network.params().dup();
      network.setParams(mean);
      double loss = loss(validation, splitMicros);
      if (loss < bestLoss) {
        bestLoss = loss;
        bestEpoch = epoch;
        best = mean.dup();
      }
      network.setParams(current);
    }
    network.setParams(best);
  }

  /** Windows of like length together, in an order of chance. */
  private static List<List<RecommenderNetwork.Window>> batches(
      List<RecommenderNetwork.Window> windows, Random random) {
    List<RecommenderNetwork.Window> shuffled = new ArrayList<>(windows);
    Collections.shuffle(shuffled, random);
    shuffled.sort(Comparator.comparingInt(RecommenderNetwork.Window::length));
    List<List<RecommenderNetwork.Window>> batches = new ArrayList<>();
    for (int from = 0; from < shuffled.size(); from += BATCH) {
      batches.add(shuffled.subList(from, Math.min(shuffled.size(), from + BATCH)));
    }
    Collections.shuffle(batches, random);
    return batches;
  }

  private double loss(List<RecommenderNetwork.Window> windows, long splitMicros) {
    double sum = 0;
    double targets = 0;
    for (List<RecommenderNetwork.Window> part : batches(windows, new Random(0))) {
      MultiDataSet batch =
          RecommenderNetwork.batch(part, start.vocabulary(), Long.MIN_VALUE, splitMicros);
      INDArray out = network.outputSingle(false, batch.getFeatures());
      float[] probability = Dl4j.values(out);
      float[] label = Dl4j.values(batch.getLabels(0));
      for (int i = 0; i < label.length; i++) {
        if (label[i] > 0) {
          sum -= label[i] * Math.log(Math.max(1e-9, probability[i]));
          targets += label[i];
        }
      }
    }
    return targets == 0 ? 0 : sum / targets;
  }
}
