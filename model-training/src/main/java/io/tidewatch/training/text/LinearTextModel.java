package io.tidewatch.training.text;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import io.tidewatch.models.Task;
import io.tidewatch.models.TextInputs;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A bag of n-grams and a linear support vector machine, one label against the rest: what a network
 * has to beat. The n-grams are those of {@link TextInputs}, told apart almost entirely; weights are
 * {@code (1 + ln count) ln(texts / texts with it)}, of length 1 per text. Not thread-safe.
 */
final class LinearTextModel {
  private static final int ROWS = 1 << 20;
  private static final int MOST_TOKENS = 1_024;
  private static final int MOST_GRAMS = 4_096;
  private static final double COST = 0.5;
  private static final double TOLERANCE = 0.01;

  private final TextInputs inputs =
      new TextInputs(List.of(Task.Recommend.OTHER), MOST_TOKENS, MOST_GRAMS, ROWS);
  private final float[] words = new float[MOST_TOKENS];
  private final float[] grams = new float[MOST_GRAMS];
  private final List<String> labels;
  private final double[] rarity = new double[ROWS];
  private final Model model;

  private LinearTextModel(LabelledTexts train) {
    labels = train.labels();
    List<Map<Integer, Integer>> counts = train.texts().stream().map(this::count).toList();
    counts.forEach(text -> text.keySet().forEach(gram -> rarity[gram]++));
    for (int i = 0; i < ROWS; i++) {
      rarity[i] = Math.log((1.0 + counts.size()) / (1 + rarity[i])) + 1;
    }
    var problem = new Problem();
    problem.l = counts.size();
    problem.n = ROWS;
    problem.x = counts.stream().map(this::features).toArray(Feature[][]::new);
    problem.y = train.rows().stream().mapToDouble(row -> labels.indexOf(row.label())).toArray();
    Linear.disableDebugOutput();
    var parameter = new Parameter(SolverType.L2R_L2LOSS_SVC_DUAL, COST, TOLERANCE);
    parameter.setRandom(new Random(1));
    model = Linear.train(problem, parameter);
  }

  static LinearTextModel fit(LabelledTexts train) {
    return new LinearTextModel(train);
  }

  String label(String text) {
    return labels.get((int) Linear.predict(model, features(count(text))));
  }

  private Map<Integer, Integer> count(String text) {
    inputs.read(text, words, grams);
    var counts = new TreeMap<Integer, Integer>();
    for (int i = 0; i < grams.length && grams[i] >= 0; i++) {
      counts.merge((int) grams[i], 1, Integer::sum);
    }
    return counts;
  }

  private Feature[] features(Map<Integer, Integer> counts) {
    var features = new Feature[counts.size()];
    double square = 0;
    int at = 0;
    for (Map.Entry<Integer, Integer> gram : counts.entrySet()) {
      double weight = (1 + Math.log(gram.getValue())) * rarity[gram.getKey()];
      square += weight * weight;
      features[at++] = new FeatureNode(gram.getKey() + 1, weight);
    }
    for (Feature feature : features) {
      feature.setValue(feature.getValue() / Math.sqrt(square));
    }
    return features;
  }
}
