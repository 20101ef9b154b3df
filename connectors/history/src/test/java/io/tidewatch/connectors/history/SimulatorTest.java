package io.tidewatch.connectors.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.connectors.history.CompleteJourneyTables.Basket;
import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.TicketKind;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimulatorTest {
  private static final Instant FIRST = Instant.parse("2017-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2018-01-01T05:00:00Z");
  private static final List<String> TEXTS = TicketTexts.bundled();

  private static CompleteJourneyTables tables;
  private static Set<String> households;
  private static List<Event> all;

  @BeforeAll
  static void load() {
    tables = CompleteJourneyTables.bundled();
    households =
        tables.baskets().stream()
            .map(Basket::householdId)
            .collect(Collectors.toCollection(TreeSet::new));
    all = simulate(households);
  }

  @Test
  void givesACustomerTheSameEventsWhicheverOthersThereAre() {
    String household = households.iterator().next();
    String customerId = CompleteJourneyTables.customerId(household);

    assertThat(simulate(Set.of(household)))
        .isNotEmpty()
        .containsExactlyElementsOf(
            all.stream().filter(event -> event.customerId().equals(customerId)).toList());
  }

  @Test
  void browsesAtARateThatKnowsNothingOfTheLastPurchase() {
    Map<String, Instant> lastPurchase = new HashMap<>();
    tables
        .baskets()
        .forEach(
            basket ->
                lastPurchase.put(
                    CompleteJourneyTables.customerId(basket.householdId()), basket.at()));
    Map<String, Instant> sessions = new HashMap<>();
    clicks().stream()
        .filter(click -> click.getSessionId().startsWith("b"))
        .forEach(
            click ->
                sessions.merge(
                    click.getCustomerId() + "/" + click.getSessionId(),
                    click.getOccurredAt(),
                    (a, b) -> a.isBefore(b) ? a : b));

    double daysAfter = 0;
    for (Instant last : lastPurchase.values()) {
      daysAfter += Duration.between(last, LAST).toSeconds() / 86_400.0;
    }
    double daysBefore = 365.2 * lastPurchase.size() - daysAfter;
    long after =
        sessions.entrySet().stream()
            .filter(e -> e.getValue().isAfter(lastPurchase.get(e.getKey().split("/")[0])))
            .count();

    double rateAfter = after / daysAfter;
    double rateBefore = (sessions.size() - after) / daysBefore;
    assertThat(rateAfter / rateBefore).isCloseTo(1, within(0.05));
  }

  @Test
  void putsSessionsBeforeAboutAThirdOfThePurchases() {
    Map<String, Instant> purchases =
        tables.baskets().stream()
            .collect(Collectors.toMap(basket -> "p" + basket.basketId(), Basket::at));
    List<ClickEvent> before =
        clicks().stream().filter(click -> click.getSessionId().startsWith("p")).toList();

    assertThat(before)
        .allSatisfy(
            click -> {
              Instant purchase = purchases.get(click.getSessionId());
              assertThat(Duration.between(click.getOccurredAt(), purchase))
                  .isBetween(Duration.ofSeconds(1), Duration.ofHours(6));
            });
    double share =
        before.stream().map(ClickEvent::getSessionId).distinct().count()
            / (double) purchases.size();
    assertThat(share).isCloseTo(0.35, within(0.01));
  }

  @Test
  void receivesAFewPerCentLate() {
    double late =
        all.stream().filter(event -> event.availableAtMicros() > event.occurredAtMicros()).count()
            / (double) all.size();

    assertThat(late).isCloseTo(0.03, within(0.005));
  }

  @Test
  void tellsTicketsInThreeStepsWithRealTexts() {
    Set<String> texts = Set.copyOf(TEXTS);
    Map<TicketKind, List<TicketEvent>> steps =
        all.stream()
            .filter(event -> event.topic() == Topic.TICKETS)
            .map(event -> (TicketEvent) event.record())
            .collect(Collectors.groupingBy(TicketEvent::getKind));

    assertThat(texts).hasSizeGreaterThan(2_900);
    assertThat(steps.get(TicketKind.OPENED))
        .allMatch(step -> step.getAuthor() == TicketAuthor.CUSTOMER)
        .allMatch(step -> texts.contains(step.getText()));
    assertThat(steps.get(TicketKind.MESSAGE))
        .allMatch(step -> step.getAuthor() == TicketAuthor.AGENT && !step.getText().isBlank());
    assertThat(steps.get(TicketKind.CLOSED))
        .allMatch(step -> step.getText() == null)
        .allMatch(step -> step.getSatisfaction() == null || step.getSatisfaction() <= 5)
        .anyMatch(step -> step.getSatisfaction() == null)
        .anyMatch(step -> step.getSatisfaction() != null && step.getSatisfaction() == 1);
    double perCustomer = steps.get(TicketKind.OPENED).size() / (double) households.size();
    assertThat(perCustomer).isCloseTo(365.2 / 180, within(0.15));
  }

  private static List<ClickEvent> clicks() {
    return all.stream()
        .filter(event -> event.topic() == Topic.CLICKSTREAM)
        .map(event -> (ClickEvent) event.record())
        .toList();
  }

  private static List<Event> simulate(Set<String> households) {
    List<Event> events = new ArrayList<>();
    new Simulator(1, FIRST, LAST, TEXTS).simulate(tables, households, events::add);
    return events;
  }
}
