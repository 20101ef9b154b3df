package io.tidewatch.training.text;

import io.tidewatch.models.TextModel;
import io.tidewatch.training.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A model that was trained, served by its kernels, and measured beside the baseline.
 *
 * @param model figures of what is served, networks and linear model as {@code mixture} says
 * @param mixture how much networks and linear model count
 * @param members figures of each network by itself, without the linear model
 * @param baseline figures of the linear model
 * @param textsPerSecond texts that one thread tells the class of in a second
 * @param release what is served
 * @param card the release's model card
 */
record TextMeasurement(
    ClassMetrics model,
    TextMixture mixture,
    List<ClassMetrics> members,
    ClassMetrics baseline,
    double textsPerSecond,
    byte[] release,
    String card) {

  /**
   * Trains networks of the seeds 1 to {@code networks} and measures them.
   *
   * @param networks 0 for the linear model alone
   */
  static TextMeasurement of(
      String name,
      LabelledTexts train,
      LabelledTexts test,
      TextSettings settings,
      int networks,
      Progress progress) {
    progress.at(0, "fitting the linear model");
    LinearTextModel linear = LinearTextModel.fit(train);
    List<String> truth = test.rows().stream().map(LabelledText::label).toList();
    ClassMetrics baseline =
        ClassMetrics.of(truth, test.texts().stream().map(linear::label).toList());
    progress.at(0.02, "encoding words");
    var trainer = new TextTrainer(settings, train, linear, networks > 0);
    List<ComputationGraph> members = trainer.fitAll(networks, progress.part(0.05, 0.95));
    List<ClassMetrics> single = new ArrayList<>();
    for (int seed = 1; seed <= networks; seed++) {
      TextModel model = compile(trainer, members.get(seed - 1), seed);
      single.add(ClassMetrics.of(truth, labels(model, test)));
    }
    progress.at(0.95, "measuring");
    TextMixture mixture = trainer.mixture(members);
    var metrics = new TreeMap<String, Double>();
    baseline.asMap().forEach((figure, value) -> metrics.put("linear." + figure, value));
    ComputationGraph joined = trainer.joined(members, mixture);
    byte[] unmeasured = trainer.release(name, joined, networks, metrics, test.digest(), "-");
    TextModel model = TextModel.compile(TextTrainer.read(unmeasured));
    ClassMetrics found = ClassMetrics.of(truth, labels(model, test));
    found.asMap().forEach((figure, value) -> metrics.put("network." + figure, value));
    String card = card(name, train, test, networks, mixture, model, found, baseline);
    byte[] zip = trainer.release(name, joined, networks, metrics, test.digest(), card);
    return new TextMeasurement(found, mixture, single, baseline, speed(model, test), zip, card);
  }

  private static String card(
      String name,
      LabelledTexts train,
      LabelledTexts test,
      int networks,
      TextMixture mixture,
      TextModel model,
      ClassMetrics found,
      ClassMetrics baseline) {
    return String.format(
        Locale.ROOT,
        """
        # %s

        Says of what class a text is, one of %d: %s.

        | | accuracy | macro F1 |
        | --- | --- | --- |
        | served | %.4f | %.4f |
        | linear model over n-grams | %.4f | %.4f |

        Learned from %s (%d texts), measured on %s (%d texts), none of which it learned from.
        %d networks, the mean of whose logits counts %.2f times, beside the margins of a linear model over
        n-grams, which count %.2f times; what is left out counts 0 times. Both were chosen on texts that
        the networks had left out. The vectors of words begin as those of a pre-trained sentence encoder,
        which is not needed for serving.
        """,
        name,
        model.labels().size(),
        String.join(", ", model.labels()),
        found.accuracy(),
        found.macroF1(),
        baseline.accuracy(),
        baseline.macroF1(),
        train.where(),
        train.rows().size(),
        test.where(),
        test.rows().size(),
        networks,
        mixture.networks(),
        mixture.linear());
  }

  private static TextModel compile(TextTrainer trainer, ComputationGraph member, int seed) {
    byte[] zip =
        trainer.release(
            "text",
            trainer.joined(List.of(member), TextMixture.NETWORKS_ALONE),
            seed,
            new TreeMap<>(),
            "unknown",
            "-");
    return TextModel.compile(TextTrainer.read(zip));
  }

  private static List<String> labels(TextModel model, LabelledTexts test) {
    int count = model.labels().size();
    var probabilities = new float[test.rows().size() * count];
    model.probabilities(test.texts(), probabilities);
    List<String> found = new ArrayList<>();
    for (int from = 0; from < probabilities.length; from += count) {
      int best = from;
      for (int i = from + 1; i < from + count; i++) {
        best = probabilities[i] > probabilities[best] ? i : best;
      }
      found.add(model.labels().get(best - from));
    }
    return found;
  }

  /** Counts after one pass, so that the code is compiled. */
  private static double speed(TextModel model, LabelledTexts test) {
    long start = System.nanoTime();
    labels(model, test);
    return test.rows().size() / ((System.nanoTime() - start) / 1e9);
  }
}
