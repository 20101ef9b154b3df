package io.tidewatch.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.QuickBench;
import io.tidewatch.benchmarks.SharedVenues;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands as they are called, in their short version. */
@ExtendWith(SharedVenues.class)
class PipelineBenchmarksIT {
  @TempDir private Path plots;

  @Test
  void throughputComparesContendersAndDrawsThem(Venues venues) throws Exception {
    JsonNode json =
        QuickBench.run(
            venues, "throughput", "--only", "scoring,rawRocksDb", "--plots", plots.toString());
    assertThat(json.at("/ratios/scoring~1rawRocksDb").asDouble()).isPositive();
    assertThat(json.at("/spread/scoring~1rawRocksDb/values")).hasSize(1);
    assertThat(json.get("stateBytesPerCustomer").asDouble()).isBetween(500.0, 1_500.0);
    assertThat(json.get("machine")).isNotEmpty();
    assertThat(plots.resolve("throughput-throughput.svg")).isNotEmptyFile();
  }

  @Test
  void throughputComparesManyOffersWithNone(Venues venues) throws Exception {
    JsonNode json = QuickBench.run(venues, "throughput", "--only", "offers200,offers0");
    assertThat(json.at("/ratios/offers200~1offers0").asDouble()).isPositive();
    // Decisions on offers are most of what comes out.
    // Of the whole run: the visits that a few customers open may all lie in the warm-up.
    JsonNode round = json.at("/details/rounds/0");
    assertThat(round.at("/offers200/totalOutputs").asDouble())
        .isGreaterThan(2 * round.at("/offers0/totalOutputs").asDouble());
  }

  @Test
  void growthComparesSizes(Venues venues) throws Exception {
    JsonNode json = QuickBench.run(venues, "growth", "--plots", plots.toString());
    assertThat(json.at("/ratios/throughput@2k~1throughput@500").asDouble()).isPositive();
    assertThat(json.get("rows")).hasSize(2);
    assertThat(json.at("/rows/1/stateMiB").asDouble())
        .isGreaterThan(json.at("/rows/0/stateMiB").asDouble());
    assertThat(json.at("/rows/1/restoreSeconds").isNumber()).isTrue();
    assertThat(plots.resolve("growth-throughput.svg")).isNotEmptyFile();
  }
}
