package io.tidewatch.decisions.learning;

import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferBelief;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How readily offers are accepted, learned one outcome at a time: a Bayesian logistic regression
 * whose log-odds are the sum of three parts, of all offers, of the campaign and of the offer, each
 * linear in the {@link LearningInputs}. A new offer is believed to be like its campaign, and a new
 * campaign like all offers.
 *
 * <p>An outcome moves the log-odds to the maximum of their posterior and their variance to its
 * curvature there (Laplace), and the weights follow as far as they are correlated with the log-odds
 * (assumed-density filtering: Opper 1998; Chapelle and Li 2011, algorithm 3, have it with a
 * diagonal covariance). Parts stay independent of each other.
 *
 * <p>One thread. About 0.9 KiB an offer, some microseconds an outcome, and a tenth of one to ask
 * what is believed; a microsecond more where something was learned, or an hour began, since.
 */
public final class Propensities {
  private static final long HOUR_MICROS = 3_600_000_000L;
  private static final int SIZE = LearningInputs.SIZE;
  private static final int ROW = SIZE + SIZE * SIZE;

  private final LearningRules rules;
  private final Map<String, Belief> beliefs = new TreeMap<>();
  private final InTurn<Joint> joints = new InTurn<>(); // by offer id
  private Live live = new Live(List.of(), 0, 0); // of the newest decision
  private long changes;

  /** The parts of an offer's log-odds together, so that a customer costs one sum. */
  private record Joint(String campaignId, long hour, long changes, double[] row) {
    boolean isOf(String campaign, long atHour, long afterChanges) {
      return hour == atHour && changes == afterChanges && campaignId.equals(campaign);
    }
  }

  /** Creates one that has seen no outcome. */
  public Propensities(LearningRules rules) {
    this.rules = rules;
  }

  /**
   * Returns what is believed of an offer in the hour of a time. The spread is that of campaign and
   * offer: what is unsure about all offers alike does not change which is best, and would only add
   * noise to a draw.
   */
  public Activation activation(
      String campaignId, String offerId, LearningInputs inputs, long atMicros) {
    long hour = Math.floorDiv(atMicros, HOUR_MICROS);
    Joint joint = joints.get(offerId);
    if (joint == null || !joint.isOf(campaignId, hour, changes)) {
      joint = new Joint(campaignId, hour, changes, row(campaignId, offerId, hour));
      joints.put(offerId, joint);
    }
    return activation(joint.row(), 0, inputs.vector());
  }

  /**
   * Returns the same for all live offers of a decision.
   *
   * @param offers for the same live offers the same list, which is not changed
   */
  public Outlook outlook(List<Offer> offers, long atMicros) {
    long hour = Math.floorDiv(atMicros, HOUR_MICROS);
    if (!live.areOf(offers, hour, changes)) {
      live = new Live(offers, hour, changes);
    }
    return live;
  }

  /** What is believed of live offers, each found out when first asked for. */
  private final class Live implements Outlook {
    private final List<Offer> offers;
    private final long hour;
    private final long afterChanges;
    private final boolean[] known;
    private final double[] rows; // in order of the offers, side by side in memory

    Live(List<Offer> offers, long hour, long afterChanges) {
      this.offers = offers;
      this.hour = hour;
      this.afterChanges = afterChanges;
      this.known = new boolean[offers.size()];
      this.rows = new double[ROW * offers.size()];
    }

    boolean areOf(List<Offer> others, long atHour, long nowChanges) {
      return offers == others && hour == atHour && afterChanges == nowChanges;
    }

    @Override
    public Activation of(int place, LearningInputs inputs) {
      if (!known[place]) {
        Offer offer = offers.get(place);
        double[] row = row(offer.getCampaignId(), offer.getOfferId(), hour);
        System.arraycopy(row, 0, rows, ROW * place, ROW);
        known[place] = true;
      }
      return activation(rows, ROW * place, inputs.vector());
    }
  }

  /** Means of the weights, then the covariances: those of all parts together, as far as said. */
  private double[] row(String campaignId, String offerId, long hour) {
    Belief mean = null;
    Belief spread = null;
    for (Weights weights : Weights.values()) {
      Belief aged =
          belief(weights, campaignId, offerId)
              .aged(weights.prior(), hour * HOUR_MICROS, weights.halfLifeMicros(rules));
      mean = mean == null ? aged : mean.plus(aged);
      if (weights != Weights.SHARED) {
        spread = spread == null ? aged : spread.plus(aged);
      }
    }
    double[] row = Arrays.copyOf(mean.mean(), ROW);
    System.arraycopy(spread.covariance(), 0, row, SIZE, SIZE * SIZE);
    return row;
  }

  /** Adds in the order of {@link Belief}, by loops that the compiler unrolls. */
  private static Activation activation(double[] rows, int start, double[] inputs) {
    double expected = 0;
    double variance = 0;
    for (int i = 0; i < SIZE; i++) {
      expected += rows[start + i] * inputs[i];
      double sum = 0;
      for (int j = 0; j < SIZE; j++) {
        sum += rows[start + SIZE + i * SIZE + j] * inputs[j];
      }
      variance += sum * inputs[i];
    }
    return new Activation(expected, Math.sqrt(variance));
  }

  /**
   * Learns what became of one offer. The order of examples matters, and their times may not fall.
   */
  public void learn(LearningExample example) {
    OfferMade offer = example.offer();
    double[] vector = offer.inputs().vector();
    Weights[] kinds = Weights.values();
    Belief[] before = new Belief[kinds.length];
    double mean = 0;
    double variance = 0;
    for (int i = 0; i < kinds.length; i++) {
      before[i] =
          belief(kinds[i], offer.campaignId(), offer.offerId())
              .aged(kinds[i].prior(), example.knownAtMicros(), kinds[i].halfLifeMicros(rules));
      mean += before[i].expected(vector);
      variance += before[i].variance(vector);
    }
    double mode = mode(mean, variance, example.accepted() ? 1 : 0);
    double propensity = Activation.logistic(mode);
    double after = 1 / (1 / variance + propensity * (1 - propensity));
    double shift = (mode - mean) / variance;
    double shrink = (variance - after) / (variance * variance);
    changes++;
    for (int i = 0; i < kinds.length; i++) {
      beliefs.put(
          key(kinds[i], offer.campaignId(), offer.offerId()),
          before[i].learned(vector, shift, shrink));
    }
  }

  /**
   * Returns the root of {@code (a - mean) / variance + logistic(a) - label}, which rises and lies
   * within a variance of the mean: Newton's steps, and halves where one leaves the bracket.
   */
  private static double mode(double mean, double variance, int label) {
    double low = mean - variance;
    double high = mean + variance;
    double at = mean;
    for (int i = 0; i < 60 && high - low > 1e-13 * (1 + Math.abs(at)); i++) {
      double propensity = Activation.logistic(at);
      double slope = 1 / variance + propensity * (1 - propensity);
      double value = (at - mean) / variance + propensity - label;
      if (value > 0) {
        high = at;
      } else {
        low = at;
      }
      double next = at - value / slope;
      if (Math.abs(next - at) < 1e-14) {
        return next;
      }
      at = next > low && next < high ? next : (low + high) / 2;
    }
    return at;
  }

  /** Returns everything that was learned, one record per part, in order of their keys. */
  public Collection<OfferBelief> records() {
    return beliefs.entrySet().stream()
        .map(entry -> BeliefRecords.write(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Returns what was learned under some keys, in their order. */
  public Collection<OfferBelief> records(Collection<String> keys) {
    return keys.stream()
        .sorted()
        .filter(beliefs::containsKey)
        .map(key -> BeliefRecords.write(key, beliefs.get(key)))
        .toList();
  }

  /** Returns the keys under which an outcome of an offer changes something. */
  public static List<String> keys(String campaignId, String offerId) {
    return Arrays.stream(Weights.values())
        .map(weights -> key(weights, campaignId, offerId))
        .toList();
  }

  /**
   * Checks a record that somebody else wrote.
   *
   * @throws IllegalArgumentException if it cannot be taken over; it says why
   */
  public static void check(OfferBelief learned) {
    BeliefRecords.read(learned);
  }

  /**
   * Takes over one record of another instance, exactly.
   *
   * @throws IllegalArgumentException if it was learned from other inputs
   */
  public void restore(OfferBelief learned) {
    changes++;
    beliefs.put(learned.getKey(), BeliefRecords.read(learned));
  }

  /** Forgets what was learned under a key. */
  public void forget(String key) {
    changes++;
    beliefs.remove(key);
  }

  /** Returns how many outcomes were learned from under a key. */
  public long outcomesOf(String key) {
    Belief belief = beliefs.get(key);
    return belief == null ? 0 : belief.outcomes();
  }

  /** Returns how many outcomes of an offer were learned from. */
  public long outcomes(String offerId) {
    return belief(Weights.OFFER, "", offerId).outcomes();
  }

  private Belief belief(Weights weights, String campaignId, String offerId) {
    Belief belief = beliefs.get(key(weights, campaignId, offerId));
    return belief == null ? weights.prior() : belief;
  }

  private static String key(Weights weights, String campaignId, String offerId) {
    return switch (weights) {
      case SHARED -> weights.prefix();
      case CAMPAIGN -> weights.prefix() + campaignId;
      case OFFER -> weights.prefix() + offerId;
    };
  }
}
