package io.tidewatch.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.QuickBench;
import io.tidewatch.benchmarks.SharedVenues;
import io.tidewatch.benchmarks.pipeline.Venues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The command as it is called, in its short version. */
@ExtendWith(SharedVenues.class)
class CollectorBenchmarkIT {
  @Test
  void countsAcknowledgedEvents(Venues venues) throws Exception {
    JsonNode row = QuickBench.run(venues, "collector").get("rows").get(0);
    assertThat(row.get("eventsPerSecond").asDouble()).isPositive();
    assertThat(row.get("p99Millis").asDouble()).isPositive();
    assertThat(row.get("maxMillis").asDouble())
        .isGreaterThanOrEqualTo(row.get("p50Millis").asDouble());
  }
}
