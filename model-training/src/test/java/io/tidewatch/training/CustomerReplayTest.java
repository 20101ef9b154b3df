package io.tidewatch.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.schemas.ErasureRequest;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Micros;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CustomerReplayTest {
  private static final long DAY = Micros.PER_DAY;
  private static final long START = PurchaseHistories.START;

  /** What comes later, happens later or arrives later changes no snapshot. */
  @Property(tries = 60)
  void snapshotsKnowNothingOfTheFuture(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int count) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long occurred = START + (long) (random.nextDouble() * 100 * DAY);
      long received =
          random.nextBoolean() ? occurred : occurred + (long) (random.nextDouble() * 30 * DAY);
      events.add(
          random.nextBoolean()
              ? PurchaseHistories.purchase("c", "e" + i, occurred, received, 1 + i, List.of("TEA"))
              : PurchaseHistories.click("c", "e" + i, occurred, received));
    }
    long at = START + (long) (random.nextDouble() * 130 * DAY);
    List<Event> known =
        events.stream()
            .filter(event -> event.availableAtMicros() <= at && event.occurredAtMicros() <= at)
            .toList();
    Collections.shuffle(events, random);

    CustomerReplay all = CustomerReplay.of("c", events, new long[] {at}, 28);
    CustomerReplay past = CustomerReplay.of("c", known, new long[] {at}, 28);

    Snapshot ofAll = all.snapshots().get(0);
    Snapshot ofPast = past.snapshots().get(0);
    assertThat(ofAll.features()).containsExactly(ofPast.features());
    assertThat(ofAll.steps()).isEqualTo(ofPast.steps());
    int width = past.stepInputs().length;
    for (int i = 0; i < width; i++) {
      assertThat(all.stepInputs()[i]).isEqualTo(past.stepInputs()[i]);
    }
  }

  @Test
  void labelsLookFromTheSnapshotToTheHorizon() {
    List<Event> events =
        List.of(
            bought("a", 0, 100), bought("b", 10, 200), bought("c", 20, 400), bought("d", 60, 800));
    CustomerReplay replay = CustomerReplay.of("c", events, days(1, 10, 14, 25, 33), 28);
    assertThat(replay.snapshots().stream().map(Snapshot::churned))
        .containsExactly(false, false, false, true, false);
    assertThat(replay.snapshots().stream().map(Snapshot::purchased7))
        .containsExactly(false, false, true, false, false);
    assertThat(replay.snapshots().stream().map(Snapshot::spendMinor))
        .containsExactly(600L, 400L, 400L, 0L, 800L);
  }

  @Test
  void aLatePurchaseIsNoFeatureBeforeItArrivesAndNoLabelAfterItHappened() {
    Event late = PurchaseHistories.purchase("c", "late", START + 10 * DAY, START + 40 * DAY, 700);
    List<Event> events = List.of(bought("a", 0, 100), late);
    Snapshot snapshot = CustomerReplay.of("c", events, days(20), 28).snapshots().get(0);
    assertThat(snapshot.steps()).isEqualTo(1);
    assertThat(snapshot.churned()).isTrue();
  }

  @Test
  void duplicatesCountOnceInStepsBasketsAndLabels() {
    Event once =
        PurchaseHistories.purchase("c", "x", START + DAY, START + DAY, 300, List.of("TEA"));
    CustomerReplay replay = CustomerReplay.of("c", List.of(once, once), days(0), 28);
    assertThat(replay.baskets().baskets()).hasSize(1);
    assertThat(replay.snapshots().get(0).spendMinor()).isEqualTo(300);
  }

  @Test
  void anErasureForgetsAllBeforeIt() {
    Event erased =
        Event.of(
            ErasureRequest.newBuilder()
                .setEventId("gone")
                .setCustomerId("c")
                .setOccurredAt(Micros.toInstant(START + 5 * DAY))
                .setRequestedBy("desk")
                .build());
    List<Event> events = List.of(bought("a", 0, 100), erased, bought("b", 9, 200));
    CustomerReplay replay = CustomerReplay.of("c", events, days(3, 6, 10), 28);
    float[] empty = CustomerReplay.of("c", List.of(), days(6), 28).snapshots().get(0).features();
    assertThat(replay.snapshots().get(0).features()).isNotEqualTo(empty);
    assertThat(replay.snapshots().get(1).features()).containsExactly(empty);
    assertThat(replay.snapshots().get(2).steps()).isEqualTo(1);
    assertThat(CustomerReplay.sinceErasure(events)).hasSize(1);
  }

  @Test
  void comesBackFromBytesAsItWas() {
    List<Event> events =
        PurchaseHistories.customers(1, 90, 7).stream()
            .filter(event -> event.customerId().equals("c0"))
            .toList();
    CustomerReplay replay = CustomerReplay.of("c0", events, days(30, 60), 28);
    CustomerReplay read = ReplayCodec.read(ReplayCodec.write(replay));
    assertThat(read.stepInputs()).containsExactly(replay.stepInputs());
    assertThat(read.baskets()).isEqualTo(replay.baskets());
    assertThat(read.snapshots()).usingRecursiveComparison().isEqualTo(replay.snapshots());
    assertThat(read.snapshots().get(0).features()).hasSize(FeatureCatalogue.size());
  }

  private static Event bought(String id, long day, long amount) {
    return PurchaseHistories.purchase("c", id, START + day * DAY, START + day * DAY, amount);
  }

  private static long[] days(long... days) {
    long[] at = new long[days.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = START + days[i] * DAY;
    }
    return at;
  }
}
