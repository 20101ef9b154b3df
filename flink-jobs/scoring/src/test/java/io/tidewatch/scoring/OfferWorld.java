package io.tidewatch.scoring;

import io.tidewatch.schemas.CampaignHoldout;
import io.tidewatch.schemas.ChannelCap;
import io.tidewatch.schemas.Consent;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.Creative;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.FrequencyCap;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OfferRules;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.Policy;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Draws what customers, marketing and the help desk do, around a change to or from daylight saving
 * time. Times are whole seconds, and no two events of a customer share one.
 */
final class OfferWorld {
  static final int OFFERS = 14;
  static final List<String> CHANNELS = List.of("email", "sms", "push");

  /** Conditions, each with what {@link OfferAudit} says of it. */
  static final List<String> CONDITIONS =
      List.of("", "customer.purchases >= 3", "now.hour >= 12", "!customer.inSegment('staff')");

  private static final int CUSTOMERS = 150;
  private static final List<String> ZONES =
      List.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai");
  private static final List<Instant> STARTS =
      List.of(
          Instant.parse("2026-03-05T00:00:00Z"),
          Instant.parse("2026-03-26T00:00:00Z"),
          Instant.parse("2026-10-22T00:00:00Z"));

  private final Random random;
  private final Instant start;
  private Instant now;
  private int events;
  private int versions;

  OfferWorld(long seed) {
    random = new Random(seed);
    start = STARTS.get(random.nextInt(STARTS.size()));
    now = start;
  }

  /** A policy, all offers, and everybody's profile. */
  List<OfferStep> beginning() {
    List<OfferStep> steps = new ArrayList<>();
    steps.add(new OfferStep.Ruled(policy()));
    for (int i = 0; i < OFFERS; i++) {
      steps.add(new OfferStep.Offered(offer(i)));
    }
    for (int i = 0; i < CUSTOMERS; i++) {
      steps.add(new OfferStep.Happened(profile("c" + i)));
    }
    return steps;
  }

  OfferStep next() {
    now = now.plusSeconds(1 + random.nextInt(60));
    int draw = random.nextInt(4_000);
    if (draw == 0) {
      return new OfferStep.Ruled(policy());
    }
    if (draw < 8) {
      return new OfferStep.Offered(offer(random.nextInt(OFFERS)));
    }
    return new OfferStep.Happened(event("c" + random.nextInt(CUSTOMERS), random.nextInt(100)));
  }

  private Event event(String customer, int draw) {
    String id = "e" + events++;
    if (draw < 78) {
      return TestEvents.click(id, customer, now);
    } else if (draw < 86) {
      return TestEvents.purchase(id, customer, now, category());
    } else if (draw < 89) {
      return ticket(id, customer, TicketKind.OPENED, null);
    } else if (draw < 93) {
      return ticket(id, customer, TicketKind.CLOSED, 1 + random.nextInt(5));
    } else if (draw < 97) {
      return accepted(id, customer);
    }
    return profile(customer);
  }

  private String category() {
    return TestModels.VOCABULARY.get(1 + random.nextInt(3));
  }

  private Event ticket(String id, String customer, TicketKind kind, Integer stars) {
    return Event.of(
        TicketEvent.newBuilder()
            .setEventId(id)
            .setCustomerId(customer)
            .setOccurredAt(now)
            .setKind(kind)
            .setTicketId("t")
            .setSatisfaction(stars)
            .build());
  }

  private Event accepted(String id, String customer) {
    return Event.of(
        OfferOutcome.newBuilder()
            .setEventId(id)
            .setCustomerId(customer)
            .setOccurredAt(now)
            .setKind(OutcomeKind.ACCEPTED)
            .setOfferId("o" + (10 + random.nextInt(OFFERS)))
            .build());
  }

  private Event profile(String customer) {
    List<Consent> consents = new ArrayList<>();
    consents.add(new Consent(ConsentPurpose.MARKETING, random.nextInt(5) > 0, List.of()));
    for (int i = random.nextInt(3); i > 0; i--) {
      consents.add(
          new Consent(
              ConsentPurpose.MARKETING, random.nextBoolean(), List.of(channel(), channel())));
    }
    return Event.of(
        CustomerProfile.newBuilder()
            .setEventId("e" + events++)
            .setCustomerId(customer)
            .setOccurredAt(now)
            .setConsents(consents)
            .setLocale(random.nextInt(8) == 0 ? "de" : "en-US")
            .setTimeZone(ZONES.get(random.nextInt(ZONES.size())))
            .setSegments(
                IntStream.range(0, random.nextInt(3))
                    .mapToObj(i -> random.nextInt(4) == 0 ? "staff" : "families")
                    .toList())
            .build());
  }

  private String channel() {
    return CHANNELS.get(random.nextInt(CHANNELS.size()));
  }

  /** Limits are drawn by the offer's number alone, so that no version lowers them. */
  private Offer offer(int number) {
    int of5 = random.nextInt(5);
    Instant from = start.plus(Duration.ofHours(random.nextInt(72) - 48));
    List<Creative> creatives = random.nextInt(4) > 0 ? List.of() : creatives();
    return Offer.newBuilder()
        .setOfferId("o" + (10 + number))
        .setUpdatedAt(now)
        .setCampaignId(random.nextInt(6) == 0 ? "" : "campaign-" + random.nextInt(3))
        .setName("Version " + versions++)
        .setCategories(List.of(category()))
        .setValueMinor((1 + random.nextInt(20)) * 50L)
        .setCurrency("USD")
        .setValidFrom(from)
        .setValidUntil(from.plus(Duration.ofDays(2 + random.nextInt(200))))
        .setChannel(channel())
        .setOtherChannels(random.nextBoolean() ? List.of() : List.of(channel()))
        .setLocales(creatives.isEmpty() && random.nextInt(4) == 0 ? List.of("en") : List.of())
        .setCreatives(creatives)
        .setSegments(random.nextInt(5) == 0 ? List.of("families") : List.of())
        .setEligibility(CONDITIONS.get(random.nextInt(CONDITIONS.size())))
        .setPrerequisites(of5 == 0 ? List.of("o" + (10 + random.nextInt(OFFERS))) : List.of())
        .setExclusionGroup(of5 == 1 ? "group-" + random.nextInt(2) : "")
        .setExclusionHours(random.nextInt(200))
        .setInventory(number % 3 == 0 ? Long.valueOf(40 + 60L * number) : null)
        .setBudgetMinor(number % 3 == 1 ? Long.valueOf(5_000L * number) : null)
        .setCostMinor(150)
        .build();
  }

  private List<Creative> creatives() {
    return IntStream.range(0, 1 + random.nextInt(4))
        .mapToObj(
            i ->
                new Creative(
                    "creative-" + i,
                    random.nextInt(3) > 0 ? "" : "en",
                    random.nextInt(3) > 0 ? "" : channel()))
        .toList();
  }

  private Policy policy() {
    Policy policy =
        Policy.newBuilder(Policies.BUILT_IN)
            .setVersion("version-" + versions++)
            .setUpdatedAt(now)
            .setScoreLogShare(0)
            .build();
    OfferRules rules = policy.getOffers();
    rules.setHoldoutShare(random.nextInt(3) * 0.05f);
    rules.setCampaignHoldouts(
        random.nextBoolean()
            ? List.of()
            : List.of(new CampaignHoldout("campaign-1", random.nextInt(3) * 0.05f)));
    rules.setCapCount(1 + random.nextInt(8));
    rules.setCapHours(6 + random.nextInt(100));
    rules.setQuietFromMinute(random.nextInt(1_440));
    rules.setQuietUntilMinute((rules.getQuietFromMinute() + random.nextInt(10 * 60)) % 1_440);
    rules.setJustBoughtDays(random.nextInt(2));
    rules.setChannelCaps(
        CHANNELS.stream()
            .filter(channel -> random.nextInt(3) > 0)
            .map(channel -> new ChannelCap(channel, random.nextInt(5), 6 + random.nextInt(150)))
            .toList());
    rules.setCampaignCap(
        random.nextBoolean()
            ? null
            : new FrequencyCap(1 + random.nextInt(5), 12 + random.nextInt(300)));
    rules.setAfterPurchaseHours(random.nextInt(2) * random.nextInt(12));
    rules.setAfterComplaintDays(random.nextInt(2) * random.nextInt(4));
    rules.setOpenTicketDays(random.nextInt(2) * random.nextInt(4));
    return policy;
  }
}
