package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestEvents.click;
import static io.tidewatch.scoring.TestEvents.day;
import static io.tidewatch.scoring.TestEvents.purchase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidewatch.models.Release;
import io.tidewatch.models.monitor.GuardRules;
import io.tidewatch.models.monitor.ModelWindow;
import io.tidewatch.models.monitor.Occasion;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScoreMonitorTest {
  private static final GuardSettings WATCHED =
      new GuardSettings(true, GuardRules.DEFAULT, 1, WithoutPrevious.KEEP, false);

  private final Release release = TestModels.churn();
  private CustomerHarness customers;

  @BeforeEach
  void open() throws Exception {
    customers =
        new CustomerHarness(Ordering.ARRIVAL, CustomerHarness.AT_ONCE, 1, 0, WATCHED)
            .start(Optional.empty());
    customers.serve(release);
  }

  @AfterEach
  void close() throws Exception {
    customers.close();
  }

  @Test
  void givesAWindowOnWhenItIsFullOrACheckpointComes() throws Exception {
    int full = WATCHED.scoringsBetweenReports(1);
    assertThat(full).isEqualTo(250);
    buy(full - 1, 0);
    assertThat(windows()).isEmpty();
    buy(1, full);
    assertThat(windows()).extracting(ModelWindow::count).containsExactly((long) full);
    buy(7, 2 * full);
    customers.beforeCheckpoint();
    customers.beforeCheckpoint();
    assertThat(windows()).extracting(ModelWindow::count).containsExactly((long) full, 7L);
    assertThat(customers.observations())
        .extracting(Observation::sha256)
        .containsOnly(release.sha256());
  }

  @Test
  void countsEventsAndRegularTimesApartAndOnlyCustomersWhoHaveBought() throws Exception {
    customers.event(click("k", "looks", day(0)));
    customers.event(purchase("p", "buys", day(0), "tea"));
    customers.watermark(day(3.5));
    customers.beforeCheckpoint();
    ModelWindow window = windows().get(0);
    assertThat(window.scores(Occasion.EVENT).count()).isEqualTo(1);
    assertThat(window.scores(Occasion.REGULAR).count()).isBetween(3L, 4L);
    assertThat(window.notFinite()).isZero();
  }

  @Test
  void tellsOfEachReleaseApart() throws Exception {
    Release next = TestModels.churn("2", 20);
    buy(3, 0);
    customers.serve(next);
    buy(4, 10);
    customers.beforeCheckpoint();
    assertThat(customers.observations())
        .extracting(Observation::sha256)
        .containsExactly(release.sha256(), next.sha256());
    assertThat(windows()).extracting(ModelWindow::count).containsExactly(3L, 4L);
  }

  @Test
  void timesTheModel() throws Exception {
    buy(20, 0);
    customers.beforeCheckpoint();
    assertThat(windows().get(0).medianNanos()).isPositive();
  }

  @Test
  void tellsWhatSampledCustomersDo() throws Exception {
    customers.event(purchase("p", "c", day(0), "tea"));
    customers.watermark(day(1.5));
    customers.event(TestEvents.erasure("e", "c", day(1.6)));
    List<TruthSignal> truth = customers.truth();
    assertThat(truth.get(0)).isEqualTo(TruthSignal.bought("c", day(0).toEpochMilli() * 1_000));
    assertThat(truth.subList(1, truth.size() - 1))
        .isNotEmpty()
        .extracting(TruthSignal::kind, TruthSignal::sha256, TruthSignal::horizonDays)
        .containsOnly(tuple(TruthSignal.Kind.SCORED, release.sha256(), TestModels.HORIZON_DAYS));
    assertThat(truth.get(truth.size() - 1)).isEqualTo(TruthSignal.erased("c"));
  }

  @Test
  void saysNothingWhereGuardsAreOff() throws Exception {
    try (CustomerHarness off = CustomerHarness.open(Ordering.ARRIVAL)) {
      off.serve(release);
      off.event(purchase("p", "c", day(0), "tea"));
      off.watermark(day(2));
      off.beforeCheckpoint();
      assertThat(off.observations()).isEmpty();
      assertThat(off.truth()).isEmpty();
      assertThat(off.records()).isNotEmpty();
    }
  }

  private void buy(int customersWhoBuy, int from) throws Exception {
    for (int i = from; i < from + customersWhoBuy; i++) {
      customers.event(purchase("p" + i, "c" + i, day(0), "tea"));
    }
  }

  private List<ModelWindow> windows() {
    return windows(customers);
  }

  static List<ModelWindow> windows(CustomerHarness customers) {
    return customers.observations().stream()
        .map(observation -> read(((Observation.Window) observation).window()))
        .toList();
  }

  private static ModelWindow read(byte[] window) {
    try {
      return ModelWindow.read(
          new DataInputStream(new ByteArrayInputStream(window)), Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
