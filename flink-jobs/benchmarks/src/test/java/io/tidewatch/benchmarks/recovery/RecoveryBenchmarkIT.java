package io.tidewatch.benchmarks.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.QuickBench;
import io.tidewatch.benchmarks.SharedVenues;
import io.tidewatch.benchmarks.pipeline.Venues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The command as it is called, in its short version: a real kill, a real restore. */
@ExtendWith(SharedVenues.class)
class RecoveryBenchmarkIT {
  @Test
  void aKillInTheMiddleOfTheLoadChangesNoDecision(Venues venues) throws Exception {
    JsonNode json = QuickBench.run(venues, "recovery");

    // Every event is logged, and is there again after the kill, bit for bit.
    assertThat(json.at("/details/equal").asLong()).isGreaterThan(6_000);
    assertThat(json.at("/details/lost").asLong()).isZero();
    assertThat(json.at("/details/unexpected").asLong()).isZero();
    assertThat(json.at("/details/differing").asLong()).isZero();
    assertThat(json.get("rows")).hasSize(1);
    assertThat(json.at("/rows/0/sent").asLong()).isBetween(3_000L, 5_999L);
  }
}
