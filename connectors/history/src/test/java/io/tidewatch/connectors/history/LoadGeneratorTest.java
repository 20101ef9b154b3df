package io.tidewatch.connectors.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.connectors.history.LoadGenerator.Truth;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.Offer;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.PurchaseLine;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
  private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
  private static final LoadGenerator LOAD = new LoadGenerator(300, 120, START, 5);
  private static final Map<String, Truth> TRUTH = LOAD.truth();

  @Test
  void isTheSameForTheSameSeedAndElseNot() {
    String digest = Digest.of(LOAD.events());

    assertThat(Digest.of(new LoadGenerator(300, 120, START, 5).events())).isEqualTo(digest);
    assertThat(Digest.of(new LoadGenerator(300, 120, START, 6).events())).isNotEqualTo(digest);
  }

  @Test
  void isTheSameOnEveryMachine() {
    assertThat(Digest.of(new LoadGenerator(20, 30, START, 1).events()))
        .as("changes only when the generator is changed on purpose")
        .isEqualTo("25ba2521b536055622f9718c5cd65fba2b870bb9912511fc09cedbcff9f79010");
  }

  @Test
  void givesACustomerTheSameEventsWhicheverOthersThereAre() {
    List<Event> few = new LoadGenerator(3, 120, START, 5).events().toList();

    assertThat(LOAD.events().filter(event -> event.customerId().compareTo("load-0000003") < 0))
        .containsExactlyElementsOf(few);
  }

  @Test
  void isStrictlyOrderedInsideItsPeriodWithUniqueIds() {
    List<Event> events = LOAD.events().toList();
    Set<String> ids = new HashSet<>();

    assertThat(events).isSortedAccordingTo(EventOrder.BY_AVAILABILITY);
    assertThat(events)
        .allMatch(event -> ids.add(event.customerId() + "/" + event.eventId()))
        .allMatch(event -> event.occurredAtMicros() >= Micros.of(LOAD.firstAt()))
        .allMatch(event -> event.availableAtMicros() < Micros.of(LOAD.lastAt()));
    assertThat(events.stream().map(Event::topic).distinct())
        .containsExactlyInAnyOrder(
            Topic.CLICKSTREAM, Topic.PURCHASES, Topic.TICKETS, Topic.CUSTOMERS);
  }

  @Test
  void plantsChurnersWhoStop() {
    long churners = TRUTH.values().stream().filter(truth -> truth.churnedAt().isPresent()).count();

    assertThat(churners / (double) TRUTH.size()).isCloseTo(0.25, within(0.07));
    assertThat(LOAD.events())
        .allMatch(
            event ->
                TRUTH
                    .get(event.customerId())
                    .churnedAt()
                    .map(at -> event.availableAtMicros() < Micros.of(at))
                    .orElse(true));
  }

  @Test
  void letsChurnersComplainBefore() {
    List<TicketEvent> closed =
        LOAD.events()
            .filter(event -> event.record() instanceof TicketEvent)
            .map(event -> (TicketEvent) event.record())
            .filter(ticket -> ticket.getKind() == TicketKind.CLOSED)
            .toList();

    assertThat(closed)
        .allSatisfy(
            ticket -> {
              boolean beforeChurn =
                  TRUTH
                      .get(ticket.getCustomerId())
                      .churnedAt()
                      .filter(at -> at.minus(Duration.ofDays(21)).isBefore(ticket.getOccurredAt()))
                      .isPresent();
              assertThat(ticket.getSatisfaction() <= 2).isEqualTo(beforeChurn);
            });
    assertThat(closed).anyMatch(ticket -> ticket.getSatisfaction() <= 2);
  }

  @Test
  void plantsPreferences() {
    int[] preferred = {0};
    int[] all = {0};
    LOAD.events()
        .filter(event -> event.record() instanceof PurchaseEvent)
        .map(event -> (PurchaseEvent) event.record())
        .forEach(
            purchase -> {
              for (PurchaseLine line : purchase.getLines()) {
                all[0]++;
                if (TRUTH
                    .get(purchase.getCustomerId())
                    .preferredCategories()
                    .contains(line.getCategory())) {
                  preferred[0]++;
                }
              }
            });

    assertThat(preferred[0] / (double) all[0]).isCloseTo(0.8 + 0.2 * 3 / 24, within(0.02));
  }

  @Test
  void offersEveryCategoryThroughout() {
    assertThat(LOAD.offers()).hasSize(24);
    assertThat(LOAD.offers().stream().map(Offer::getOfferId)).isSorted();
    assertThat(LOAD.offers()).allMatch(offer -> offer.getValidUntil().equals(LOAD.lastAt()));
  }

  @Test
  void refusesNoCustomersOrDays() {
    assertThatThrownBy(() -> new LoadGenerator(0, 10, START, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("customers=0");
  }
}
