package io.tidewatch.models.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Customers as a churn model sees them: most score low, some high, by one seed. */
final class Populations {
  static final List<String> FEATURES = List.of("days", "clicks");
  static final float[] ABSENT = {-1, 0};

  private final Random random;

  Populations(long seed) {
    random = new Random(seed);
  }

  /** Draws a churn probability: the larger of four would be high, so this one is mostly low. */
  float score(Occasion occasion) {
    double u = random.nextDouble();
    return (float) (occasion == Occasion.REGULAR ? u * u : u * u * u * 0.8);
  }

  /** Draws what a customer with an honest score does. */
  boolean churns(float score) {
    return random.nextDouble() < score;
  }

  float[] vector() {
    return new float[] {
      (float) random.nextGaussian() + 5, random.nextInt(4) == 0 ? 0 : random.nextInt(5)
    };
  }

  Reference reference(int cases) {
    return new Reference(
        0.8,
        0.02,
        Map.of(
            Occasion.REGULAR,
            sample(Occasion.REGULAR, cases),
            Occasion.EVENT,
            sample(Occasion.EVENT, cases)));
  }

  private Sample sample(Occasion occasion, int cases) {
    float[] scores = new float[cases];
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < cases; i++) {
      scores[i] = score(occasion);
      vectors.add(vector());
    }
    return Sample.of(FEATURES, ABSENT, scores, vectors);
  }

  /** One scoring, of either occasion. */
  interface Model {
    float churn(float honest);
  }

  /** Scores customers, about as many at regular times as at events, by a model. */
  ModelWindow window(Reference reference, int scorings, Model model) {
    ModelWindow window = new ModelWindow(Optional.of(reference));
    for (int i = 0; i < scorings; i++) {
      Occasion occasion = Occasion.values()[random.nextInt(2)];
      window.score(occasion, model.churn(score(occasion)));
      window.features(occasion, vector());
      window.cost(2_000, 1);
    }
    return window;
  }
}
