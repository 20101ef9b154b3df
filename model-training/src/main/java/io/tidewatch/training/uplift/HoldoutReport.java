package io.tidewatch.training.uplift;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What offers changed: customers who could get offers beside those who were held out by lot.
 * Immutable.
 *
 * @param share share of customers held out of all offers, as the policy has it
 * @param salt salt of the lots
 * @param windowDays days after a customer's first chance of an offer in which purchases count
 * @param from first decision of the lot
 * @param until newest decision or purchase
 * @param currency currency of all money
 * @param otherLots decisions left out because another share or salt was in force
 * @param withoutPolicy decisions left out because they do not say what policy was in force
 * @param madeToHeldOut offers made to customers who were held out: 0, or no effect can be trusted
 * @param all all offers; empty where nobody, or too few, are held out of all of them
 * @param campaigns by campaign
 * @param tooFew campaigns with too few customers in a group to say anything
 */
public record HoldoutReport(
    float share,
    String salt,
    int windowDays,
    Instant from,
    Instant until,
    String currency,
    long otherLots,
    long withoutPolicy,
    long madeToHeldOut,
    Optional<Effects> all,
    Map<String, Effects> campaigns,
    List<TooFew> tooFew) {

  public HoldoutReport {
    campaigns = Map.copyOf(campaigns);
    tooFew = List.copyOf(tooFew);
  }

  /** Returns whether the groups are as large as by lot, and nobody held out got an offer. */
  public boolean trustworthy() {
    return madeToHeldOut == 0
        && Stream.concat(all.stream(), campaigns.values().stream())
            .noneMatch(effects -> effects.sampleRatio().mismatch());
  }

  /**
   * A campaign with too few customers in a group.
   *
   * @param treated customers who could get its offers and whose days are over
   * @param heldOut the same, held out
   */
  public record TooFew(String campaignId, long treated, long heldOut) {}

  /**
   * What a group of offers changed.
   *
   * @param ownHoldout whether customers were held out of this campaign, not of all offers
   * @param sampleRatio whether the groups, first those who could get offers, are as large as by lot
   * @param tooYoung customers left out because their days are not over
   * @param offers offers made to those who could get them
   * @param accepted of these, accepted or followed by a purchase, as outcomes say
   * @param conversion share of customers who bought
   * @param value money paid less money refunded per customer, in minor units
   */
  public record Effects(
      boolean ownHoldout,
      SampleRatio sampleRatio,
      long tooYoung,
      long offers,
      long accepted,
      Measured conversion,
      Measured value) {}

  /**
   * An effect.
   *
   * @param effect difference of the means
   * @param cuped the same with what was expected of the customers at their first chance taken off;
   *     empty where decisions do not say it
   */
  public record Measured(AverageEffect effect, Optional<Cuped> cuped) {}
}
