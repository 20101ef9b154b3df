package io.tidewatch.training.policy;

import io.tidewatch.schemas.DecisionKind;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OfferReasons;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.SuppressionReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Offers that the job made, those that it could have made instead, with which probability it chose,
 * and what came of it. Silence counts as no: whether an offer was sent at all is part of what a
 * policy brings.
 *
 * <p>Filled in the order offers, next-best-offers, outcomes, decisions, then asked, by one thread.
 * Decisions that are delivered twice count once. Memory: the features of every offer made.
 *
 * <pre>{@code
 * OfferLog log = new OfferLog(14);
 * ...
 * OfferLogReport report = log.judge(JudgedPolicy.RANDOM, 1_000, 1);
 * }</pre>
 */
public final class OfferLog {
  /** A log that is worth fewer decisions of the judged policy's own says nothing. */
  static final int FEWEST = 100;

  private static final double SUPPORTED = 0.99;

  private final int days;
  private final Map<String, Offer> offers = new TreeMap<>();
  private final Map<String, Double> propensities = new HashMap<>();
  private final Map<String, Long> acceptedAt = new HashMap<>();
  private final Map<String, OfferChoice> choices = new HashMap<>();
  private final Set<String> leftOut = new HashSet<>();
  private String catalogue = "";
  private long lastAt = Long.MIN_VALUE;

  /**
   * @param days days after an offer in which it may be accepted, at least 1
   */
  public OfferLog(int days) {
    if (days < 1) {
      throw new IllegalArgumentException("days=" + days + " must be at least 1");
    }
    this.days = days;
  }

  /** Takes an offer, which says what an acceptance brings. */
  public void offer(Offer offer) {
    offers.put(offer.getOfferId(), offer);
  }

  /** Takes an offer that was made, which says with what probability. */
  public void made(NextBestOffer made) {
    propensities.put(made.getDecisionId(), (double) made.getPropensity());
  }

  /** Takes what became of an offer. */
  public void outcome(OfferOutcome outcome) {
    long at = Micros.of(outcome.getOccurredAt());
    lastAt = Math.max(lastAt, at);
    boolean accepted =
        outcome.getKind() == OutcomeKind.ACCEPTED || outcome.getKind() == OutcomeKind.CONVERTED;
    if (accepted && outcome.getDecisionId() != null) {
      acceptedAt.merge(outcome.getDecisionId(), at, Math::min);
    }
  }

  /** Takes a record of decision-log; those that made no offer say nothing. */
  public void decision(DecisionRecord record) {
    long at = Micros.of(record.getDecidedAt());
    lastAt = Math.max(lastAt, at);
    if (record.getKind() != DecisionKind.OFFER) {
      return;
    }
    Double propensity = propensities.get(record.getDecisionId());
    List<Offer> candidates = candidates(record);
    catalogue = catalogue.isEmpty() ? record.getCatalogueDigest() : catalogue;
    if (record.getOffer() == null
        || record.getOfferIds().isEmpty() // of an older version, which says it otherwise
        || propensity == null
        || candidates.contains(null)
        || record.getFeatures().isEmpty()
        || !record.getCatalogueDigest().equals(catalogue)) {
      leftOut.add(record.getDecisionId());
      return;
    }
    float[] features = new float[record.getFeatures().size()];
    for (int i = 0; i < features.length; i++) {
      features[i] = record.getFeatures().get(i);
    }
    choices.put(
        record.getDecisionId(),
        new OfferChoice(
            record.getDecisionId(),
            record.getCustomerId(),
            at,
            candidates,
            candidates.indexOf(record.getOffer()),
            propensity,
            features));
  }

  /**
   * Returns the offer that was made and those that only it outranked; null where one is unknown.
   */
  private List<Offer> candidates(DecisionRecord record) {
    Map<String, Offer> candidates = new TreeMap<>();
    candidates.put(record.getOfferId(), record.getOffer());
    OfferReasons.heldBack(record)
        .getOrDefault(SuppressionReason.OUTRANKED, List.of())
        .forEach(offerId -> candidates.put(offerId, offers.get(offerId)));
    return new ArrayList<>(candidates.values());
  }

  /**
   * Judges a policy.
   *
   * @param resamples resamples of each interval, at least 1
   * @param seed draws the resamples
   * @throws NoOverlapException if the log says too little of what the policy would choose
   * @throws IllegalArgumentException if no decision can be used, or none was ever or always
   *     accepted
   */
  public OfferLogReport judge(ChoosingPolicy policy, int resamples, long seed) {
    long end = lastAt - days * Micros.PER_DAY;
    List<OfferChoice> usable =
        choices.values().stream()
            .filter(choice -> choice.atMicros() <= end)
            .sorted(Comparator.comparing(OfferChoice::decisionId))
            .toList();
    boolean[] accepted = accepted(usable);
    OfferModel model = new OfferModel(usable);
    double[][] expected = model.expected(usable, accepted);
    double[][] probabilities =
        IntStream.range(0, usable.size())
            .mapToObj(i -> probabilities(policy, usable.get(i), expected[i]))
            .toArray(double[][]::new);
    requireSupport(policy, usable, probabilities);
    JudgedLog judged = new JudgedLog();
    JudgedLog more = new JudgedLog();
    JudgedLog logged = new JudgedLog();
    for (int i = 0; i < usable.size(); i++) {
      OfferChoice choice = usable.get(i);
      double weight = probabilities[i][choice.made()] / choice.propensity();
      double reward = accepted[i] ? choice.offer().getValueMinor() : 0;
      double modelled = expected[i][choice.made()];
      double mean = CrossFit.mean(probabilities[i], expected[i]);
      judged.add(choice.customerId(), weight, reward, modelled, mean);
      more.add(choice.customerId(), weight, reward, modelled, mean - reward);
      logged.add(choice.customerId(), 1, reward, reward, reward);
    }
    OffPolicyEstimates estimates = judged.estimate(resamples, seed);
    requireWorth(policy, estimates);
    return new OfferLogReport(
        policy.key(),
        days,
        leftOut.size() + choices.size() - usable.size(),
        model.offers(),
        usable.stream().filter(choice -> choice.candidates().size() == 1).count()
            / (double) usable.size(),
        logged.estimate(resamples, seed).of(Estimator.IPS),
        estimates,
        more.estimate(resamples, seed).of(Estimator.DOUBLY_ROBUST));
  }

  private static double[] probabilities(
      ChoosingPolicy policy, OfferChoice choice, double[] expected) {
    return policy.probabilities(
        choice.decisionId(),
        choice.candidates().stream().map(Offer::getOfferId).toList(),
        choice.values(),
        expected);
  }

  /** Returns whether each offer was accepted in time; refuses a log in which all or none were. */
  private boolean[] accepted(List<OfferChoice> usable) {
    boolean[] accepted = new boolean[usable.size()];
    int count = 0;
    for (int i = 0; i < accepted.length; i++) {
      OfferChoice choice = usable.get(i);
      Long at = acceptedAt.get(choice.decisionId());
      accepted[i] = at != null && at <= choice.atMicros() + days * Micros.PER_DAY;
      count += accepted[i] ? 1 : 0;
    }
    if (count == 0 || count == accepted.length) {
      throw new IllegalArgumentException(
          "of %d offers whose %d days are over %d were accepted, %d decisions cannot be used; nothing can be estimated without both accepted offers and others. Do outcomes name the decisionId of the offer?"
              .formatted(accepted.length, days, count, leftOut.size()));
    }
    return accepted;
  }

  /** Where a choice was made with certainty, the log says nothing of any other. */
  private static void requireSupport(
      ChoosingPolicy policy, List<OfferChoice> usable, double[][] probabilities) {
    double supported = 0;
    for (int i = 0; i < usable.size(); i++) {
      OfferChoice choice = usable.get(i);
      supported += choice.propensity() < 1 ? 1 : probabilities[i][choice.made()];
    }
    double share = supported / usable.size();
    if (share < SUPPORTED) {
      throw new NoOverlapException(
          "the log cannot judge policy %s: %.0f %% of its choices are offers that the policy in force made with probability 0 at that moment (static ranking makes one with certainty). Let it explore, and log propensities below 1; or measure both policies on customers drawn by lot"
              .formatted(policy.key(), 100 * (1 - share)));
    }
  }

  private static void requireWorth(ChoosingPolicy policy, OffPolicyEstimates estimates) {
    if (estimates.effectiveDecisions() < FEWEST) {
      throw new NoOverlapException(
          "the log cannot judge policy %s: its %d decisions are worth %.1f of that policy's own, at least %d are needed (largest weight %.0f). Log for longer, explore more, or judge a policy that is closer to the one in force"
              .formatted(
                  policy.key(),
                  estimates.decisions(),
                  estimates.effectiveDecisions(),
                  FEWEST,
                  estimates.largestWeight()));
    }
  }
}
