package io.tidewatch.connectors.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseKind;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The figures were computed from the published CSV files by other code. */
class CompleteJourneyTest {
  private static DataSet journey;
  private static List<Event> events;

  @BeforeAll
  static void load() {
    journey = DataSets.named("completejourney", Optional.empty());
    events = journey.events().toList();
  }

  @Test
  void hasTheCountsOfThePublishedTables() {
    Map<Topic, Long> counts =
        events.stream().collect(Collectors.groupingBy(Event::topic, Collectors.counting()));

    assertThat(counts)
        .containsEntry(Topic.PURCHASES, 35_532L)
        .containsEntry(Topic.OUTCOMES, 1_579L)
        .containsEntry(Topic.CUSTOMERS, 6_534L)
        .containsOnlyKeys(
            Topic.PURCHASES, Topic.OUTCOMES, Topic.CUSTOMERS, Topic.CLICKSTREAM, Topic.TICKETS);
    assertThat(purchases().stream().map(PurchaseEvent::getCustomerId).distinct()).hasSize(1_780);
  }

  @Test
  void hasTheSumsOfThePublishedTables() {
    List<PurchaseLine> lines =
        purchases().stream().flatMap(purchase -> purchase.getLines().stream()).toList();

    assertThat(lines).hasSize(56_211);
    assertThat(lines.stream().mapToLong(PurchaseLine::getAmountMinor).sum()).isEqualTo(17_638_057);
    assertThat(lines.stream().mapToInt(PurchaseLine::getQuantity).sum()).isEqualTo(74_449);
    assertThat(lines.stream().map(PurchaseLine::getCategory).filter(Objects::nonNull).distinct())
        .hasSize(283);
    assertThat(lines.stream().filter(line -> line.getCategory() == null)).hasSize(76);
    assertThat(
            lines.stream()
                .filter(line -> "SOFT DRINKS".equals(line.getCategory()))
                .mapToLong(PurchaseLine::getAmountMinor)
                .sum())
        .isEqualTo(703_590);
  }

  @Test
  void hasTheTimesOfThePublishedTables() {
    List<Instant> times = purchases().stream().map(PurchaseEvent::getOccurredAt).sorted().toList();

    assertThat(times.get(0)).isEqualTo("2017-01-01T12:30:27Z");
    assertThat(times.get(times.size() - 1)).isEqualTo("2018-01-01T02:47:27Z");
  }

  @Test
  void givesPurchasesThatKeepTheSchemasRules() {
    assertThat(purchases())
        .allSatisfy(
            purchase -> {
              assertThat(purchase.getKind()).isEqualTo(PurchaseKind.PURCHASE);
              assertThat(purchase.getCustomerId()).startsWith("hh-");
              assertThat(purchase.getCurrency()).isEqualTo("USD");
              assertThat(purchase.getReceivedAt()).isNull();
              assertThat(purchase.getLines())
                  .isNotEmpty()
                  .allMatch(line -> line.getQuantity() >= 1 && line.getQuantity() < 100)
                  .allMatch(line -> line.getAmountMinor() >= 0);
              assertThat(purchase.getAmountMinor())
                  .isEqualTo(
                      purchase.getLines().stream().mapToLong(PurchaseLine::getAmountMinor).sum());
            });
  }

  @Test
  void isOrderedByAvailabilityInsideItsPeriod() {
    assertThat(events).isSortedAccordingTo(EventOrder.BY_AVAILABILITY);
    long first = Micros.of(journey.firstAt());
    long last = Micros.of(journey.lastAt());
    assertThat(events)
        .allMatch(event -> event.occurredAtMicros() >= first && event.availableAtMicros() <= last);
    assertThat(journey.suggestedSplit()).isBetween(journey.firstAt(), journey.lastAt());
  }

  @Test
  void hasUniqueEventIdsPerCustomer() {
    Set<String> ids = new HashSet<>();

    assertThat(events).allMatch(event -> ids.add(event.customerId() + "/" + event.eventId()));
  }

  @Test
  void isTheSameForTheSameSeedAndElseDiffersInSimulatedTopicsOnly() {
    DataSet other = DataSets.named("completejourney", Optional.empty(), 7);
    String digest = Digest.of(events.stream());

    assertThat(Digest.of(DataSets.named("completejourney", Optional.empty()).events()))
        .isEqualTo(digest);
    List<Event> otherEvents = other.events().toList();
    assertThat(Digest.of(otherEvents.stream())).isNotEqualTo(digest);
    assertThat(otherEvents.stream().filter(CompleteJourneyTest::observed))
        .containsExactlyElementsOf(events.stream().filter(CompleteJourneyTest::observed).toList());
  }

  @Test
  void saysWhatIsObservedAndWhatIsSimulated() {
    assertThat(journey.observedTopics())
        .containsExactlyInAnyOrder(Topic.PURCHASES, Topic.OUTCOMES, Topic.OFFERS);
    assertThat(journey.simulatedTopics())
        .containsExactlyInAnyOrder(Topic.CLICKSTREAM, Topic.TICKETS, Topic.CUSTOMERS);
    assertThat(journey.licence()).contains("CC0", "CC BY 4.0");
    assertThat(journey.attribution()).contains("84.51", "PolyAI");
  }

  @Test
  void makesAHandfulOfOffersOfEachCampaign() {
    Map<String, List<Offer>> byCampaign =
        journey.offers().stream().collect(Collectors.groupingBy(Offer::getCampaignId));

    assertThat(byCampaign).hasSize(27);
    assertThat(byCampaign.values()).allMatch(offers -> offers.size() <= 6);
    assertThat(journey.offers().stream().map(Offer::getOfferId)).doesNotHaveDuplicates().isSorted();
    assertThat(journey.offers())
        .allMatch(offer -> offer.getValueMinor() > 0)
        .allMatch(offer -> !offer.getCategories().isEmpty() && offer.getCategories().size() <= 5)
        .allMatch(offer -> offer.getValidFrom().isBefore(offer.getValidUntil()));
    // Campaign 8 is of type A, campaign 1 of type B.
    assertThat(byCampaign.get("campaign-8")).allMatch(offer -> offer.getSegments().isEmpty());
    assertThat(byCampaign.get("campaign-1"))
        .allMatch(offer -> offer.getSegments().equals(List.of("campaign-1")))
        .allMatch(offer -> offer.getValidFrom().equals(Instant.parse("2017-03-03T05:00:00Z")))
        .allMatch(offer -> offer.getValidUntil().equals(Instant.parse("2017-04-10T04:00:00Z")));
  }

  @Test
  void givesEveryOutcomeAnOfferOfItsCampaignThatWasValid() {
    Map<String, Offer> offers =
        journey.offers().stream().collect(Collectors.toMap(Offer::getOfferId, offer -> offer));

    assertThat(records(Topic.OUTCOMES, OfferOutcome.class))
        .allSatisfy(
            outcome -> {
              Offer offer = offers.get(outcome.getOfferId());
              assertThat(offer).isNotNull();
              assertThat(outcome.getEventId())
                  .startsWith(offer.getCampaignId().replace("campaign", "redemption") + "-");
              assertThat(outcome.getOccurredAt())
                  .isBetween(offer.getValidFrom(), offer.getValidUntil());
            });
  }

  @Test
  void namesACampaignInAProfileFromItsStartOnOnly() {
    Map<String, Instant> starts = new HashMap<>();
    journey.offers().forEach(offer -> starts.put(offer.getCampaignId(), offer.getValidFrom()));
    Map<String, List<String>> newest = new HashMap<>();

    for (CustomerProfile profile : records(Topic.CUSTOMERS, CustomerProfile.class)) {
      assertThat(profile.getSegments())
          .allMatch(segment -> !profile.getOccurredAt().isBefore(starts.get(segment)))
          .containsAll(newest.getOrDefault(profile.getCustomerId(), List.of()));
      newest.put(profile.getCustomerId(), profile.getSegments());
    }

    assertThat(newest).hasSize(1_780);
    assertThat(newest.values().stream().mapToInt(List::size).sum()).isEqualTo(4_865);
  }

  private static boolean observed(Event event) {
    return journey.observedTopics().contains(event.topic());
  }

  private static List<PurchaseEvent> purchases() {
    return records(Topic.PURCHASES, PurchaseEvent.class);
  }

  private static <T extends SpecificRecord> List<T> records(Topic topic, Class<T> type) {
    List<T> records = new ArrayList<>();
    for (Event event : events) {
      if (event.topic() == topic) {
        records.add(type.cast(event.record()));
      }
    }
    return records;
  }
}
