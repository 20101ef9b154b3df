package io.tidewatch.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.QuickBench;
import io.tidewatch.benchmarks.SharedVenues;
import io.tidewatch.benchmarks.pipeline.Venues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The command as it is called, in its short version: models swapped under load. */
@ExtendWith(SharedVenues.class)
class SwapBenchmarkIT {
  @Test
  void swapsLoseAndDoubleNothingAndEveryDecisionNamesAReleaseThatServed(Venues venues)
      throws Exception {
    JsonNode json = QuickBench.run(venues, "swap");

    assertThat(json.get("swaps").asInt()).isGreaterThanOrEqualTo(3);
    assertThat(json.get("lost").asLong()).isZero();
    assertThat(json.get("doubled").asLong()).isZero();
    assertThat(json.get("unknownReleases").asLong()).isZero();
    assertThat(json.get("retiredReleases").asLong()).isZero();
    assertThat(json.get("releasesThatScored").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(json.at("/ratios/latencyP99~1noSwap").asDouble()).isPositive();
    assertThat(json.get("rows")).hasSize(2);
    assertThat(json.get("rows"))
        .allSatisfy(window -> assertThat(window.get("events").asLong()).isPositive());
  }
}
