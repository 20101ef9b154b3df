package io.tidewatch.scoring;

import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.models.ChurnModel;
import io.tidewatch.models.Contribution;
import io.tidewatch.models.Recommender;
import io.tidewatch.models.Release;
import io.tidewatch.models.Task;
import io.tidewatch.schemas.ModelRef;
import io.tidewatch.schemas.Offer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models that serve: at most one for churn and one recommender. One thread. */
final class Champions {
  private static final Logger LOG = LoggerFactory.getLogger(Champions.class);
  private static final ChurnScore NO_SCORE = new ChurnScore(0, 0, 0);

  private final LongPredicate inUse = this::isInUse;
  private final Map<String, int[]> offerIndices = new HashMap<>();
  private ChurnModel churn; // null until one was loaded
  private Recommender recommender; // null until one was loaded
  private float[] probabilities = new float[0];
  private CustomerState[] states = new CustomerState[1];
  private float[][] features = new float[1][];
  private ChurnScore[] scores = new ChurnScore[1];

  /** Puts a release to work in the place of the one before. */
  void serve(Release release) {
    if (release.manifest().task() instanceof Task.Churn) {
      churn = ChurnModel.compile(release);
      warnOfEngine(release, churn.engineLayers());
    } else {
      recommender = Recommender.compile(release);
      warnOfEngine(release, recommender.engineLayers());
      probabilities = new float[recommender.vocabulary().size()];
      offerIndices.clear();
    }
  }

  private static void warnOfEngine(Release release, List<String> layers) {
    if (!layers.isEmpty()) {
      LOG.warn(
          "{} has layers without a kernel, which an engine computes slowly: {}", release, layers);
    }
  }

  /**
   * Returns how many layers of the serving models an engine computes, not a kernel. May be asked by
   * any thread.
   */
  int engineLayers() {
    ChurnModel first = churn;
    Recommender second = recommender;
    return (first == null ? 0 : first.engineLayers().size())
        + (second == null ? 0 : second.engineLayers().size());
  }

  /** Takes a model out of service; returns what it was. */
  Optional<ModelRef> retire(String name) {
    if (churn != null && churn.ref().getName().equals(name)) {
      ModelRef ref = churn.ref();
      churn = null;
      return Optional.of(ref);
    }
    if (recommender != null && recommender.ref().getName().equals(name)) {
      ModelRef ref = recommender.ref();
      recommender = null;
      return Optional.of(ref);
    }
    return Optional.empty();
  }

  boolean any() {
    return churn != null || recommender != null;
  }

  boolean hasChurn() {
    return churn != null;
  }

  boolean hasRecommender() {
    return recommender != null;
  }

  ModelRef churnRef() {
    return churn.ref();
  }

  ModelRef recommenderRef() {
    return recommender.ref();
  }

  int horizonDays() {
    return churn.horizonDays();
  }

  /**
   * Takes the recurrent states of some customers, all different, over what was folded since, and
   * drops those of retired models.
   */
  void step(Turn[] turns, int count) {
    gather(turns, count);
    for (int i = 0; i < count; i++) {
      states[i].retainRecurrent(inUse);
    }
    if (churn != null) {
      churn.advance(states, count);
    }
    if (recommender != null) {
      recommender.advance(states, count);
    }
  }

  /** Scores customers, all different, by their features; zeros without a churn model. */
  void score(Turn[] turns, int count) {
    if (churn == null) {
      for (int i = 0; i < count; i++) {
        turns[i].score = NO_SCORE;
      }
      return;
    }
    gather(turns, count);
    churn.score(states, features, count, scores);
    for (int i = 0; i < count; i++) {
      turns[i].score = scores[i];
    }
  }

  /** Sets the columns that the models take, by place among the turns. */
  private void gather(Turn[] turns, int count) {
    if (states.length < count) {
      states = new CustomerState[turns.length];
      features = new float[turns.length][];
      scores = new ChurnScore[turns.length];
    }
    for (int i = 0; i < count; i++) {
      states[i] = turns[i].moment.state();
      features[i] = turns[i].features;
    }
  }

  List<Contribution> contributions(CustomerState state, float[] features) {
    return churn.contributions(state, features).groups();
  }

  /** Returns the likeliest categories, none without a recommender. */
  List<String> topCategories(CustomerState state, int max) {
    return recommender == null ? List.of() : recommender.top(state, max);
  }

  /** Returns the affinity of offers; the softmax runs once, when first asked. */
  ToDoubleFunction<Offer> affinities(CustomerState state) {
    return new ToDoubleFunction<>() {
      private boolean computed;

      @Override
      public double applyAsDouble(Offer offer) {
        if (!computed) {
          recommender.probabilities(state, probabilities);
          computed = true;
        }
        return recommender.affinity(
            probabilities,
            offerIndices.computeIfAbsent(
                offer.getOfferId(), id -> recommender.indices(offer.getCategories())));
      }
    };
  }

  /** Offers changed: their categories are looked up again. */
  void forgetOffers() {
    offerIndices.clear();
  }

  private boolean isInUse(long modelId) {
    return churn != null && churn.modelId() == modelId
        || recommender != null && recommender.modelId() == modelId;
  }
}
