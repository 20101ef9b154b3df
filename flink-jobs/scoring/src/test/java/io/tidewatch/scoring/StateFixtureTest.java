package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelStatus;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.OfferReasons;
import io.tidewatch.schemas.Suppression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;

/**
 * Restores a committed snapshot of the customer operator, written by layout version 1: customers,
 * timers, kept events, counts and what serves. Whatever a later version changes, it must go on from
 * here as that version would have. Compared is what does not depend on the feature catalogue, which
 * may grow: offers, why others were held back, and counts. The models are pushed anew, because
 * those in the snapshot may have been trained for another catalogue.
 */
class StateFixtureTest {
  private static final Path SNAPSHOT = Path.of("src/test/resources/customer-operator-v1.snapshot");
  private static final Path EXPECTED = Path.of("src/test/resources/customer-operator-v1.expected");
  private static final List<Event> EVENTS = TestEvents.random(1, 4, 80);
  private static final int SNAPSHOT_AT = 50;

  @Test
  void restoresTheFirstLayoutAndGoesOnAsItWouldHave() throws Exception {
    if (Boolean.getBoolean("tidewatch.regenerate")) {
      regenerate();
    }
    assertThat(SNAPSHOT)
        .as(
            "written by: mvn -pl flink-jobs/scoring test -Dtest=StateFixtureTest"
                + " -Dtidewatch.regenerate=true; never write a released version anew")
        .exists();
    OperatorSubtaskState snapshot = OperatorSnapshotUtil.readStateHandle(SNAPSHOT.toString());
    try (CustomerHarness customers =
        CustomerHarness.restored(Ordering.EVENT_TIME, 1, 0, snapshot)) {
      assertThat(goesOn(customers)).isEqualTo(Files.readAllLines(EXPECTED));
    }
  }

  @Test
  void takesWhatServedInTheFirstLayoutForChampions() throws Exception {
    OperatorSubtaskState snapshot = OperatorSnapshotUtil.readStateHandle(SNAPSHOT.toString());
    try (CustomerHarness customers =
        CustomerHarness.restored(Ordering.EVENT_TIME, 1, 0, snapshot)) {
      customers.watermark(TestEvents.day(21));
      // Whether they serve or are refused depends on the catalogue of this build.
      assertThat(customers.records(ModelStatus.class))
          .extracting(ModelStatus::getName, ModelStatus::getRole)
          .containsExactlyInAnyOrder(
              tuple("churn", ModelRole.CHAMPION), tuple("recommender", ModelRole.CHAMPION));
    }
  }

  private static void regenerate() throws Exception {
    try (CustomerHarness customers = CustomerHarness.serving(Ordering.EVENT_TIME)) {
      for (Event event : EVENTS.subList(0, SNAPSHOT_AT)) {
        customers.event(event);
      }
      customers.watermark(TestEvents.day(20));
      Files.createDirectories(SNAPSHOT.getParent());
      OperatorSnapshotUtil.writeStateHandle(customers.snapshot(), SNAPSHOT.toString());
    }
    try (CustomerHarness customers =
        CustomerHarness.restored(
            Ordering.EVENT_TIME, 1, 0, OperatorSnapshotUtil.readStateHandle(SNAPSHOT.toString()))) {
      writeLines(EXPECTED, goesOn(customers));
    }
  }

  /** Offers and counts after the rest of the events. */
  private static List<String> goesOn(CustomerHarness customers) throws Exception {
    customers.serve(TestModels.churn());
    customers.serve(TestModels.recommender());
    for (Event event : EVENTS.subList(SNAPSHOT_AT, EVENTS.size())) {
      customers.event(event);
    }
    customers.watermark(TestEvents.day(70));
    return Stream.concat(
            customers.records().stream().flatMap(StateFixtureTest::line),
            customers.counts().entrySet().stream().map(Object::toString))
        .toList();
  }

  private static Stream<String> line(SpecificRecord record) {
    if (record instanceof NextBestOffer offer) {
      return Stream.of(
          String.join(
              " ", offer.getCustomerId(), offer.getTriggerEventId(), offer.getOfferId(), "made"));
    }
    return record instanceof Suppression held
        ? OfferReasons.heldBack(held).entrySet().stream()
            .flatMap(
                offers ->
                    offers.getValue().stream()
                        .map(
                            offerId ->
                                String.join(
                                    " ",
                                    held.getCustomerId(),
                                    held.getTriggerEventId(),
                                    offerId,
                                    offers.getKey().name())))
        : Stream.of();
  }

  private static void writeLines(Path file, List<String> lines) throws IOException {
    Files.write(file, lines);
  }
}
