package io.tidewatch.training.text;

import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Manifest;
import io.tidewatch.models.Probe;
import io.tidewatch.models.Provenance;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.models.ReleaseWriter;
import io.tidewatch.models.Source;
import io.tidewatch.models.Task;
import io.tidewatch.models.TextInputs;
import io.tidewatch.training.Dl4j;
import io.tidewatch.training.Progress;
import io.tidewatch.training.export.Dl4jExport;
import io.tidewatch.training.export.Dl4jExporter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Trains a text network and packs it as a release. */
final class TextTrainer {
  private static final int LEAST_COUNT = 2;
  private static final int PROBES = 24;
  private static final int PARTS = 10;
  private static final double VECTOR_DEVIATION = 0.3;

  /** Of more texts the labels alone tell enough, and the teacher would take its time. */
  private static final int MOST_TAUGHT = TextSettings.FEW_TEXTS;

  /** Twice its square is what being wrong about a text's vector altogether costs. */
  private static final double TAUGHT_LENGTH = 1.2;

  private final TextSettings settings;
  private final LabelledTexts train;
  private final List<String> labels;
  private final List<String> vocabulary;
  private final TextInputs inputs;
  private final TextBatch texts;
  private final float[] vectors;
  private final float[] linear;

  /**
   * Prepares what networks learn from.
   *
   * @param fitted a linear model of these texts, served if its table has the rows of the settings
   * @param networks whether there will be networks; else only the linear model is served
   */
  TextTrainer(TextSettings asked, LabelledTexts train, LinearTextModel fitted, boolean networks) {
    settings = networks ? asked : asked.linearAlone();
    this.train = train;
    labels = train.labels();
    vocabulary = vocabulary(train, settings.vocabulary());
    inputs = new TextInputs(vocabulary, settings.tokens(), settings.grams(), settings.rows(), true);
    linear = fitted.rows() == settings.rows() ? fitted.table(factor(labels.size())) : table(train);
    TextBatch read = TextBatch.of(train, labels, inputs);
    vectors =
        networks
            ? PretrainedVectors.ofWords(vocabulary, settings.width(), VECTOR_DEVIATION)
            : new float[0];
    texts =
        networks && train.rows().size() <= MOST_TAUGHT
            ? read.withTaught(PretrainedVectors.ofTexts(train.texts(), vocabulary, TAUGHT_LENGTH))
            : read;
  }

  /** Returns the words that stand in the texts more than once, the most frequent first. */
  private static List<String> vocabulary(LabelledTexts train, int most) {
    Map<String, Integer> counts = new HashMap<>();
    train
        .texts()
        .forEach(text -> TextInputs.tokens(text, word -> counts.merge(word, 1, Integer::sum)));
    List<String> words = new ArrayList<>(List.of(Task.Recommend.OTHER));
    counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= LEAST_COUNT && entry.getKey().length() <= 64)
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
        .limit(most - 1L)
        .forEach(entry -> words.add(entry.getKey()));
    return words;
  }

  private float[] table(LabelledTexts some) {
    return LinearTextModel.fit(some, settings.rows()).table(factor(labels.size()));
  }

  /** Trains networks of the seeds 1 to {@code count}, side by side. */
  List<ComputationGraph> fitAll(int count, Progress progress) {
    List<Function<Progress, ComputationGraph>> trainings = new ArrayList<>();
    for (int seed = 1; seed <= count; seed++) {
      int member = seed;
      String which = "network " + seed + " of " + count + ", ";
      trainings.add(part -> fit(member, (done, message) -> part.at(done, which + message)));
    }
    return Trainings.run(trainings, progress);
  }

  /** Trains one network, which does not learn from the part of the texts that is its own. */
  ComputationGraph fit(int seed, Progress progress) {
    return TextNetwork.fit(settings, texts.only(rows(seed, false)), vectors, seed, progress);
  }

  /**
   * Returns the texts that a seed's network leaves out, a tenth by a hash, or those that it learns
   * from.
   */
  private int[] rows(int seed, boolean leftOut) {
    return IntStream.range(0, texts.size())
        .filter(
            row -> {
              int hash = train.rows().get(row).text().hashCode() * 0x9e3779b1;
              return (Integer.remainderUnsigned(hash >>> 8, PARTS) == (seed - 1) % PARTS)
                  == leftOut;
            })
        .toArray();
  }

  /**
   * Finds out how much networks and the linear model should count, each judged by texts that it did
   * not learn from.
   *
   * @param members networks of the seeds 1, 2 and so on
   */
  TextMixture mixture(List<ComputationGraph> members) {
    if (members.isEmpty()) {
      return TextMixture.LINEAR_ALONE;
    }
    List<TextMixture.HeldOut> texts = new ArrayList<>();
    for (int seed = 1; seed <= Math.min(PARTS, members.size()); seed++) {
      int[] leftOut = rows(seed, true);
      var learned = Arrays.stream(rows(seed, false)).mapToObj(train.rows()::get).toList();
      var rest = new LabelledTexts(learned, train.where());
      if (rest.labels().size() == labels.size()) {
        float[] table = table(rest);
        for (int row : leftOut) {
          texts.add(heldOut(members.get(seed - 1), table, row));
        }
      }
    }
    return TextMixture.fit(texts);
  }

  /** Returns how often a seed's network by itself is right about the texts that it left out. */
  double heldOutAccuracy(ComputationGraph member, int seed) {
    int[] leftOut = rows(seed, true);
    long right =
        Arrays.stream(leftOut)
            .filter(row -> largest(probabilities(member, row)) == texts.labels()[row])
            .count();
    return (double) right / leftOut.length;
  }

  private static int largest(float[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }

  private TextMixture.HeldOut heldOut(ComputationGraph member, float[] table, int row) {
    float[] logits = probabilities(member, row);
    var margins = new float[labels.size()];
    float[] grams = texts.grams()[row];
    for (int label = 0; label < logits.length; label++) {
      logits[label] = (float) Math.log(logits[label] + Float.MIN_NORMAL);
      for (float gram : grams) {
        margins[label] += table[(int) gram * logits.length + label] / grams.length;
      }
    }
    return new TextMixture.HeldOut(logits, margins, texts.labels()[row]);
  }

  /** Joins trained networks and the linear model into one that is served. */
  ComputationGraph joined(List<ComputationGraph> members, TextMixture mixture) {
    return TextNetwork.joined(
        settings,
        new TextNetwork.Shape(vocabulary.size(), labels.size(), 0),
        mixture.networks() == 0 ? List.of() : members,
        mixture,
        linear);
  }

  /**
   * Returns what makes a margin, which is 1 for the right label and -1 for the others, as decided
   * as the logits of a network that has learned the smoothed labels.
   */
  private static double factor(int labels) {
    double spread = TextBatch.SMOOTHING / labels;
    return Math.log((1 - TextBatch.SMOOTHING + spread) / spread) / 2;
  }

  List<String> labels() {
    return labels;
  }

  /** Packs a network whose kernels reproduce it. */
  byte[] release(
      String name,
      ComputationGraph network,
      long seed,
      SortedMap<String, Double> metrics,
      String evaluationDigest,
      String card) {
    Dl4jExport export =
        Dl4jExporter.of(network)
            .indices(TextNetwork.WORDS, LayerSpec.TOKENS, settings.tokens())
            .indices(TextNetwork.GRAMS, LayerSpec.GRAMS, settings.grams())
            .export();
    String digest = train.digest();
    var writer =
        new ReleaseWriter(
            new Manifest(
                name,
                "1-" + digest.substring(0, 12) + "-" + seed,
                new Task.Text(
                    labels, vocabulary, settings.tokens(), settings.grams(), settings.rows(), true),
                export.layers(),
                new Provenance(digest, Dl4j.TRAINER, seed, Source.DL4J, evaluationDigest),
                metrics));
    export.tensors().forEach(writer::tensor);
    for (int i = 0; i < Math.min(PROBES, texts.size()); i++) {
      writer.probe(probe(network, (int) ((long) i * texts.size() / PROBES)));
    }
    try {
      return writer.source(Dl4j.zip(network)).card(card).write();
    } catch (RefusedReleaseException e) {
      throw new IllegalStateException("the trained text network is no valid release: " + e, e);
    }
  }

  private Probe probe(ComputationGraph network, int row) {
    var features = new float[settings.tokens() + settings.grams()];
    Arrays.fill(features, -1f);
    float[] words = texts.words()[row];
    float[] grams = texts.grams()[row];
    System.arraycopy(words, 0, features, 0, words.length);
    System.arraycopy(grams, 0, features, settings.tokens(), grams.length);
    return new Probe(new float[0], features, new float[0], probabilities(network, row));
  }

  /** Returns DL4J's own probabilities of one text. */
  private float[] probabilities(ComputationGraph network, int row) {
    MultiDataSet all = texts.plain(new int[] {row});
    boolean joined = network.getNumInputArrays() == all.numFeatureArrays();
    MultiDataSet one = joined ? all : TextNetwork.read(settings, all);
    return network
        .output(false, one.getFeatures(), one.getFeaturesMaskArrays(), null)[0]
        .dup('c')
        .data()
        .asFloat();
  }

  static Release read(byte[] zip) {
    try {
      return Release.read(zip);
    } catch (RefusedReleaseException e) {
      throw new IllegalStateException("a release that was just written is refused: " + e, e);
    }
  }
}
