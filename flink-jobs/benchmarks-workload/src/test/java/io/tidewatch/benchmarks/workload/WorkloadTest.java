package io.tidewatch.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.Topic;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final int EVENTS = 20_000;
  private final Workload workload = new Workload(1_000, 7);

  @Test
  void anEventDependsOnSeedAndNumberAlone() {
    Workload again = new Workload(1_000, 7);
    Workload other = new Workload(1_000, 8);
    assertThat(again.event(4_711).record()).isEqualTo(workload.event(4_711).record());
    assertThat(other.event(4_711).record()).isNotEqualTo(workload.event(4_711).record());
  }

  @Test
  void theCustomerIsKnownWithoutMakingTheEvent() {
    for (long number = 0; number < 500; number++) {
      assertThat(workload.event(number).customerId())
          .isEqualTo(Customers.id(workload.customerOf(number)));
    }
  }

  @Test
  void kindsComeInTheSharesThatAreSaid() {
    Map<Topic, Integer> counts = new EnumMap<>(Topic.class);
    Set<Integer> lines = new HashSet<>();
    for (long number = 0; number < EVENTS; number++) {
      Event event = workload.event(number);
      counts.merge(event.topic(), 1, Integer::sum);
      if (event.record() instanceof PurchaseEvent purchase) {
        lines.add(purchase.getLines().size());
      }
    }
    assertThat(counts)
        .containsOnlyKeys(Topic.CLICKSTREAM, Topic.PURCHASES, Topic.TICKETS, Topic.OUTCOMES);
    assertThat(counts.get(Topic.CLICKSTREAM) / (double) EVENTS).isCloseTo(0.86, within(0.02));
    assertThat(counts.get(Topic.PURCHASES) / (double) EVENTS).isCloseTo(0.10, within(0.02));
    assertThat(counts.get(Topic.TICKETS) / (double) EVENTS).isCloseTo(0.02, within(0.01));
    assertThat(lines).containsExactlyInAnyOrder(1, 2, 3);
  }

  @Test
  void everyCustomerHasOneNumberAndOneId() {
    for (int number : new int[] {0, 1, 42, 999_999, 9_999_999}) {
      assertThat(Customers.id(number)).hasSize(16);
      assertThat(Customers.number(Customers.id(number))).isEqualTo(number);
    }
  }

  @Test
  void customersComeAsOftenHoweverManyThereAre() {
    Workload larger = new Workload(100_000, 7);
    assertThat(workload.eventsPerSecond()).isEqualTo(10);
    assertThat(workload.timeOf(1_000)).isEqualTo(larger.timeOf(100_000));
    assertThat(workload.event(1_000).occurredAtMicros())
        .isEqualTo(Micros.of(Workload.START.plusSeconds(100)));
  }

  @Test
  void offersAreValidThroughout() {
    assertThat(Workload.offers())
        .hasSize(24)
        .allMatch(offer -> offer.getValidFrom().isBefore(Workload.START))
        .allMatch(offer -> offer.getValidUntil().isAfter(workload.timeOf(10_000_000)));
  }
}
