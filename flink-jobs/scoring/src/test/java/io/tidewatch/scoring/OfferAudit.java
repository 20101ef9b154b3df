package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.decisions.Holdout;
import io.tidewatch.decisions.OfferBudgets;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OfferReasons;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.Suppression;
import io.tidewatch.schemas.SuppressionReason;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * Checks what came out of a job against the rules, by what the job was told: slow, obvious, and
 * with a memory of everything. Shares no code with the rules of the job but the holdout's draw.
 */
final class OfferAudit {
  private static final int CONTACTS_KNOWN = 16;
  private static final int ACCEPTED_KNOWN = 8;
  private static final int MADE_AGAIN_EVERY = 20;

  private final DecisionRebuild rebuild =
      DecisionRebuild.with(List.of(TestModels.churn(), TestModels.recommender()));

  private final Map<String, Customer> customers = new HashMap<>();
  private final Map<String, Offer> offers = new TreeMap<>();
  private final Map<String, Long> limits = new HashMap<>();
  private final Map<String, Set<String>> everMade = new HashMap<>(); // ids, by offer
  private final Map<SuppressionReason, Long> heldBack = new EnumMap<>(SuppressionReason.class);
  private Policy policy = Policies.BUILT_IN;
  private long decisions;
  private long considered;
  private long made;

  private record Contact(Instant at, String channel, String campaign, String group) {}

  /** Everything that ever happened to one. */
  private static final class Customer {
    private CustomerProfile profile;
    private final List<Contact> contacts = new ArrayList<>();
    private final Set<String> accepted = new HashSet<>();
    private final Map<String, Instant> boughtAt = new HashMap<>();
    private Instant lastPurchase = Instant.MIN;
    private Instant lastTicket = Instant.MIN;
    private Instant ratedAt = Instant.MIN;
    private int purchases;
    private int opened;
    private int closed;
    private int stars;

    long contactsSince(Instant since, Predicate<Contact> which) {
      return contacts.stream().filter(c -> !c.at().isBefore(since)).filter(which).count();
    }
  }

  long decisions() {
    return decisions;
  }

  long made() {
    return made;
  }

  long considered() {
    return considered;
  }

  Map<SuppressionReason, Long> heldBack() {
    return heldBack;
  }

  /** Returns the largest share of its pieces that a limited offer was made. */
  double mostOfALimit() {
    return limits.entrySet().stream()
        .filter(limit -> limit.getValue() > 0)
        .mapToDouble(
            limit ->
                everMade.getOrDefault(limit.getKey(), Set.of()).size() / (double) limit.getValue())
        .max()
        .orElse(0);
  }

  /** Takes what came out, whether it was committed or lost with a job that was killed. */
  void emitted(List<SpecificRecord> records) {
    for (SpecificRecord record : records) {
      if (record instanceof NextBestOffer offer) {
        Set<String> ids = everMade.computeIfAbsent(offer.getOfferId(), id -> new HashSet<>());
        ids.add(offer.getDecisionId());
        Long limit = limits.get(offer.getOfferId());
        assertThat(limit == null || ids.size() <= limit)
            .as("%s was made %d times, limit %d", offer.getOfferId(), ids.size(), limit)
            .isTrue();
      }
    }
  }

  /** Hears of limits as soon as the job does. */
  void told(OfferStep step) {
    if (step instanceof OfferStep.Offered offered) {
      OfferBudgets.limit(offered.offer())
          .ifPresent(limit -> limits.put(offered.offer().getOfferId(), limit));
    }
  }

  /** Checks what a job was told and what it committed of it. */
  void committed(List<OfferStep> steps, List<SpecificRecord> records) {
    Map<String, DecisionRecord> decided = new HashMap<>();
    Map<String, NextBestOffer> offersMade = new HashMap<>();
    Map<String, List<String>> suppressed = new HashMap<>();
    for (SpecificRecord record : records) {
      if (record instanceof DecisionRecord decision && decision.getOfferId() != null) {
        assertThat(decided.put(decision.getTriggerEventId(), decision)).isNull();
      } else if (record instanceof NextBestOffer offer) {
        assertThat(offersMade.put(offer.getTriggerEventId(), offer)).isNull();
      } else if (record instanceof Suppression suppression && suppression.getOfferId() != null) {
        List<String> lines =
            suppressed.computeIfAbsent(suppression.getTriggerEventId(), id -> new ArrayList<>());
        OfferReasons.heldBack(suppression)
            .forEach((reason, ids) -> ids.forEach(id -> lines.add(id + " " + reason)));
      }
    }
    for (OfferStep step : steps) {
      if (step instanceof OfferStep.Ruled ruled) {
        policy = ruled.policy();
      } else if (step instanceof OfferStep.Offered offered) {
        offers.put(offered.offer().getOfferId(), offered.offer());
      } else if (step instanceof OfferStep.Happened happened) {
        String id = happened.event().eventId();
        Customer customer =
            customers.computeIfAbsent(happened.event().customerId(), key -> new Customer());
        happened(customer, happened.event());
        if (decided.containsKey(id)) {
          check(customer, decided.remove(id), offersMade.remove(id), suppressed.remove(id));
        }
      }
    }
    assertThat(decided).isEmpty();
    assertThat(offersMade).isEmpty();
    assertThat(suppressed).isEmpty();
  }

  private static void happened(Customer customer, Event event) {
    Instant at = at(event);
    if (event.record() instanceof CustomerProfile profile) {
      customer.profile = profile;
    } else if (event.record() instanceof PurchaseEvent purchase) {
      customer.purchases++;
      customer.lastPurchase = at;
      purchase.getLines().forEach(line -> customer.boughtAt.put(line.getCategory(), at));
    } else if (event.record() instanceof OfferOutcome outcome) {
      customer.accepted.add(outcome.getOfferId());
    } else if (event.record() instanceof TicketEvent ticket) {
      if (ticket.getKind() == TicketKind.OPENED) {
        customer.opened++;
        customer.lastTicket = at;
      } else {
        customer.closed++;
        customer.stars = ticket.getSatisfaction();
        customer.ratedAt = at;
      }
    }
  }

  private static Instant at(Event event) {
    return Micros.toInstant(event.occurredAtMicros());
  }

  private void check(
      Customer customer, DecisionRecord decision, NextBestOffer offer, List<String> suppressed) {
    Instant at = decision.getDecidedAt();
    List<Offer> live =
        offers.values().stream()
            .filter(o -> !at.isBefore(o.getValidFrom()) && at.isBefore(o.getValidUntil()))
            .toList();
    assertThat(decision.getPolicyVersion()).isEqualTo(policy.getVersion());
    Map<String, SuppressionReason> reasons = new TreeMap<>();
    OfferReasons.heldBack(decision)
        .forEach((reason, ids) -> ids.forEach(id -> assertThat(reasons.put(id, reason)).isNull()));
    Stream<String> all =
        offer == null
            ? reasons.keySet().stream()
            : Stream.concat(reasons.keySet().stream(), Stream.of(offer.getOfferId()));
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(live.stream().map(Offer::getOfferId).toList());
    assertThat(suppressed == null ? List.<String>of() : suppressed)
        .containsExactlyInAnyOrderElementsOf(
            reasons.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
    for (Offer one : live) {
      check(customer, decision, one, reasons.get(one.getOfferId()));
    }
    if (decisions % MADE_AGAIN_EVERY == 0) {
      checkRebuild(decision, Optional.ofNullable(offer));
    }
    decisions++;
    considered += live.size();
    reasons.values().forEach(reason -> heldBack.merge(reason, 1L, Long::sum));
    if (offer != null) {
      made++;
      checkChannel(customer, offer, offers.get(offer.getOfferId()));
      Offer version = offers.get(offer.getOfferId());
      customer.contacts.add(
          new Contact(
              at, offer.getChannel(), version.getCampaignId(), version.getExclusionGroup()));
    }
  }

  private void checkRebuild(DecisionRecord decision, Optional<NextBestOffer> offer) {
    DecisionRebuild.Rebuilt again = rebuild.rebuild(decision, offers.values());
    assertThat(again.offersDecidedAgain()).isTrue();
    assertThat(again.record()).isEqualTo(decision);
    assertThat(again.offer()).isEqualTo(offer);
  }

  private void checkChannel(Customer customer, NextBestOffer made, Offer offer) {
    assertThat(channels(offer)).contains(made.getChannel());
    assertThat(consents(customer, offer, made.getChannel())).isTrue();
    assertThat(suits(customer, offer, made.getChannel())).isTrue();
    assertThat(made.getCreativeId() == null).isEqualTo(offer.getCreatives().isEmpty());
    assertThat(channelIsOpen(customer, made.getChannel(), made.getDecidedAt())).isTrue();
  }

  /** The reason that was given is the first that holds, or is owed to what a state forgets. */
  private void check(
      Customer customer, DecisionRecord decision, Offer offer, SuppressionReason given) {
    SuppressionReason right = reason(customer, decision, offer);
    boolean open = given == null || given == SuppressionReason.OUTRANKED;
    boolean agrees =
        right == given
            || right == null && (open || given == SuppressionReason.BUDGET && limited(offer))
            || given == SuppressionReason.PREREQUISITE && customer.accepted.size() > ACCEPTED_KNOWN
            || (given == SuppressionReason.CHANNEL_CAP
                    || given == SuppressionReason.CAMPAIGN_CAP
                    || given == SuppressionReason.EXCLUSION_GROUP)
                && customer.contacts.size() >= CONTACTS_KNOWN;
    assertThat(agrees)
        .as("%s: %s was given, %s is right: %s", decision.getDecisionId(), given, right, offer)
        .isTrue();
  }

  private static boolean limited(Offer offer) {
    return OfferBudgets.limit(offer).isPresent();
  }

  /** The first reason that holds, null if none does. */
  private SuppressionReason reason(Customer customer, DecisionRecord decision, Offer offer) {
    Instant at = decision.getDecidedAt();
    OfferRules rules = policy.getOffers();
    CustomerProfile profile = customer.profile;
    if (channels(offer).stream().noneMatch(channel -> suits(customer, offer, channel))) {
      return SuppressionReason.LOCALE;
    }
    if (!offer.getSegments().isEmpty()
        && !profile.getSegments().contains(offer.getSegments().get(0))) {
      return SuppressionReason.SEGMENT;
    }
    if (channels(offer).stream()
        .noneMatch(
            channel -> suits(customer, offer, channel) && consents(customer, offer, channel))) {
      return SuppressionReason.CONSENT;
    }
    if (heldOut(decision.getCustomerId(), offer, rules)) {
      return SuppressionReason.HOLDOUT;
    }
    if (!customer.accepted.containsAll(offer.getPrerequisites())) {
      return SuppressionReason.PREREQUISITE;
    }
    if (justBought(customer, offer, at)) {
      return SuppressionReason.JUST_BOUGHT;
    }
    if (within(customer.lastPurchase, at, rules.getAfterPurchaseHours())) {
      return SuppressionReason.AFTER_PURCHASE;
    }
    if (customer.stars > 0
        && customer.stars <= 2
        && within(customer.ratedAt, at, 24 * rules.getAfterComplaintDays())) {
      return SuppressionReason.AFTER_COMPLAINT;
    }
    if (customer.opened > customer.closed
        && within(customer.lastTicket, at, 24 * rules.getOpenTicketDays())) {
      return SuppressionReason.OPEN_TICKET;
    }
    if (customer.contactsSince(hoursBefore(at, rules.getCapHours()), contact -> true)
        >= rules.getCapCount()) {
      return SuppressionReason.FREQUENCY_CAP;
    }
    if (isQuiet(rules, at, profile.getTimeZone())) {
      return SuppressionReason.QUIET_HOURS;
    }
    if (channels(offer).stream()
        .filter(channel -> suits(customer, offer, channel) && consents(customer, offer, channel))
        .noneMatch(channel -> channelIsOpen(customer, channel, at))) {
      return SuppressionReason.CHANNEL_CAP;
    }
    if (rules.getCampaignCap() != null
        && !offer.getCampaignId().isEmpty()
        && customer.contactsSince(
                hoursBefore(at, rules.getCampaignCap().getHours()),
                contact -> contact.campaign().equals(offer.getCampaignId()))
            >= rules.getCampaignCap().getCount()) {
      return SuppressionReason.CAMPAIGN_CAP;
    }
    if (!offer.getExclusionGroup().isEmpty()
        && customer.contactsSince(
                hoursBefore(at, offer.getExclusionHours()),
                contact -> contact.group().equals(offer.getExclusionGroup()))
            > 0) {
      return SuppressionReason.EXCLUSION_GROUP;
    }
    return eligible(customer, offer, at) ? null : SuppressionReason.INELIGIBLE;
  }

  private static boolean heldOut(String customerId, Offer offer, OfferRules rules) {
    return Holdout.contains(customerId, rules.getHoldoutSalt(), rules.getHoldoutShare())
        || rules.getCampaignHoldouts().stream()
            .filter(holdout -> holdout.getCampaignId().equals(offer.getCampaignId()))
            .anyMatch(
                holdout ->
                    Holdout.contains(
                        customerId,
                        holdout.getCampaignId(),
                        rules.getHoldoutSalt(),
                        holdout.getShare()));
  }

  /** Customers speak en-US or de; creatives are in en or in any language. */
  private static boolean suits(Customer customer, Offer offer, String channel) {
    boolean english = customer.profile.getLocale().equals("en-US");
    return offer.getCreatives().isEmpty()
        ? english || offer.getLocales().isEmpty()
        : offer.getCreatives().stream()
            .anyMatch(
                creative ->
                    (english || creative.getLocale().isEmpty())
                        && List.of("", channel).contains(creative.getChannel()));
  }

  private static boolean eligible(Customer customer, Offer offer, Instant at) {
    return switch (OfferWorld.CONDITIONS.indexOf(offer.getEligibility())) {
      case 0 -> true;
      case 1 -> customer.purchases >= 3;
      case 2 -> at.atZone(ZoneId.of(customer.profile.getTimeZone())).getHour() >= 12;
      case 3 -> !customer.profile.getSegments().contains("staff");
      default -> throw new AssertionError(offer.getEligibility());
    };
  }

  private static List<String> channels(Offer offer) {
    return Stream.concat(Stream.of(offer.getChannel()), offer.getOtherChannels().stream()).toList();
  }

  private static boolean consents(Customer customer, Offer offer, String channel) {
    boolean granted = false;
    for (Consent consent : customer.profile.getConsents()) {
      boolean about = consent.getChannels().isEmpty() || consent.getChannels().contains(channel);
      if (about && consent.getPurpose() == offer.getPurpose()) {
        granted = consent.getGranted();
      }
    }
    return granted;
  }

  private boolean channelIsOpen(Customer customer, String channel, Instant at) {
    return policy.getOffers().getChannelCaps().stream()
        .filter(cap -> cap.getChannel().equals(channel))
        .allMatch(
            cap ->
                customer.contactsSince(
                        hoursBefore(at, cap.getHours()),
                        contact -> contact.channel().equals(channel))
                    < cap.getCount());
  }

  /** States keep the times of what was bought in steps of 256 seconds. */
  private boolean justBought(Customer customer, Offer offer, Instant at) {
    Instant boughtAt = customer.boughtAt.get(offer.getCategories().get(0));
    return boughtAt != null
        && Instant.ofEpochSecond(boughtAt.getEpochSecond() / 256 * 256)
            .isAfter(at.minus(Duration.ofDays(policy.getOffers().getJustBoughtDays())));
  }

  private static boolean within(Instant since, Instant at, int hours) {
    return hours > 0 && !since.isBefore(hoursBefore(at, hours));
  }

  private static Instant hoursBefore(Instant at, int hours) {
    return at.minus(Duration.ofHours(hours));
  }

  private static boolean isQuiet(OfferRules rules, Instant at, String zone) {
    ZonedDateTime local = at.atZone(ZoneId.of(zone));
    int minute = local.getHour() * 60 + local.getMinute();
    int from = rules.getQuietFromMinute();
    int length = (rules.getQuietUntilMinute() - from + 1_440) % 1_440;
    return (minute - from + 1_440) % 1_440 < length;
  }
}
