package io.tidewatch.benchmarks.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.QuickBench;
import io.tidewatch.benchmarks.pipeline.Venues;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TextBenchmarkTest {
  @AutoClose private final Venues venues = new Venues();

  @Test
  void measuresBothLanguages() throws Exception {
    JsonNode report = QuickBench.run(venues, "text", "--rounds", "1");
    assertThat(report.get("rows")).hasSize(2);
    for (JsonNode row : report.get("rows")) {
      assertThat(row.get("textsPerSecond").doubleValue()).isPositive();
      assertThat(row.get("textsPerCpuSecond").doubleValue()).isPositive();
    }
    assertThat(report.has("heapMegabytesOfModels")).isTrue();
  }
}
