package io.tidewatch.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LatenciesTest {
  private static final long SECOND = 1_000_000_000L; // milliseconds since 1970

  @Test
  void measuresFromAppendAndFromWhenTheEventWasDue() {
    Sent sent = sent(7, 1);
    Decided decided = new Decided();
    decided.add(DecisionKind.SCORE, 7, SECOND + 9, (SECOND + 10) * 1_000 + 250);

    Latencies latencies = Latencies.of(sent, decided);

    assertThat(latencies.events()).isEqualTo(1);
    // Appended 2 ms after it was due, by sent().
    assertThat(latencies.appendToAppend().getMaxValue()).isBetween(7_000L, 7_007L);
    assertThat(latencies.appendToRead().getMaxValue()).isBetween(8_250L, 8_258L);
    assertThat(latencies.actedOnToRead().getTotalCount()).isZero(); // a score on decision-log
    assertThat(latencies.dueToRead().getMaxValue()).isBetween(10_250L, 10_260L);
  }

  @Test
  void countsAnEventOnceWhenItsLastRecordIsOut() {
    Sent sent = sent(0, 2);
    Decided decided = new Decided();
    decided.add(DecisionKind.OFFER, 1, SECOND + 5, (SECOND + 5) * 1_000);
    decided.add(DecisionKind.SUPPRESSION, 1, SECOND + 30, (SECOND + 31) * 1_000);
    decided.add(DecisionKind.SUPPRESSION, 1, SECOND + 20, (SECOND + 33) * 1_000);

    Latencies latencies = Latencies.of(sent, decided);

    assertThat(latencies.events()).isEqualTo(1);
    assertThat(latencies.appendToAppend().getMaxValue()).isBetween(28_000L, 28_032L);
    assertThat(latencies.actedOnToRead().getMaxValue()).isBetween(3_000L, 3_004L);
    assertThat(latencies.records())
        .isEqualTo(Map.of(DecisionKind.OFFER, 1L, DecisionKind.SUPPRESSION, 2L));
  }

  @Test
  void leavesOutDecisionsOfOtherWindows() {
    Decided decided = new Decided();
    decided.add(DecisionKind.SCORE, 9, SECOND, SECOND * 1_000);
    decided.add(DecisionKind.SCORE, 13, SECOND, SECOND * 1_000);

    assertThat(Latencies.of(sent(10, 3), decided).events()).isZero();
  }

  @Test
  void survivesTheWayThroughAPipe() throws Exception {
    Decided decided = new Decided();
    for (int i = 0; i < 5_000; i++) {
      decided.add(DecisionKind.ALERT, i, SECOND + 3 + i % 90, (SECOND + 4 + i % 90) * 1_000);
    }
    Latencies latencies = Latencies.of(sent(0, 5_000), decided);

    Latencies read = Latencies.of(latencies.toJson());

    assertThat(read.appendToAppend()).isEqualTo(latencies.appendToAppend());
    assertThat(read.appendToRead()).isEqualTo(latencies.appendToRead());
    assertThat(read.actedOnToRead()).isEqualTo(latencies.actedOnToRead());
    assertThat(read.dueToRead()).isEqualTo(latencies.dueToRead());
    assertThat(read.records()).isEqualTo(latencies.records());
  }

  /** Events due at one moment, each appended 2 ms later. */
  private static Sent sent(long first, int count) {
    long[] due = new long[count];
    long[] appended = new long[count];
    Arrays.fill(due, SECOND * 1_000);
    Arrays.fill(appended, SECOND + 2);
    return new Sent(first, due, appended, SECOND * 1_000);
  }
}
