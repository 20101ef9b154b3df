package io.tidewatch.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.QuickBench;
import io.tidewatch.benchmarks.SharedVenues;
import io.tidewatch.benchmarks.pipeline.Venues;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is called, in its short version. */
@ExtendWith(SharedVenues.class)
class LatencyBenchmarkIT {
  @TempDir private Path plots;

  @Test
  void timesDecisionsBesideCopies(Venues venues) throws Exception {
    // Exactly once differs by settings alone, and would take as long again.
    JsonNode json =
        QuickBench.run(
            venues, "latency", "--delivery", "at-least-once", "--plots", plots.toString());

    assertThat(json.at("/ratios/latencyP99~1passThrough").asDouble()).isPositive();
    assertThat(json.at("/ratios/latencyP99~1passThrough@500").asDouble()).isPositive();
    assertThat(json.at("/details/windows")).hasSize(2);
    for (JsonNode window : json.at("/details/windows")) {
      assertThat(window.get("drained").asBoolean()).isTrue();
      assertThat(window.get("sent").asLong()).isEqualTo(1_000);
      boolean copies = window.get("contender").asText().equals(Contender.PASS_THROUGH);
      assertThat(window.get("timed").asLong()).isBetween(copies ? 1_000L : 50L, 1_000L);
      assertThat(window.at("/dueToReadMicros/p50").asLong()).isPositive();
    }
    assertThat(plots.resolve("latency-at-least-once.svg")).isNotEmptyFile();
    assertThat(plots.resolve("latency-exactly-once.svg")).doesNotExist();
  }
}
