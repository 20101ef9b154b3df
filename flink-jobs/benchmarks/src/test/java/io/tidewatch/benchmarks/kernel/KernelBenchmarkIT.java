package io.tidewatch.benchmarks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.QuickBench;
import io.tidewatch.benchmarks.SharedVenues;
import io.tidewatch.benchmarks.pipeline.Venues;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is called, in its short version, at one case. */
@ExtendWith(SharedVenues.class)
final class KernelBenchmarkIT {
  @TempDir private Path plots;

  @Test
  void timesAllContendersInForks(Venues venues) throws Exception {
    JsonNode json =
        QuickBench.run(venues, "kernel", "--case", "LSTM_STEP", "--plots", plots.toString());

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
