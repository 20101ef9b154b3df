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
class QueryBenchmarkIT {
  @Test
  void timesRightAnswers(Venues venues) throws Exception {
    JsonNode report = QuickBench.run(venues, "query");
    JsonNode row = report.get("rows").get(0);
    assertThat(row.get("p99Millis").asDouble()).isPositive();
    assertThat(report.at("/details/storeMiB").asDouble()).isPositive();
  }
}
