package io.tidewatch.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.platform.terminal.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The document that programs read and the table that people read. */
final class BenchReportTest {
  private static final Machine MACHINE =
      new Machine("Some CPU", "avx2", 2, 8L << 30, "Linux 6 amd64", "Vendor 17", 0.25);

  @Test
  void jsonHasTheAgreedShape() throws Exception {
    JsonNode json = new ObjectMapper().readTree(Json.pretty(filled().json()));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "name",
            "date",
            "machine",
            "parameters",
            "rows",
            "ratios",
            "spread",
            "lost",
            "stateBytesPerCustomer",
            "details",
            "notes",
            "plots");
    assertThat(json.path("name").asText()).isEqualTo("kernel");
    assertThat(json.path("machine").path("cpu").asText()).isEqualTo("Some CPU");
    assertThat(json.path("machine").path("loadAverage").asDouble()).isEqualTo(0.25);
    assertThat(json.path("parameters").path("rounds").isIntegralNumber()).isTrue();
    assertThat(json.path("rows")).hasSize(2);
    assertThat(json.path("rows").get(0).path("micros").asDouble()).isEqualTo(1.5);
    assertThat(json.path("ratios").path("mlp@8/onnxRuntime").asDouble()).isEqualTo(2);
    JsonNode spread = json.path("spread").path("mlp@8/onnxRuntime");
    assertThat(spread.path("min").asDouble()).isEqualTo(1);
    assertThat(spread.path("max").asDouble()).isEqualTo(4);
    assertThat(spread.path("values")).extracting(JsonNode::asDouble).containsExactly(4.0, 1.0, 2.0);
    assertThat(json.path("stateBytesPerCustomer").asDouble()).isEqualTo(812.5);
  }

  @Test
  void stateSizeIsAbsentWhereNoneWasMeasured() {
    assertThat(
            new BenchReport("kernel", Instant.EPOCH, MACHINE).json().has("stateBytesPerCustomer"))
        .isFalse();
  }

  @Test
  void textAlignsNumbersAndShowsGaps() {
    assertThat(filled().text())
        .startsWith("bench kernel, 1970-01-01T00:00:00Z")
        .contains("Some CPU (avx2), 2 cores, 8.0 GiB")
        .contains("rounds = 3", "lost: 0")
        .containsSubsequence("case  batch    us", "mlp       8  1.50", "lstm    128     -")
        .contains("mlp@8/onnxRuntime       2    1    4");
  }

  @Test
  void ratioGivenTwiceIsAMistake() {
    BenchReport report = filled();

    assertThatThrownBy(() -> report.ratio("mlp@8/onnxRuntime", new Repetitions(List.of(1.0))))
        .hasMessageContaining("mlp@8/onnxRuntime");
  }

  private static BenchReport filled() {
    BenchReport report =
        new BenchReport("kernel", Instant.EPOCH, MACHINE)
            .parameter("rounds", 3)
            .column("case", "case")
            .column("batch", "batch")
            .column("micros", "us")
            .ratio("mlp@8/onnxRuntime", new Repetitions(List.of(4.0, 1.0, 2.0)))
            .count("lost", 0)
            .stateBytesPerCustomer(812.5)
            .note("One process.");
    report.row().put("case", "mlp").put("batch", 8).put("micros", 1.5);
    report.row().put("case", "lstm").put("batch", 128);
    report.details().put("spinning", false);
    return report;
  }
}
