package io.tidewatch.scoring;

import static io.tidewatch.scoring.IdentityHarness.WIDE;
import static io.tidewatch.scoring.IdentityHarness.link;
import static io.tidewatch.scoring.TestEvents.click;
import static io.tidewatch.scoring.TestEvents.day;
import static io.tidewatch.scoring.TestEvents.erasure;
import static io.tidewatch.scoring.TestEvents.profile;
import static io.tidewatch.scoring.TestEvents.purchase;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.schemas.ConsentPurpose;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.NextBestOffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VisitorOperatorTest {
  private static final String VISITOR = "anonymous:a1";
  private static final String OTHER = "anonymous:a2";

  private final Random random = new Random(1);

  private IdentityHarness identities(Ordering ordering) throws Exception {
    return new IdentityHarness(WIDE, ordering, Optional.empty());
  }

  private void send(IdentityHarness identities, Event... events) throws Exception {
    for (Event event : events) {
      identities.event(event);
      identities.arrive(random, Integer.MAX_VALUE);
    }
  }

  private static long clicks(IdentityHarness identities, String id) throws Exception {
    CustomerState state = identities.states().get(id);
    return state == null ? 0 : state.clicks();
  }

  @Test
  void aVisitorIsACustomerUntilItIsKnownWho() throws Exception {
    try (IdentityHarness identities = identities(Ordering.ARRIVAL)) {
      send(identities, click("v1", VISITOR, day(1)), click("o1", "c1", day(1)));
      assertThat(identities.states()).containsOnlyKeys(VISITOR, "c1");
      send(identities, link("l1", VISITOR, day(2), "c1"));
      assertThat(identities.states()).containsOnlyKeys("c1");
      assertThat(clicks(identities, "c1")).isEqualTo(2);
      send(identities, click("late", VISITOR, day(0.5)), click("v2", VISITOR, day(3)));
      assertThat(clicks(identities, "c1")).isEqualTo(4);
      send(identities, link("l2", VISITOR, day(4), null));
      assertThat(clicks(identities, "c1")).isEqualTo(1);
      assertThat(clicks(identities, VISITOR)).isEqualTo(3);
    }
  }

  @Test
  void onlyTheOneWhoLeavesTakesEventsAway() throws Exception {
    try (IdentityHarness identities = identities(Ordering.ARRIVAL)) {
      send(
          identities,
          link("l1", VISITOR, day(1), "c1"),
          link("l2", OTHER, day(1), "c1"),
          click("v1", VISITOR, day(2)),
          click("o1", OTHER, day(2)),
          click("o2", OTHER, day(2)),
          link("l3", VISITOR, day(3), "c2"));
      assertThat(clicks(identities, "c1")).isEqualTo(2);
      assertThat(clicks(identities, "c2")).isEqualTo(1);
      send(identities, link("l4", OTHER, day(3), "c2"));
      assertThat(identities.states()).containsOnlyKeys("c2");
      assertThat(clicks(identities, "c2")).isEqualTo(3);
    }
  }

  @Test
  void anOlderLinkThatComesLaterChangesNothing() throws Exception {
    try (IdentityHarness identities = identities(Ordering.ARRIVAL)) {
      send(
          identities,
          click("v1", VISITOR, day(1)),
          link("l2", VISITOR, day(3), "c2"),
          link("l1", VISITOR, day(2), "c1"));
      assertThat(identities.states()).containsOnlyKeys("c2");
    }
  }

  @Test
  void anEventThatComesTwiceCountsOnceHoweverMuchCameBetween() throws Exception {
    try (IdentityHarness identities = identities(Ordering.ARRIVAL)) {
      for (int repeat = 0; repeat < 2; repeat++) {
        for (int i = 0; i < 50; i++) {
          send(identities, click("v" + i, VISITOR, day(1)));
        }
      }
      assertThat(clicks(identities, VISITOR)).isEqualTo(50);
      send(identities, link("l1", VISITOR, day(2), "c1"), click("v7", VISITOR, day(1)));
      assertThat(clicks(identities, "c1")).isEqualTo(50);
    }
  }

  @ParameterizedTest
  @EnumSource
  void decidesNothingAtHistory(Ordering ordering) throws Exception {
    try (IdentityHarness identities = identities(ordering)) {
      identities.customers.serveEverything();
      send(identities, profile("p", "c1", day(0)));
      for (int i = 0; i < 6; i++) {
        send(identities, purchase("v" + i, VISITOR, day(1 + i), "coffee"));
      }
      identities.watermark(random, day(7.1));
      int before = of(identities, "c1");
      assertThat(of(identities, VISITOR)).isPositive();
      send(identities, link("l1", VISITOR, day(7.2), "c1"));
      identities.watermark(random, day(7.3));
      assertThat(identities.states().get("c1").purchases()).isEqualTo(6);
      assertThat(of(identities, "c1")).isEqualTo(before);
      send(identities, purchase("own", "c1", day(7.4), "coffee"));
      identities.watermark(random, day(7.5));
      assertThat(identities.customers.records(NextBestOffer.class))
          .anyMatch(offer -> offer.getCustomerId().equals("c1"));
      assertThat(identities.customers.records(CustomerScore.class))
          .anyMatch(score -> score.getCustomerId().equals("c1"));
    }
  }

  private static int of(IdentityHarness identities, String customerId) {
    return (int)
        identities.customers.records().stream()
            .filter(record -> customerId.equals(field(record, "customerId")))
            .count();
  }

  private static Object field(SpecificRecord record, String name) {
    var field = record.getSchema().getField(name);
    return field == null ? null : record.get(field.pos());
  }

  @Test
  void remembersWhatWasMadeToTheCustomerWhenTheVisitorLeaves() throws Exception {
    try (IdentityHarness identities = identities(Ordering.ARRIVAL)) {
      identities.customers.serveEverything();
      send(
          identities,
          profile("p", "c1", day(0)),
          link("l1", VISITOR, day(1), "c1"),
          purchase("v1", VISITOR, day(2), "coffee"));
      int contacts = identities.states().get("c1").contactsSince(0);
      assertThat(contacts).isPositive();
      send(identities, link("l2", VISITOR, day(3), null));
      CustomerState state = identities.states().get("c1");
      assertThat(state.purchases()).isZero();
      assertThat(state.contactsSince(0)).isEqualTo(contacts);
      assertThat(state.lastScoreAt()).isPositive();
      send(identities, purchase("o1", "c1", day(4), "coffee"));
      assertThat(identities.states().get("c1").purchases()).isEqualTo(1);
    }
  }

  @Test
  void profilesOfVisitorsDoNotMove() throws Exception {
    try (IdentityHarness identities = identities(Ordering.ARRIVAL)) {
      send(
          identities,
          profile("p", VISITOR, day(0)),
          click("v1", VISITOR, day(1)),
          link("l1", VISITOR, day(2), "c1"));
      assertThat(identities.states().get("c1").consents(ConsentPurpose.MARKETING)).isFalse();
      assertThat(identities.states().get(VISITOR).hasProfile()).isTrue();
    }
  }

  @Test
  void anErasureOfTheCustomerAsksForThoseOfTheVisitors() throws Exception {
    try (IdentityHarness identities = identities(Ordering.ARRIVAL)) {
      send(
          identities,
          click("o1", "c1", day(1)),
          click("v1", VISITOR, day(1)),
          link("l1", VISITOR, day(2), "c1"),
          link("l2", OTHER, day(2), "c1"), // of whom no event ever came
          erasure("e1", "c1", day(3)),
          click("v2", VISITOR, day(3)));
      var requests = identities.customers.records(ErasureRequest.class);
      assertThat(requests)
          .extracting(ErasureRequest::getCustomerId)
          .containsExactlyInAnyOrder(VISITOR, OTHER);
      assertThat(requests).extracting(ErasureRequest::getRequestedBy).containsOnly("privacy desk");
      for (ErasureRequest request : requests) {
        send(identities, Event.of(request));
      }
      assertThat(identities.states()).isEmpty();
      assertThat(identities.keyedStatesOfVisitors()).isZero();
      assertThat(identities.customers.keyedStates()).isZero();
      assertThat(identities.customers.records(ErasureRequest.class)).hasSize(2);
      send(identities, click("v3", VISITOR, day(4)), link("l3", VISITOR, day(4), "c2"));
      assertThat(identities.states()).isEmpty();
      assertThat(identities.keyedStatesOfVisitors()).isZero();
      assertThat(identities.timersOfVisitors()).isZero();
    }
  }

  @Test
  void anErasureOfTheVisitorTakesTheEventsFromTheCustomer() throws Exception {
    try (IdentityHarness identities = identities(Ordering.ARRIVAL)) {
      send(
          identities,
          click("o1", "c1", day(1)),
          click("v1", VISITOR, day(1)),
          link("l1", VISITOR, day(2), "c1"),
          erasure("e1", VISITOR, day(3)));
      assertThat(clicks(identities, "c1")).isEqualTo(1);
      assertThat(identities.states()).containsOnlyKeys("c1");
      assertThat(identities.keyedStatesOfVisitors()).isZero();
    }
  }

  @Test
  void olderEventsThanTheBoundAllowsStayWhereTheyAre() throws Exception {
    var bounds = new VisitorOperator.Bounds(10, Duration.ofDays(90));
    try (IdentityHarness identities =
        new IdentityHarness(bounds, Ordering.ARRIVAL, Optional.empty())) {
      for (int i = 0; i < 11; i++) {
        send(identities, click("v" + i, VISITOR, day(1 + i)));
      }
      send(identities, link("l1", VISITOR, day(20), "c1"));
      assertThat(clicks(identities, VISITOR)).isEqualTo(6);
      assertThat(clicks(identities, "c1")).isEqualTo(5);
      assertThat(identities.states().get("c1").firstEventAt() / 1_000)
          .isEqualTo(day(7).toEpochMilli());
    }
  }

  @Test
  void aVisitorWhoIsSilentForLongIsForgottenAndTheCustomerKeepsEverything() throws Exception {
    try (IdentityHarness identities = identities(Ordering.ARRIVAL)) {
      send(
          identities,
          click("o1", "c1", day(1)),
          click("v1", VISITOR, day(1)),
          link("l1", VISITOR, day(2), "c1"),
          click("v2", VISITOR, day(50)));
      identities.watermark(random, day(139));
      assertThat(identities.states().get("c1").hasVisitors()).isTrue();
      identities.watermark(random, day(141));
      assertThat(identities.keyedStatesOfVisitors()).isZero();
      CustomerState state = identities.states().get("c1");
      assertThat(state.clicks()).isEqualTo(3);
      assertThat(state.hasVisitors()).isFalse();
      send(identities, click("v3", VISITOR, day(142)));
      assertThat(clicks(identities, VISITOR)).isEqualTo(1);
    }
  }

  @Test
  void goesOnFromACheckpoint() throws Exception {
    IdentityHarness.Checkpoint checkpoint;
    try (IdentityHarness identities = identities(Ordering.ARRIVAL)) {
      send(
          identities,
          click("v1", VISITOR, day(1)),
          click("o1", OTHER, day(1)),
          link("l1", VISITOR, day(2), "c1"),
          link("l2", OTHER, day(2), "c1"));
      checkpoint = identities.checkpoint(random);
    }
    try (IdentityHarness identities =
        new IdentityHarness(WIDE, Ordering.ARRIVAL, Optional.of(checkpoint))) {
      send(
          identities,
          click("v1", VISITOR, day(1)),
          link("l3", VISITOR, day(3), null),
          click("v2", VISITOR, day(4)));
      assertThat(clicks(identities, "c1")).isEqualTo(1);
      assertThat(clicks(identities, VISITOR)).isEqualTo(2);
    }
  }

  @Test
  void customersWithoutVisitorsAreStoredAsBefore() throws Exception {
    try (IdentityHarness identities = identities(Ordering.ARRIVAL)) {
      send(identities, click("o1", "c1", day(1)), link("l1", VISITOR, day(2), "c1"));
      Map<String, String> states = identities.customers.states();
      assertThat(states.get("c1")).startsWith("03");
      send(identities, click("v1", VISITOR, day(2)));
      assertThat(identities.customers.states().get("c1")).startsWith("04");
    }
  }
}
