package io.tidewatch.decisions;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.decisions.OfferDecision.Chosen;
import io.tidewatch.decisions.OfferDecision.HeldBack;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.SuppressionReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Makes the offer with the highest affinity x value among those to which nothing is opposed; of two
 * equal ones the smaller id. The rules are checked in the order of {@link SuppressionReason}, and
 * the first that holds is the reason.
 */
public final class RankedOffers implements OfferPolicy {
  private static final long HOUR = 3_600_000_000L;

  @Override
  public OfferDecision decide(
      String customerId,
      CustomerState state,
      long atMicros,
      List<Offer> live,
      OfferRules rules,
      ToDoubleFunction<Offer> affinity) {
    if (live.isEmpty()) {
      return new OfferDecision(Optional.empty(), List.of());
    }
    Optional<SuppressionReason> opposedToAll = opposedToAll(customerId, state, atMicros, rules);
    List<Optional<SuppressionReason>> opposed = new ArrayList<>(live.size());
    Chosen best = null;
    for (Offer offer : live) {
      opposed.add(opposedTo(offer, state, atMicros, rules).or(() -> opposedToAll));
      if (opposed.get(opposed.size() - 1).isEmpty()) {
        Chosen candidate = rated(offer, affinity.applyAsDouble(offer));
        best = best == null || candidate.isWorthMoreThan(best) ? candidate : best;
      }
    }
    List<HeldBack> heldBack = new ArrayList<>(live.size());
    for (int i = 0; i < live.size(); i++) {
      if (best == null || live.get(i) != best.offer()) {
        heldBack.add(new HeldBack(live.get(i), opposed.get(i).orElse(SuppressionReason.OUTRANKED)));
      }
    }
    return new OfferDecision(Optional.ofNullable(best), heldBack);
  }

  private static Chosen rated(Offer offer, double affinity) {
    return new Chosen(offer, affinity, affinity * offer.getValueMinor(), 1);
  }

  private static Optional<SuppressionReason> opposedTo(
      Offer offer, CustomerState state, long atMicros, OfferRules rules) {
    if (!speaks(state.locale(), offer.getLocales())) {
      return Optional.of(SuppressionReason.LOCALE);
    }
    if (!offer.getSegments().isEmpty()
        && offer.getSegments().stream().noneMatch(state::inSegment)) {
      return Optional.of(SuppressionReason.SEGMENT);
    }
    if (!state.consents(offer.getPurpose())) {
      return Optional.of(SuppressionReason.CONSENT);
    }
    long justNow = atMicros - rules.getJustBoughtDays() * Micros.PER_DAY;
    for (String category : offer.getCategories()) {
      long boughtAt = state.boughtAt(category);
      if (boughtAt != 0 && boughtAt > justNow) {
        return Optional.of(SuppressionReason.JUST_BOUGHT);
      }
    }
    return Optional.empty();
  }

  private static Optional<SuppressionReason> opposedToAll(
      String customerId, CustomerState state, long atMicros, OfferRules rules) {
    if (Holdout.contains(customerId, rules.getHoldoutSalt(), rules.getHoldoutShare())) {
      return Optional.of(SuppressionReason.HOLDOUT);
    }
    if (state.contactsSince(atMicros - rules.getCapHours() * HOUR) >= rules.getCapCount()) {
      return Optional.of(SuppressionReason.FREQUENCY_CAP);
    }
    if (quietHours(rules).quietAt(atMicros, state.timeZone())) {
      return Optional.of(SuppressionReason.QUIET_HOURS);
    }
    return Optional.empty();
  }

  /** Returns the quiet hours of the rules. */
  public static QuietHours quietHours(OfferRules rules) {
    return new QuietHours(rules.getQuietFromMinute(), rules.getQuietUntilMinute());
  }

  /** Matches by language: en-GB suits a creative for en or en-US; no list suits everybody. */
  static boolean speaks(String locale, List<String> creatives) {
    if (creatives.isEmpty()) {
      return true;
    }
    for (String creative : creatives) {
      if (languageLength(creative) == languageLength(locale)
          && creative.regionMatches(true, 0, locale, 0, languageLength(locale))) {
        return true;
      }
    }
    return false;
  }

  private static int languageLength(String tag) {
    for (int i = 0; i < tag.length(); i++) {
      if (tag.charAt(i) == '-' || tag.charAt(i) == '_') {
        return i;
      }
    }
    return tag.length();
  }
}
