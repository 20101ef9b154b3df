package io.tidewatch.benchmarks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidewatch.benchmarks.report.BenchReport;
import io.tidewatch.benchmarks.report.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From times to ratios. */
final class TimingsTest {
  private static final KernelPlan PLAN =
      new KernelPlan(List.of(KernelCase.MLP), List.of(8), 3, Duration.ofMillis(1), true);

  @Test
  void fastestVariantCounts() {
    Timings.Best best = timings().best(KernelCase.MLP, Contender.ONNX_RUNTIME, 8);

    assertThat(best.variant()).isEqualTo("graph");
    assertThat(best.micros().values()).containsExactly(8.0, 9.0, 40.0);
  }

  @Test
  void ratiosAreTakenWithinARound() {
    BenchReport report = new BenchReport("kernel", Instant.EPOCH, Machine.here());

    KernelFindings.write(PLAN, timings(), report);

    JsonNode json = report.json();
    assertThat(json.path("ratios").fieldNames())
        .toIterable()
        .containsExactly("mlp@8/scalar", "mlp@8/onnxRuntime", "mlp@8/dl4j");
    // 8/2, 9/3, 40/4: the third round was disturbed for both.
    assertThat(json.path("spread").path("mlp@8/onnxRuntime").path("values"))
        .extracting(JsonNode::asDouble)
        .containsExactly(4.0, 3.0, 10.0);
    assertThat(json.path("ratios").path("mlp@8/onnxRuntime").asDouble()).isEqualTo(4);
    assertThat(json.path("rows").get(0).path("vectorMicros").asDouble()).isEqualTo(3.0 / 8);
  }

  private static Timings timings() {
    var timings = new Timings();
    double[][] rounds = {{2, 4, 8, 7, 200}, {3, 6, 9, 30, 300}, {4, 8, 40, 60, 400}};
    for (double[] round : rounds) {
      timings.add(KernelCase.MLP, Contender.VECTOR, 8, "vector", round[0]);
      timings.add(KernelCase.MLP, Contender.SCALAR, 8, "scalar", round[1]);
      timings.add(KernelCase.MLP, Contender.ONNX_RUNTIME, 8, "graph", round[2]);
      timings.add(KernelCase.MLP, Contender.ONNX_RUNTIME, 8, "graph, spinning", round[3]);
      timings.add(KernelCase.MLP, Contender.DL4J, 8, "dl4j", round[4]);
    }
    return timings;
  }
}
