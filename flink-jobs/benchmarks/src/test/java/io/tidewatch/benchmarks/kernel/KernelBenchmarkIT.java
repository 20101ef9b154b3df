package io.tidewatch.benchmarks.kernel;

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

/** The command as it is called, in its short version, at one case. */
final class KernelBenchmarkIT {
  @TempDir private Path plots;

  @Test
  void timesAllContendersInForks() throws Exception {
    StringWriter out = new StringWriter();
    CommandLine bench = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out));

    int code =
        bench.execute(
            "kernel", "--quick", "--case", "LSTM_STEP", "--json", "--plots", plots.toString());

    assertThat(code).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.path("rows")).hasSize(4);
    assertThat(json.path("ratios").fieldNames())
        .toIterable()
        .hasSize(12)
        .contains("lstmStep@1/onnxRuntime", "lstmStep@128/dl4j", "lstmStep@32/scalar");
    assertThat(json.path("ratios")).allSatisfy(r -> assertThat(r.asDouble()).isPositive());
    assertThat(json.at("/details/largestDifference/lstmStep").fieldNames())
        .toIterable()
        .containsExactly("vector", "scalar", "onnxRuntime", "dl4j");
    assertThat(json.at("/details/largestDifference/lstmStep"))
        .allSatisfy(difference -> assertThat(difference.asDouble()).isBetween(0.0, 1e-5));
    assertThat(plots.resolve("kernel-lstmStep.svg")).isNotEmptyFile();
  }
}
