package io.tidewatch.scoring;

import io.tidewatch.decisions.Language;
import io.tidewatch.decisions.eligibility.Eligibility;
import io.tidewatch.decisions.learning.Propensities;
import io.tidewatch.schemas.AlertRules;
import io.tidewatch.schemas.CampaignHoldout;
import io.tidewatch.schemas.ChannelCap;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.FrequencyCap;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferBelief;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.TicketRules;
import io.tidewatch.schemas.TicketSignalRules;
import io.tidewatch.tickets.ServiceLevels;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The rules that the documentation of offers and policies states, as checks. */
final class ControlRules {
  private static final int MAX_ID = 128;
  static final long MAX = Long.MAX_VALUE;
  private static final int MAX_CONTACTS_KEPT = 16;
  private static final int MAX_ACCEPTED_KEPT = 8;
  private static final int MAX_CHANNELS = 8;
  private static final int MAX_LOG_ODDS = 4;
  static final double MAX_FACTOR = 100;
  private static final int MAX_CAPS = 16;
  private static final int MAX_CAMPAIGN_HOLDOUTS = 64;
  static final int MAX_HOURS = 24 * 3650;

  /** A rule that is broken: the field, and what was found and would be right. */
  record Broken(DeadLetterReason reason, String field, String detail) {}

  private ControlRules() {}

  /** Returns the first rule that an offer breaks. */
  static Optional<Broken> check(Offer offer) {
    return first(
        id("offerId", offer.getOfferId()),
        text("campaignId", offer.getCampaignId(), MAX_ID),
        text("name", offer.getName(), 200),
        holds(
            !offer.getCategories().isEmpty(),
            DeadLetterReason.BAD_TEXT,
            "categories",
            "none",
            "at least one"),
        number("valueMinor", offer.getValueMinor(), 0, MAX),
        currency("currency", offer.getCurrency()),
        holds(
            offer.getValidFrom().isBefore(offer.getValidUntil()),
            DeadLetterReason.BAD_TIME,
            "validUntil",
            offer.getValidUntil(),
            "after validFrom=" + offer.getValidFrom()),
        holds(
            offer.getPurpose() != ConsentPurpose.UNKNOWN,
            DeadLetterReason.BAD_TEXT,
            "purpose",
            offer.getPurpose(),
            "a known purpose"),
        text("channel", offer.getChannel(), MAX_ID),
        texts("otherChannels", offer.getOtherChannels(), MAX_CHANNELS),
        texts("prerequisites", offer.getPrerequisites(), MAX_ACCEPTED_KEPT),
        text("exclusionGroup", offer.getExclusionGroup(), MAX_ID),
        number("exclusionHours", offer.getExclusionHours(), 0, MAX_HOURS),
        limit("inventory", offer.getInventory()),
        limit("budgetMinor", offer.getBudgetMinor()),
        number("costMinor", offer.getCostMinor(), offer.getBudgetMinor() == null ? 0 : 1, MAX),
        CreativeRules.check(offer),
        factor("lever", offer.getLever(), MAX_FACTOR),
        eligibility(offer.getEligibility()));
  }

  private static Optional<Broken> limit(String field, Long limit) {
    return limit == null ? Optional.empty() : number(field, limit, 0, MAX);
  }

  private static Optional<Broken> texts(String field, List<String> values, int most) {
    return atMost(field, values.size(), most)
        .or(
            () ->
                values.stream().flatMap(value -> text(field, value, MAX_ID).stream()).findFirst());
  }

  static Optional<Broken> atMost(String field, int items, int most) {
    return holds(
        items <= most,
        DeadLetterReason.BAD_TEXT,
        field,
        items + " items",
        "at most " + most + " items");
  }

  /** Checks that no text comes twice. */
  static Optional<Broken> distinct(String field, List<String> values) {
    return IntStream.range(0, values.size())
        .filter(i -> values.indexOf(values.get(i)) < i)
        .mapToObj(
            i ->
                holds(
                    false,
                    DeadLetterReason.BAD_TEXT,
                    field + "[" + i + "]",
                    shortened(values.get(i)),
                    "named once"))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Broken> eligibility(String expression) {
    return expression.isEmpty()
        ? Optional.empty()
        : read(
            "eligibility",
            DeadLetterReason.BAD_EXPRESSION,
            "; facts are listed in docs/how-to/offers.md",
            () -> Eligibility.of(expression));
  }

  private static Optional<Broken> read(
      String field, DeadLetterReason reason, String remedy, Runnable reader) {
    try {
      reader.run();
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(new Broken(reason, field, field + ": " + e.getMessage() + remedy));
    }
  }

  /** Returns the first rule that a policy breaks. */
  static Optional<Broken> check(Policy policy) {
    AlertRules alerts = policy.getAlerts();
    OfferRules offers = policy.getOffers();
    TicketRules tickets = policy.getTickets();
    return first(
        id("name", policy.getName()),
        id("version", policy.getVersion()),
        share("scoreLogShare", policy.getScoreLogShare()),
        holds(
            alerts.getRaiseAt() > 0 && alerts.getRaiseAt() <= 1,
            DeadLetterReason.BAD_NUMBER,
            "alerts.raiseAt",
            alerts.getRaiseAt(),
            "in (0, 1]"),
        holds(
            alerts.getClearBelow() >= 0 && alerts.getClearBelow() < alerts.getRaiseAt(),
            DeadLetterReason.BAD_NUMBER,
            "alerts.clearBelow",
            alerts.getClearBelow(),
            "at least 0 and below raiseAt=" + alerts.getRaiseAt()),
        ticketSignals(policy.getTicketSignals()),
        number("alerts.coolDownHours", alerts.getCoolDownHours(), 0, MAX_HOURS),
        number("alerts.minPurchases", alerts.getMinPurchases(), 0, Integer.MAX_VALUE),
        number("alerts.dailyCapacity", alerts.getDailyCapacity(), 0, Integer.MAX_VALUE),
        id("alerts.desk", alerts.getDesk()),
        zone("alerts.deskTimeZone", alerts.getDeskTimeZone()),
        holds(
            Language.of(alerts.getLanguage()).isPresent(),
            DeadLetterReason.BAD_TEXT,
            "alerts.language",
            shortened(alerts.getLanguage()),
            "en or zh"),
        alerts.getRetention() == null
            ? Optional.empty()
            : RetentionActionRules.check(alerts.getRetention()),
        number("offers.capCount", offers.getCapCount(), 0, MAX_CONTACTS_KEPT),
        number("offers.capHours", offers.getCapHours(), 0, MAX_HOURS),
        number("offers.quietFromMinute", offers.getQuietFromMinute(), 0, 1_439),
        number("offers.quietUntilMinute", offers.getQuietUntilMinute(), 0, 1_439),
        number("offers.justBoughtDays", offers.getJustBoughtDays(), 0, 3650),
        share("offers.holdoutShare", offers.getHoldoutShare()),
        number("offers.afterPurchaseHours", offers.getAfterPurchaseHours(), 0, MAX_HOURS),
        number("offers.afterComplaintDays", offers.getAfterComplaintDays(), 0, 3650),
        number("offers.openTicketDays", offers.getOpenTicketDays(), 0, 3650),
        campaignCap(offers.getCampaignCap()),
        campaignHoldouts(offers.getCampaignHoldouts()),
        channelCaps(offers.getChannelCaps()),
        tickets == null
            ? Optional.empty()
            : read("tickets", DeadLetterReason.BAD_TEXT, "", () -> ServiceLevels.of(tickets)),
        OfferRankingRules.check(policy.getRanking()),
        ReplyRulesCheck.check(policy.getReplies()));
  }

  private static Optional<Broken> ticketSignals(TicketSignalRules rules) {
    return first(
        logOdds("ticketSignals.displeasure", rules.getDispleasure()),
        logOdds("ticketSignals.urgency", rules.getUrgency()),
        logOdds("ticketSignals.leaving", rules.getLeaving()),
        logOdds("ticketSignals.limit", rules.getLimit()));
  }

  private static Optional<Broken> logOdds(String field, float value) {
    return holds(
        value >= 0 && value <= MAX_LOG_ODDS,
        DeadLetterReason.BAD_NUMBER,
        field,
        value,
        "from 0 to " + MAX_LOG_ODDS);
  }

  /** Returns what is wrong with a belief, if anything is. */
  static Optional<Broken> check(OfferBelief belief) {
    try {
      Propensities.check(belief);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(new Broken(DeadLetterReason.BAD_NUMBER, "covariance", e.getMessage()));
    }
  }

  static Optional<Broken> factor(String field, double value, double max) {
    return holds(
        value > 0 && value <= max,
        DeadLetterReason.BAD_NUMBER,
        field,
        value,
        "above 0 and at most " + max);
  }

  private static Optional<Broken> campaignCap(FrequencyCap cap) {
    return cap == null
        ? Optional.empty()
        : cap("offers.campaignCap", cap.getCount(), cap.getHours());
  }

  private static Optional<Broken> campaignHoldouts(List<CampaignHoldout> holdouts) {
    String field = "offers.campaignHoldouts";
    return atMost(field, holdouts.size(), MAX_CAMPAIGN_HOLDOUTS)
        .or(() -> distinct(field, holdouts.stream().map(CampaignHoldout::getCampaignId).toList()))
        .or(
            () ->
                holdouts.stream()
                    .flatMap(
                        holdout ->
                            id(field + ".campaignId", holdout.getCampaignId())
                                .or(() -> share(field + ".share", holdout.getShare()))
                                .stream())
                    .findFirst());
  }

  private static Optional<Broken> channelCaps(List<ChannelCap> caps) {
    return atMost("offers.channelCaps", caps.size(), MAX_CAPS)
        .or(
            () ->
                caps.stream()
                    .flatMap(
                        cap ->
                            id("offers.channelCaps.channel", cap.getChannel())
                                .or(() -> cap("offers.channelCaps", cap.getCount(), cap.getHours()))
                                .stream())
                    .findFirst());
  }

  private static Optional<Broken> cap(String field, int count, int hours) {
    return number(field + ".count", count, 0, MAX_CONTACTS_KEPT)
        .or(() -> number(field + ".hours", hours, 0, MAX_HOURS));
  }

  @SafeVarargs
  static Optional<Broken> first(Optional<Broken>... checks) {
    return List.of(checks).stream().flatMap(Optional::stream).findFirst();
  }

  static Optional<Broken> id(String field, String value) {
    return holds(
        !value.isEmpty() && value.length() <= MAX_ID,
        DeadLetterReason.BAD_ID,
        field,
        value.length() + " characters",
        "1 to " + MAX_ID + " characters");
  }

  static Optional<Broken> text(String field, String value, int max) {
    return holds(
        value.length() <= max,
        DeadLetterReason.BAD_TEXT,
        field,
        value.length() + " characters",
        "at most " + max + " characters");
  }

  static Optional<Broken> number(String field, long value, long min, long max) {
    return holds(
        value >= min && value <= max,
        DeadLetterReason.BAD_NUMBER,
        field,
        value,
        max >= Integer.MAX_VALUE ? "at least " + min : "from " + min + " to " + max);
  }

  static Optional<Broken> share(String field, Number value) {
    boolean isShare = value.doubleValue() >= 0 && value.doubleValue() <= 1;
    return holds(isShare, DeadLetterReason.BAD_NUMBER, field, value, "from 0 to 1");
  }

  static Optional<Broken> currency(String field, String code) {
    boolean known =
        Currency.getAvailableCurrencies().stream()
            .anyMatch(currency -> currency.getCurrencyCode().equals(code));
    return holds(known, DeadLetterReason.BAD_CURRENCY, field, shortened(code), "an ISO 4217 code");
  }

  private static Optional<Broken> zone(String field, String id) {
    boolean known;
    try {
      ZoneId.of(id);
      known = true;
    } catch (DateTimeException e) {
      known = false;
    }
    return holds(
        known, DeadLetterReason.BAD_TEXT, field, shortened(id), "an IANA time zone such as UTC");
  }

  static Optional<Broken> holds(
      boolean holds, DeadLetterReason reason, String field, Object found, String right) {
    return holds
        ? Optional.empty()
        : Optional.of(new Broken(reason, field, field + "=" + found + " must be " + right));
  }

  static String shortened(String text) {
    return text.length() <= 20 ? text : text.substring(0, 20) + "...";
  }
}
