package io.tidewatch.training;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Fold;
import io.tidewatch.models.Recommender;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.Release;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Measures live scores once it is known what the customers did. */
public final class LiveEvaluation {
  private LiveEvaluation() {}

  /**
   * A churn score that the job gave.
   *
   * @param customerId the customer
   * @param atMicros when it was given, stream time
   * @param churn the probability
   */
  public record ChurnPoint(String customerId, long atMicros, double churn) {}

  /**
   * Measures churn scores. Left out are scores whose horizon is not fully inside the events, and
   * scores of customers who had bought nothing by then: who never bought cannot lapse.
   *
   * @param events all events, also those before the first score
   * @param scores the live scores
   * @param horizonDays the model's horizon
   * @param baselines the simple models of the same training
   * @throws IllegalArgumentException if too few scores are left to know both outcomes
   */
  public static ChurnEvaluation churn(
      List<Event> events, List<ChurnPoint> scores, int horizonDays, ChurnBaselines baselines) {
    Map<String, List<Event>> byCustomer = byCustomer(events);
    long end = events.stream().mapToLong(Event::availableAtMicros).max().orElse(0);
    Map<String, PurchaseRecord> purchases = new TreeMap<>();
    byCustomer.forEach((customer, all) -> purchases.put(customer, PurchaseRecord.of(all)));
    List<ChurnPoint> cases =
        scores.stream()
            .filter(score -> score.atMicros() + horizonDays * Micros.PER_DAY <= end)
            .filter(
                score ->
                    purchases.containsKey(score.customerId())
                        && purchases.get(score.customerId()).boughtBy(score.atMicros()))
            .toList();
    List<float[]> features =
        TrainingSets.featuresAt(
            events,
            cases.stream().map(c -> new TrainingSets.Point(c.customerId(), c.atMicros())).toList());
    double[] network = new double[cases.size()];
    boolean[] churned = new boolean[cases.size()];
    for (int i = 0; i < churned.length; i++) {
      ChurnPoint point = cases.get(i);
      network[i] = point.churn();
      churned[i] = !purchases.get(point.customerId()).boughtWithin(point.atMicros(), horizonDays);
    }
    return churn(network, features, churned, baselines);
  }

  static ChurnEvaluation churn(
      double[] network, List<float[]> features, boolean[] churned, ChurnBaselines baselines) {
    double[] logistic = new double[churned.length];
    double[] recency = new double[churned.length];
    int positives = 0;
    for (int i = 0; i < churned.length; i++) {
      logistic[i] = baselines.logisticRegression(features.get(i));
      recency[i] = baselines.recency(features.get(i));
      positives += churned[i] ? 1 : 0;
    }
    return new ChurnEvaluation(
        churned.length,
        positives,
        BinaryMetrics.of(network, churned),
        BinaryMetrics.of(logistic, churned),
        BinaryMetrics.of(recency, churned));
  }

  /**
   * Measures a recommender release by the kernel that serves it: before each basket from a time on,
   * all categories are ranked from what was known.
   *
   * @param events all events, also those before {@code fromMicros}
   * @param fromMicros first time of a basket that counts
   * @param releaseZip the release
   * @param baselines the simple rankings of the same training
   * @throws IllegalArgumentException if the release is refused
   */
  public static RecommenderEvaluation recommender(
      List<Event> events, long fromMicros, byte[] releaseZip, RecommenderBaselines baselines) {
    Recommender recommender = compile(releaseZip);
    RankingMetrics.Collector network = new RankingMetrics.Collector();
    RankingMetrics.Collector popularity = new RankingMetrics.Collector();
    RankingMetrics.Collector knn = new RankingMetrics.Collector();
    for (Map.Entry<String, List<Event>> customer : byCustomer(events).entrySet()) {
      List<Event> ordered = new ArrayList<>(customer.getValue());
      ordered.removeIf(event -> event.topic() != Topic.PURCHASES);
      CategoryIndex index =
          CategoryIndex.of(
              CustomerReplay.of(customer.getKey(), ordered, new long[0], 1).baskets(),
              baselines.vocabulary());
      rank(recommender, ordered, index, fromMicros, network);
      RecommenderRanking.baselines(baselines, index, fromMicros, Long.MAX_VALUE, popularity, knn);
    }
    return new RecommenderEvaluation(
        network.baskets(), network.mean(), popularity.mean(), knn.mean());
  }

  /** Folds a customer's purchases and ranks before each one that brings a basket. */
  private static void rank(
      Recommender recommender,
      List<Event> purchases,
      CategoryIndex index,
      long fromMicros,
      RankingMetrics.Collector network) {
    purchases.sort(CustomerReplay.ORDER);
    Fold fold = new Fold();
    CustomerState state = new CustomerState();
    float[] scores = new float[recommender.vocabulary().size()];
    int basket = 0;
    for (Event purchase : purchases) {
      long before = state.items().count();
      // Ranked before the fold, used only if the purchase turns out to bring a basket.
      boolean ranks = purchase.availableAtMicros() >= fromMicros;
      if (ranks) {
        recommender.advance(state);
        recommender.probabilities(state, scores);
      }
      fold.fold(state, purchase);
      recommender.advance(state);
      if (state.items().count() > before) {
        if (RecommenderRanking.counts(index, basket, fromMicros, Long.MAX_VALUE)) {
          network.add(scores, index.wanted().get(basket));
        }
        basket++;
      }
    }
  }

  private static Recommender compile(byte[] releaseZip) {
    try {
      return Recommender.compile(Release.read(releaseZip));
    } catch (RefusedReleaseException e) {
      throw new IllegalArgumentException("recommender release: " + e.getMessage(), e);
    }
  }

  private static Map<String, List<Event>> byCustomer(List<Event> events) {
    Map<String, List<Event>> byCustomer = new TreeMap<>();
    for (Event event : events) {
      byCustomer.computeIfAbsent(event.customerId(), id -> new ArrayList<>()).add(event);
    }
    return byCustomer;
  }
}
