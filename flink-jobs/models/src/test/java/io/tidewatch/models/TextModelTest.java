package io.tidewatch.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidewatch.models.LayerSpec.Convolution1D;
import io.tidewatch.models.LayerSpec.Dense;
import io.tidewatch.models.LayerSpec.EmbeddingSequence;
import io.tidewatch.models.LayerSpec.GlobalPooling;
import io.tidewatch.models.LayerSpec.Padding;
import io.tidewatch.models.LayerSpec.Pooling;
import io.tidewatch.models.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TextModelTest {
  private static final int TOKENS = 10;
  private static final int GRAMS = 60;
  private static final int ROWS = 97;
  private static final List<String> LABELS = List.of("bad", "good", "question");
  private static final Task.Text TASK =
      new Task.Text(LABELS, List.of("OTHER", "card", "my", "太", "慢"), TOKENS, GRAMS, ROWS, false);
  private static final List<String> TEXTS =
      List.of("my card", "", "快递太慢了！", "where is MY card?", "太慢 ".repeat(20));

  @Test
  void aReleaseIsServedAsItWasProbed() throws RefusedReleaseException {
    Release release = Release.read(write(TASK, layers(ROWS), 0));
    assertThat(release.manifest().task()).isEqualTo(TASK);
    TextModel model = TextModel.compile(release);
    assertThat(model.labels()).isEqualTo(LABELS);
    var out = new float[3];
    model.probabilities("my card", out);
    assertThat(out).isEqualTo(release.probes().get(0).outputs());
  }

  @Test
  void textsComeOutTheSameInAnyBatchAndOrder() throws RefusedReleaseException {
    TextModel model = TextModel.compile(Release.read(write(TASK, layers(ROWS), 0)));
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      many.addAll(TEXTS);
    }
    Collections.shuffle(many, new Random(1));
    var together = new float[3 * many.size()];
    model.probabilities(many, together);
    var one = new float[3];
    for (int i = many.size() - 1; i >= 0; i--) {
      model.probabilities(many.get(i), one);
      assertThat(one).containsExactly(together[3 * i], together[3 * i + 1], together[3 * i + 2]);
    }
  }

  @Test
  void aReleaseSaysWhetherRepeatedGramsCount() throws RefusedReleaseException {
    var once = new Task.Text(LABELS, TASK.vocabulary(), TOKENS, GRAMS, ROWS, true);
    Release release = Release.read(write(once, layers(ROWS), 0));
    assertThat(release.manifest().task()).isEqualTo(once);
    var single = new float[GRAMS];
    new TextInputs((Task.Text) release.manifest().task()).read("慢慢慢慢", new float[TOKENS], single);
    assertThat(Arrays.copyOf(single, 3)).doesNotHaveDuplicates().doesNotContain(-1f);
    assertThat(single[3]).isEqualTo(-1f);
  }

  @Test
  void tablesMustFitTheIndices() {
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(() -> write(TASK, layers(ROWS - 1), 0))
        .withMessageContaining("has 96 rows, but grams have indices up to 96");
  }

  @Test
  void probesMustNameIndices() {
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(() -> write(TASK, layers(ROWS), 5))
        .withMessageContaining("probe 0 index 0: 5.0 is none of 5");
  }

  @Test
  void labelsMustDiffer() {
    var twice =
        new Task.Text(List.of("bad", "bad", "good"), TASK.vocabulary(), TOKENS, GRAMS, ROWS, false);
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(() -> write(twice, layers(ROWS), 0))
        .withMessageContaining("labels names 'bad' twice");
  }

  @Test
  void nothingElseReadsTexts() throws RefusedReleaseException {
    Release release = Release.read(write(TASK, layers(ROWS), 0));
    assertThatIllegalArgumentException().isThrownBy(() -> ChurnModel.compile(release));
    assertThatIllegalArgumentException().isThrownBy(() -> Recommender.compile(release));
  }

  private static List<LayerSpec> layers(int rows) {
    return List.of(
        new EmbeddingSequence("vectors", LayerSpec.TOKENS, TOKENS, TASK.vocabulary().size(), 6),
        new Convolution1D(
            "filters", List.of("vectors"), TOKENS, 6, 3, 1, Padding.SAME, 7, Activation.RELU),
        new GlobalPooling("max", "filters", TOKENS, 7, Pooling.MAX),
        new EmbeddingSequence("pieces", LayerSpec.GRAMS, GRAMS, rows, 5),
        new GlobalPooling("bag", "pieces", GRAMS, 5, Pooling.AVERAGE),
        new Dense(Task.Text.LABELS, List.of("max", "bag"), 12, 3, Activation.SOFTMAX));
  }

  /**
   * @param offset added to the first index of the probe
   */
  private static byte[] write(Task.Text task, List<LayerSpec> layers, int offset)
      throws RefusedReleaseException {
    var random = new Random(3);
    var weights = new TreeMap<String, float[]>();
    for (LayerSpec layer : layers) {
      layer
          .tensors()
          .forEach(
              (name, shape) -> {
                var values = new float[Tensors.count(shape)];
                for (int i = 0; i < values.length; i++) {
                  values[i] = (float) random.nextGaussian();
                }
                weights.put(name, values);
              });
    }
    var words = new float[TOKENS];
    var grams = new float[GRAMS];
    new TextInputs(task).read("my card", words, grams);
    var outputs = new float[3];
    Network network = Network.compile(layers, Ports.of(task).sources(), weights, Kernels.scalar());
    network.block(LayerSpec.TOKENS).put(0, words, 0);
    network.block(LayerSpec.GRAMS).put(0, grams, 0);
    network.evaluate(1);
    network.block(Task.Text.LABELS).take(0, outputs, 0);
    var features = new float[TOKENS + GRAMS];
    System.arraycopy(words, 0, features, 0, TOKENS);
    System.arraycopy(grams, 0, features, TOKENS, GRAMS);
    features[0] = offset == 0 ? features[0] : offset;
    var writer =
        new ReleaseWriter(
            new Manifest(
                "text-test",
                "1",
                task,
                layers,
                new Provenance("unknown", "test", 3, Source.DL4J, Provenance.UNKNOWN),
                new TreeMap<>()));
    weights.forEach(writer::tensor);
    return writer
        .probe(new Probe(new float[0], features, new float[0], outputs))
        .source(new byte[] {1})
        .card("card")
        .write();
  }
}
