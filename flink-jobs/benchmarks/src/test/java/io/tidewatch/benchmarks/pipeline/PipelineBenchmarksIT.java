package io.tidewatch.benchmarks.pipeline;

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

/** The commands as they are called, in their short version. */
class PipelineBenchmarksIT {
  @TempDir private Path plots;

  @Test
  void throughputComparesContendersAndDrawsThem() throws Exception {
    JsonNode json = run("throughput", "--only", "scoring,rawRocksDb");
    assertThat(json.at("/ratios/scoring~1rawRocksDb").asDouble()).isPositive();
    assertThat(json.at("/spread/scoring~1rawRocksDb/values")).hasSize(1);
    assertThat(json.get("stateBytesPerCustomer").asDouble()).isBetween(500.0, 1_500.0);
    assertThat(json.get("machine")).isNotEmpty();
    assertThat(plots.resolve("throughput-throughput.svg")).isNotEmptyFile();
  }

  @Test
  void growthComparesSizes() throws Exception {
    JsonNode json = run("growth");
    assertThat(json.at("/ratios/throughput@2k~1throughput@500").asDouble()).isPositive();
    assertThat(json.get("rows")).hasSize(2);
    assertThat(json.at("/rows/1/stateMiB").asDouble())
        .isGreaterThan(json.at("/rows/0/stateMiB").asDouble());
    assertThat(json.at("/rows/1/restoreSeconds").isNumber()).isTrue();
    assertThat(plots.resolve("growth-throughput.svg")).isNotEmptyFile();
  }

  private JsonNode run(String benchmark, String... options) throws Exception {
    StringWriter out = new StringWriter();
    CommandLine bench = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out));
    String[] args = new String[options.length + 5];
    args[0] = benchmark;
    System.arraycopy(options, 0, args, 1, options.length);
    args[options.length + 1] = "--quick";
    args[options.length + 2] = "--json";
    args[options.length + 3] = "--plots";
    args[options.length + 4] = plots.toString();
    assertThat(bench.execute(args)).isZero();
    return new ObjectMapper().readTree(out.toString());
  }
}
