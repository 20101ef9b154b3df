package io.tidewatch.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.benchmarks.BenchCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as it is called, in its short version. */
class SoakBenchmarkIT {
  @TempDir private Path plots;

  @Test
  void swapsModelsUnderLoadAndWatchesMemory() throws Exception {
    StringWriter out = new StringWriter();
    CommandLine bench = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out));

    int code = bench.execute("soak", "--quick", "--json", "--plots", plots.toString());

    assertThat(code).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
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
