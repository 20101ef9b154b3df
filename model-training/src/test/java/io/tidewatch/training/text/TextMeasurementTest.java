package io.tidewatch.training.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.models.Release;
import io.tidewatch.models.Task;
import io.tidewatch.models.TextModel;
import io.tidewatch.training.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;

/** Real networks on a few made-up questions: what it takes to go from texts to a release. */
class TextMeasurementTest {
  private static final TextSettings SMALL = settings(10);
  private static final List<String> THINGS =
      List.of("card", "transfer", "account", "phone", "passcode", "cash", "order", "top up");
  private static final List<String> OPENINGS =
      List.of("hello, ", "please ", "hi there ", "", "urgent: ", "good morning ", "sorry but ");

  @Test
  void learnsQuestionsAndServesThemByKernels() throws Exception {
    LabelledTexts all = questions();
    LabelledTexts train = all.part(1, tenth -> tenth > 1, "most");
    LabelledTexts test = all.part(1, tenth -> tenth <= 1, "rest");
    TextMeasurement found =
        TextMeasurement.of("text-intent", train, test, SMALL, 2, Progress.none());

    assertThat(found.model().accuracy()).isGreaterThan(0.9);
    assertThat(found.members()).hasSize(2);
    assertThat(found.baseline().accuracy()).isGreaterThan(0.9);
    assertThat(found.textsPerSecond()).isPositive();
    Release release = Release.read(found.release());
    assertThat(release.manifest().metrics())
        .containsEntry("network.accuracy", found.model().accuracy())
        .containsEntry("linear.macroF1", found.baseline().macroF1());
    assertThat(((Task.Text) release.manifest().task()).labels())
        .containsExactly("close", "lost", "when");
    var out = new float[3];
    TextModel.compile(release).probabilities("oh no, I have lost my wallet", out);
    assertThat(out[1]).isGreaterThan(Math.max(out[0], out[2]));
  }

  @Test
  void servesTheLinearModelAloneWhereNoNetworksAreAskedFor() throws Exception {
    LabelledTexts all = questions();
    LabelledTexts train = all.part(1, tenth -> tenth > 1, "most");
    LabelledTexts test = all.part(1, tenth -> tenth <= 1, "rest");
    TextMeasurement found =
        TextMeasurement.of("text-intent", train, test, SMALL, 0, Progress.none());

    assertThat(found.model()).isEqualTo(found.baseline());
    assertThat(found.model().accuracy()).isGreaterThan(0.9);
    assertThat(found.members()).isEmpty();
    assertThat(found.mixture()).isEqualTo(TextMixture.LINEAR_ALONE);
    var out = new float[3];
    TextModel.compile(Release.read(found.release()))
        .probabilities("oh no, I have lost my wallet", out);
    assertThat(out[1]).isGreaterThan(Math.max(out[0], out[2]));
  }

  /** The longer the texts, the larger the largest of each filter before anything is learned. */
  @Test
  void aNetworkThatReadsWordsAloneLearnsFromLongTexts() {
    LabelledTexts texts = longReviews(new Random(11));
    var settings = new TextSettings(500, 16, List.of(2, 3), 32, 512, 0, 256, 512, 6, 0.002, 16);
    var trainer = new TextTrainer(settings, texts, LinearTextModel.fit(texts), true);

    ComputationGraph network = trainer.fit(1, Progress.none());

    assertThat(trainer.heldOutAccuracy(network, 1)).isGreaterThan(0.9);
  }

  @Test
  void theSameSeedGivesTheSameNetwork() {
    LabelledTexts texts = questions().part(1, tenth -> tenth < 3, "some");
    var trainer = new TextTrainer(settings(2), texts, LinearTextModel.fit(texts), true);
    float[] once = trainer.fit(7, Progress.none()).params().data().asFloat();
    assertThat(trainer.fit(7, Progress.none()).params().data().asFloat()).isEqualTo(once);
    assertThat(trainer.fit(8, Progress.none()).params().data().asFloat()).isNotEqualTo(once);
  }

  @Test
  void networksThatAreTrainedSideBySideAreThoseTrainedOneByOne() {
    LabelledTexts texts = questions().part(1, tenth -> tenth < 3, "some");
    var trainer = new TextTrainer(settings(2), texts, LinearTextModel.fit(texts), true);
    List<ComputationGraph> members = trainer.fitAll(2, Progress.none());
    for (int seed = 1; seed <= 2; seed++) {
      assertThat(members.get(seed - 1).params().data().asFloat())
          .isEqualTo(trainer.fit(seed, Progress.none()).params().data().asFloat());
    }
  }

  @Test
  void theEncodersKnowWordsThatMeanSomethingAlike() {
    assertAlike(SentenceEncoder.Kind.ENGLISH, "refund", "reimbursement", "umbrella");
    assertAlike(SentenceEncoder.Kind.CHINESE, "退款", "退钱", "雨伞");
  }

  private static void assertAlike(SentenceEncoder.Kind kind, String word, String near, String far) {
    try (var encoder = new SentenceEncoder(kind)) {
      float[][] vectors = encoder.encode(List.of(word, near, far, "a much longer text " + far));
      assertThat(cosine(vectors[0], vectors[1])).isGreaterThan(cosine(vectors[0], vectors[2]));
      assertThat(encoder.encode(List.of(word))[0]).hasSameSizeAs(vectors[0]);
    }
  }

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }

  private static TextSettings settings(int epochs) {
    return new TextSettings(500, 16, List.of(1, 2), 16, 512, 8, 16, 128, epochs, 0.01, 16);
  }

  /** Seven of ten are good, as of hotels. */
  private static LabelledTexts longReviews(Random random) {
    List<LabelledText> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      boolean good = i % 10 < 7;
      List<String> words = new ArrayList<>();
      for (int j = 0; j < 200; j++) {
        words.add("the" + random.nextInt(100));
      }
      for (int j = 0; j < 3; j++) {
        words.set(random.nextInt(words.size()), good ? "lovely room" : "dirty towels");
      }
      rows.add(new LabelledText(String.join(" ", words), good ? "good" : "bad"));
    }
    return new LabelledTexts(rows, "made-up reviews");
  }

  private static LabelledTexts questions() {
    List<LabelledText> rows = new ArrayList<>();
    for (String opening : OPENINGS) {
      for (String thing : THINGS) {
        rows.add(new LabelledText(opening + "I have lost my " + thing, "lost"));
        rows.add(new LabelledText(opening + "when does my " + thing + " arrive?", "when"));
        rows.add(new LabelledText(opening + "I want to close the " + thing + " now", "close"));
      }
    }
    Collections.shuffle(rows, new Random(5));
    return new LabelledTexts(rows, "made-up questions");
  }
}
