package io.tidewatch.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import opennlp.tools.ml.maxent.GISModel;
import opennlp.tools.ml.model.Context;
import opennlp.tools.ml.perceptron.PerceptronModel;
import org.junit.jupiter.api.Test;

final class MaxentTest {
  private static final String[] FEATURES = {"w=a", "w=b", "wa", "w=", "w=ab", "b=w"};
  private static final String[] OUTCOMES = {"X", "Y", "Z"};
  private static final int[] ALL = {0, 1, 2};

  @Test
  void choosesWhatOpenNlpChoosesHoweverCloseTheOthersAre() {
    // Differences from what no sum shows to what every probability shows, and sums past all powers.
    double[] scales = {0, 1e-17, 1e-16, 1e-15, 1e-12, 1e-9, 1, 400};
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      Context[] weights = new Context[FEATURES.length];
      for (int feature = 0; feature < weights.length; feature++) {
        double base = random.nextInt(3) - 1;
        double scale = scales[random.nextInt(scales.length)];
        double[] three = new double[OUTCOMES.length];
        for (int outcome = 0; outcome < three.length; outcome++) {
          three[outcome] = base + scale * (random.nextInt(5) - 2);
        }
        weights[feature] = new Context(ALL, three);
      }
      GISModel model = new GISModel(weights, FEATURES, OUTCOMES);
      String[] context = {"w=a", "unknown", "w=ab", "wa", "w="};
      assertThat(best(new Maxent(model), context))
          .isEqualTo(model.getBestOutcome(model.eval(context)));
    }
  }

  @Test
  void findsAFeatureByItsKindAndAPartOfAText() {
    Context[] weights = new Context[FEATURES.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = new Context(new int[] {i % OUTCOMES.length}, new double[] {i});
    }
    Maxent model = new Maxent(new GISModel(weights, FEATURES, OUTCOMES));
    assertThat(model.find("w=", "cabc", 1, 3)).isSameAs(weights[4]);
    assertThat(model.find("w=", "cabc", 1, 1)).isSameAs(weights[3]);
    assertThat(model.find("w=ab")).isSameAs(weights[4]);
    assertThat(model.find("w=", "cabc", 1, 4)).isNull();
    assertThat(model.find("w", "cabc", 0, 1)).isNull();
  }

  @Test
  void tellsFeaturesApartWhoseHashesAgree() {
    // "Aa" and "BB" have one hash.
    String[] features = {"w=Aa", "w=AaBB"};
    Context[] weights = {
      new Context(new int[] {0}, new double[] {1}), new Context(new int[] {1}, new double[] {1})
    };
    Maxent model = new Maxent(new GISModel(weights, features, OUTCOMES));
    assertThat(model.find("w=", "Aa", 0, 2)).isSameAs(weights[0]);
    assertThat(model.find("w=", "BB", 0, 2)).isNull();
    assertThat(model.find("w=", "BBAa", 0, 4)).isNull();
  }

  @Test
  void refusesModelsOfOtherKinds() {
    Context[] weights = {new Context(new int[] {0}, new double[] {1})};
    assertThatThrownBy(() -> new Maxent(new PerceptronModel(weights, new String[] {"w"}, OUTCOMES)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PerceptronModel");
  }

  private static String best(Maxent model, String[] context) {
    double[] sums = new double[model.size()];
    model.start(sums);
    for (String feature : context) {
      Maxent.add(model.find(feature), sums);
    }
    return model.outcome(model.best(sums));
  }
}
