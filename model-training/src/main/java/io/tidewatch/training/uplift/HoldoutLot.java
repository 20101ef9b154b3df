package io.tidewatch.training.uplift;

import io.tidewatch.schemas.OfferRules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One lot by which customers were held out, and who had a chance of an offer while it was in force.
 * One thread.
 */
final class HoldoutLot {
  /** All offers of a lot, and those without a campaign. */
  static final String ALL = "";

  private final HoldoutStudy.Draw draw;
  private final float share;
  private final String salt;
  private final Map<String, Map<String, Chance>> byScope = new HashMap<>();
  private final Map<String, Set<String>> madeByScope = new HashMap<>();
  private final Map<String, Set<String>> acceptedByScope = new HashMap<>();
  private final Set<String> decisions = new HashSet<>();
  private final Set<String> madeToHeldOut = new HashSet<>();
  private long firstAt = Long.MAX_VALUE;
  private long lastAt = Long.MIN_VALUE;

  HoldoutLot(OfferRules rules, HoldoutStudy.Draw draw) {
    this.draw = draw;
    this.share = rules.getHoldoutShare();
    this.salt = rules.getHoldoutSalt();
  }

  float share() {
    return share;
  }

  String salt() {
    return salt;
  }

  boolean holdsOut(String customerId) {
    return draw.holdsOut(customerId, salt, share);
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

  /** Notes a chance; the earliest of a scope counts. */
  void chance(String scope, String customerId, Chance chance) {
    byScope
        .computeIfAbsent(scope, key -> new HashMap<>())
        .merge(
            customerId,
            chance,
            (known, other) -> other.atMicros() < known.atMicros() ? other : known);
  }

  /** Notes an offer that was made. */
  void made(String decisionId, String customerId, String campaignId) {
    if (holdsOut(customerId)) {
      madeToHeldOut.add(decisionId);
    }
    madeByScope.computeIfAbsent(ALL, key -> new HashSet<>()).add(decisionId);
    madeByScope.computeIfAbsent(campaignId, key -> new HashSet<>()).add(decisionId);
  }

  /** Notes that an offer was accepted, if it was made in this lot. */
  void accepted(String decisionId) {
    madeByScope.forEach(
        (scope, made) -> {
          if (made.contains(decisionId)) {
            acceptedByScope.computeIfAbsent(scope, key -> new HashSet<>()).add(decisionId);
          }
        });
  }

  Set<String> scopes() {
    return byScope.keySet();
  }

  /** Returns the chances of a scope by customer. */
  Map<String, Chance> chances(String scope) {
    return byScope.getOrDefault(scope, Map.of());
  }

  long made(String scope) {
    return madeByScope.getOrDefault(scope, Set.of()).size();
  }

  long acceptedOf(String scope) {
    return acceptedByScope.getOrDefault(scope, Set.of()).size();
  }

  long madeToHeldOut() {
    return madeToHeldOut.size();
  }
}
