package io.tidewatch.training.uplift;

import io.tidewatch.schemas.CampaignHoldout;
import io.tidewatch.schemas.OfferRules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who had a chance of the offers of one campaign, or of all, while one lot was in force by which
 * customers were held out of them. Where the campaign has a holdout of its own, its customers are
 * compared with the others, and those who are held out of all offers are left out. One thread.
 */
final class HoldoutLot {
  /** All offers, and those without a campaign. */
  static final String ALL = "";

  private final HoldoutStudy.Draw draw;
  private final String campaignId;
  private final float share;
  private final float campaignShare;
  private final String salt;
  private final Map<String, Chance> chances = new HashMap<>();
  private final Set<String> made = new HashSet<>();
  private final Set<String> accepted = new HashSet<>();
  private final Set<String> decisions = new HashSet<>();
  private final Set<String> madeToHeldOut = new HashSet<>();
  private long firstAt = Long.MAX_VALUE;
  private long lastAt = Long.MIN_VALUE;

  HoldoutLot(String campaignId, OfferRules rules, HoldoutStudy.Draw draw) {
    this.draw = draw;
    this.campaignId = campaignId;
    this.share = rules.getHoldoutShare();
    this.campaignShare = campaignShare(campaignId, rules);
    this.salt = rules.getHoldoutSalt();
  }

  /** Returns what tells lots of one campaign apart. */
  static String key(String campaignId, OfferRules rules) {
    return rules.getHoldoutShare()
        + "|"
        + campaignShare(campaignId, rules)
        + "|"
        + rules.getHoldoutSalt();
  }

  private static float campaignShare(String campaignId, OfferRules rules) {
    return rules.getCampaignHoldouts().stream()
        .filter(holdout -> holdout.getCampaignId().equals(campaignId))
        .map(CampaignHoldout::getShare)
        .findFirst()
        .orElse(0f);
  }

  String campaignId() {
    return campaignId;
  }

  /** Returns whether the campaign has a holdout of its own. */
  boolean isOwn() {
    return campaignShare > 0;
  }

  /** Returns the share of the customers compared who are held out. */
  float heldOutShare() {
    return isOwn() ? campaignShare : share;
  }

  float share() {
    return share;
  }

  String salt() {
    return salt;
  }

  /** Returns whether a customer is in one of the two groups. */
  boolean compares(String customerId) {
    return !isOwn() || !draw.holdsOut(customerId, ALL, salt, share);
  }

  /** Returns whether a customer is in the group that is held out. */
  boolean holdsOut(String customerId) {
    return draw.holdsOut(customerId, isOwn() ? campaignId : ALL, salt, heldOutShare());
  }

  void decided(String decisionId, long atMicros) {
    decisions.add(decisionId);
    firstAt = Math.min(firstAt, atMicros);
    lastAt = Math.max(lastAt, atMicros);
  }

  long decisions() {
    return decisions.size();
  }

  long firstAt() {
    return firstAt;
  }

  long lastAt() {
    return lastAt;
  }

  /** Notes a chance; the earliest of a customer counts. */
  void chance(String customerId, Chance chance) {
    if (compares(customerId)) {
      chances.merge(
          customerId,
          chance,
          (known, other) -> other.atMicros() < known.atMicros() ? other : known);
    }
  }

  /** Notes an offer that was made. */
  void made(String decisionId, String customerId) {
    made.add(decisionId);
    if (!compares(customerId) || holdsOut(customerId)) {
      madeToHeldOut.add(decisionId);
    }
  }

  /** Notes that an offer was accepted, if it was made in this lot. */
  void accepted(String decisionId) {
    if (made.contains(decisionId)) {
      accepted.add(decisionId);
    }
  }

  /** Returns the chances by customer. */
  Map<String, Chance> chances() {
    return chances;
  }

  long made() {
    return made.size();
  }

  long accepted() {
    return accepted.size();
  }

  Set<String> madeToHeldOut() {
    return madeToHeldOut;
  }
}
