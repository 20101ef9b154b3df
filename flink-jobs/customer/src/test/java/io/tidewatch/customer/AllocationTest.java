package io.tidewatch.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.PurchaseEvent;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the hot path allocates: measured on this thread by the JVM. */
class AllocationTest {
  @Test
  void foldingAndScoringAllocateTheTermsOfFeaturesAlone() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<Event> events =
        TestEvents.random(1, 40_000).stream()
            .filter(e -> e.record() instanceof ClickEvent || e.record() instanceof PurchaseEvent)
            .toList();
    CustomerState state = new CustomerState();
    run(state, events.subList(0, 15_000));

    List<Event> measured = events.subList(15_000, 25_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    run(state, measured);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    // CustomerAt and PurchaseRhythm of each event.
    assertThat(bytes).isLessThan(200L * measured.size());
  }

  /** By this the cache of customers is sized (scoring.cache-customers). */
  @Test
  void aStateWithAllHistoriesTakesAboutAsMuchHeapAsIsSaid() throws IOException {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] full =
        Files.readAllBytes(Path.of("src/test/resources/io/tidewatch/customer/state-v3.bin"));
    List<CustomerState> states = new ArrayList<>(1_000);
    var in = new DataInputStream(new ByteArrayInputStream(full));
    in.mark(full.length);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000; i++) {
      states.add(CustomerStateLayout.read(in));
      in.reset();
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    // 2,709 stay; the rest is what reading takes for texts and gives back.
    assertThat(bytes / states.size()).isBetween(2_700L, 3_600L);
  }

  private static void run(CustomerState state, List<Event> events) {
    Fold fold = new Fold();
    float[] vector = new float[FeatureCatalogue.size()];
    float[] step = new float[ChurnStep.WIDTH];
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      fold.fold(state, event);
      if (state.steps().count() > 0) {
        ChurnStep.input(state.steps(), state.steps().count() - 1, step);
      }
      FeatureCatalogue.vector(state, event.availableAtMicros(), vector);
    }
  }
}
