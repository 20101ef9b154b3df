package io.tidewatch.benchmarks.soak;

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
class SoakBenchmarkIT {
  @TempDir private Path plots;

  @Test
  void swapsModelsUnderLoadAndWatchesMemory(Venues venues) throws Exception {
    JsonNode json = QuickBench.run(venues, "soak", "--plots", plots.toString());

    assertThat(json.at("/details/served").asInt()).isPositive();
    JsonNode rows = json.get("rows");
    assertThat(rows).hasSizeGreaterThanOrEqualTo(3);
    JsonNode last = rows.get(rows.size() - 1);
    assertThat(last.get("events").asLong()).isPositive();
    assertThat(last.get("outputs").asLong()).isPositive();
    assertThat(last.get("heap").asDouble()).isPositive();
    assertThat(last.get("rss").asDouble()).isGreaterThan(last.get("heap").asDouble());
    assertThat(json.at("/details/heap/medianMiB").asDouble()).isPositive();
    assertThat(plots.resolve("soak-memory.svg")).isNotEmptyFile();
  }
}
