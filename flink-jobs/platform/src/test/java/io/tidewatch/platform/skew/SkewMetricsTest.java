package io.tidewatch.platform.skew;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.training.skew.FeatureSkew;
import io.tidewatch.training.skew.SkewReport;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SkewMetricsTest {
  @Test
  void servesTheNewestResult() throws IOException {
    try (SkewMetrics metrics = SkewMetrics.start(0)) {
      assertThat(scraped(metrics)).doesNotContain("tidewatch_skew_share");
      metrics.show(
          new SkewReport(
              3, 40, 0, 0, 0, List.of(new FeatureSkew("clicks", 40, 10, 0, 0, 0.5, "c at t"))),
          Instant.ofEpochSecond(77));
      assertThat(scraped(metrics))
          .contains("tidewatch_skew_share{feature=\"clicks\",} 0.25")
          .contains("tidewatch_skew_max_relative_error{feature=\"clicks\",} 0.5")
          .contains("tidewatch_skew_decisions 40.0")
          .contains("tidewatch_skew_measured_seconds 77.0");
    }
  }

  private static String scraped(SkewMetrics metrics) throws IOException {
    try (InputStream in = URI.create(metrics.url()).toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
