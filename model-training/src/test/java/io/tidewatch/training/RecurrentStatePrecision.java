package io.tidewatch.training;

import io.tidewatch.connectors.history.DataSets;
import io.tidewatch.connectors.history.EventOrder;
import io.tidewatch.customer.ChurnScore;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.customer.Fold;
import io.tidewatch.models.ChurnModel;
import io.tidewatch.models.Recommender;
import io.tidewatch.models.Release;
import io.tidewatch.models.Vocabulary;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the recurrent state would lose in half precision, on real customers: the numbers of
 * docs/decisions/0008. Every customer of a data set is folded twice, once with the state as it is,
 * once with every value rounded to IEEE 754 binary16 whenever it would be stored; both are scored
 * weekly in the test part and before each of its baskets.
 *
 * <pre>
 * RecurrentStatePrecision DATA_SET SPLIT churn.zip recommender.zip
 * </pre>
 */
final class RecurrentStatePrecision {
  private static final long WEEK = 7 * Micros.PER_DAY;

  private final ChurnModel churn;
  private final Recommender recommender;
  private final List<Long> weeks;
  private final long splitMicros;
  private final List<Double> full = new ArrayList<>();
  private final List<Double> half = new ArrayList<>();
  private final List<Boolean> churned = new ArrayList<>();
  private final RankingMetrics.Collector fullRanks = new RankingMetrics.Collector();
  private final RankingMetrics.Collector halfRanks = new RankingMetrics.Collector();
  private double largestChurn;
  private double largestPurchase7;
  private double largestSpendMinor;
  private double largestProbability;
  private double largestState;
  private long steps;
  private long longest;

  private RecurrentStatePrecision(
      ChurnModel churn, Recommender recommender, List<Long> weeks, long splitMicros) {
    this.churn = churn;
    this.recommender = recommender;
    this.weeks = weeks;
    this.splitMicros = splitMicros;
  }

  /** Measures and prints. */
  public static void main(String[] args) throws Exception {
    ChurnModel churn = ChurnModel.compile(Release.read(Files.readAllBytes(Path.of(args[2]))));
    Recommender recommender =
        Recommender.compile(Release.read(Files.readAllBytes(Path.of(args[3]))));
    Map<String, List<Event>> customers = new TreeMap<>();
    long end = 0;
    try (Stream<Event> events = DataSets.named(args[0], Optional.empty()).events()) {
      for (var all = events.sorted(EventOrder.BY_AVAILABILITY).iterator(); all.hasNext(); ) {
        Event event = all.next();
        end = Math.max(end, event.availableAtMicros());
        customers.computeIfAbsent(event.customerId(), id -> new ArrayList<>()).add(event);
      }
    }
    long split = Micros.of(Instant.parse(args[1]));
    var weeks = new ArrayList<Long>();
    long last = end - churn.horizonDays() * Micros.PER_DAY;
    for (long at = split + WEEK; at <= last; at += WEEK) {
      weeks.add(at);
    }
    var measured = new RecurrentStatePrecision(churn, recommender, weeks, split);
    customers.values().forEach(measured::customer);
    measured.print();
  }

  private void customer(List<Event> events) {
    events.sort(CustomerReplay.ORDER);
    PurchaseRecord purchases = PurchaseRecord.of(events);
    var vocabulary = new Vocabulary(recommender.vocabulary());
    CategoryIndex index =
        CategoryIndex.of(
            CustomerReplay.of(events.get(0).customerId(), events, new long[0], 1).baskets(),
            vocabulary);
    Fold fold = new Fold();
    var states = new CustomerState[] {new CustomerState(), new CustomerState()};
    int week = 0;
    int basket = 0;
    for (Event event : events) {
      while (week < weeks.size() && event.availableAtMicros() > weeks.get(week)) {
        score(states, weeks.get(week++), purchases);
      }
      boolean buys = event.topic() == Topic.PURCHASES;
      float[][] ranks = buys ? probabilities(states) : null;
      long before = states[0].items().count();
      for (CustomerState state : states) {
        fold.fold(state, event);
      }
      advance(states);
      if (buys && states[0].items().count() > before) {
        if (RecommenderRanking.counts(index, basket, splitMicros, Long.MAX_VALUE)) {
          fullRanks.add(ranks[0], index.wanted().get(basket));
          halfRanks.add(ranks[1], index.wanted().get(basket));
          largestProbability = Math.max(largestProbability, apart(ranks[0], ranks[1]));
        }
        basket++;
      }
    }
    while (week < weeks.size()) {
      score(states, weeks.get(week++), purchases);
    }
    steps += states[0].steps().count();
    longest = Math.max(longest, states[0].steps().count());
  }

  private void advance(CustomerState[] states) {
    for (CustomerState state : states) {
      churn.advance(state);
      recommender.advance(state);
    }
    for (long model : new long[] {churn.modelId(), recommender.modelId()}) {
      float[] rounded = states[1].recurrent(model).values();
      for (int i = 0; i < rounded.length; i++) {
        rounded[i] = roundedToHalf(rounded[i]);
      }
      largestState = Math.max(largestState, apart(states[0].recurrent(model).values(), rounded));
    }
  }

  private float[][] probabilities(CustomerState[] states) {
    var out = new float[2][recommender.vocabulary().size()];
    for (int i = 0; i < 2; i++) {
      recommender.probabilities(states[i], out[i]);
    }
    return out;
  }

  private void score(CustomerState[] states, long at, PurchaseRecord purchases) {
    if (!purchases.boughtBy(at)) {
      return;
    }
    var scores = new ChurnScore[2];
    var features = new float[FeatureCatalogue.size()];
    for (int i = 0; i < 2; i++) {
      states[i].advanceTo(at);
      FeatureCatalogue.vector(states[i], at, features);
      scores[i] = churn.score(states[i], features);
    }
    full.add((double) scores[0].churn());
    half.add((double) scores[1].churn());
    churned.add(!purchases.boughtWithin(at, churn.horizonDays()));
    largestChurn = Math.max(largestChurn, Math.abs(scores[0].churn() - scores[1].churn()));
    largestPurchase7 =
        Math.max(largestPurchase7, Math.abs(scores[0].purchase7() - scores[1].purchase7()));
    largestSpendMinor =
        Math.max(
            largestSpendMinor,
            Math.abs(scores[0].expectedSpendMinor() - scores[1].expectedSpendMinor()));
  }

  private void print() {
    var labels = new boolean[churned.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = churned.get(i);
    }
    System.out.println("cases " + labels.length + ", steps " + steps + ", longest " + longest);
    System.out.println("float32 " + BinaryMetrics.of(array(full), labels).asMap());
    System.out.println("half    " + BinaryMetrics.of(array(half), labels).asMap());
    System.out.println("baskets " + fullRanks.baskets());
    System.out.println("float32 " + fullRanks.mean().asMap());
    System.out.println("half    " + halfRanks.mean().asMap());
    System.out.printf(
        "largest difference: churn %.2e, purchase7 %.2e, spend %.2f minor units,"
            + " probability of a category %.2e, state %.2e%n",
        largestChurn, largestPurchase7, largestSpendMinor, largestProbability, largestState);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double apart(float[] a, float[] b) {
    double apart = 0;
    for (int i = 0; i < a.length; i++) {
      apart = Math.max(apart, Math.abs(a[i] - b[i]));
    }
    return apart;
  }

  /** Rounds to the nearest value of 11 significant bits, ties to even; steps of 2^-24 near 0. */
  static float roundedToHalf(float value) {
    float step = Math.max(Math.scalb(1f, -24), Math.scalb(1f, Math.getExponent(value) - 10));
    return (float) Math.rint(value / step) * step;
  }
}
