package io.tidewatch.connectors.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import io.tidewatch.connectors.gateway.query.ProcessMetrics.Figure;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ProcessMetricsTest {
  private final CollectorRegistry registry = new CollectorRegistry();
  private final ProcessMetrics metrics = new ProcessMetrics(registry);

  @Test
  void readsCountersWithTheirLabels() {
    Counter.build("events_total", "Events.").labelNames("topic").register(registry);
    Counter other = Counter.build("others_total", "Others.").labelNames("topic").register(registry);
    other.labels("tickets").inc(3);

    assertThat(metrics.figures("others_total")).containsExactly(new Figure(List.of("tickets"), 3));
    assertThat(metrics.figures("nobody")).isEmpty();
  }

  @Test
  void estimatesQuantilesOverAllLabels() {
    Histogram seconds =
        Histogram.build("seconds", "Time.").labelNames("path").buckets(1, 2, 4).register(registry);
    assertThat(metrics.quantile("seconds", 0.5)).isEmpty();
    for (int i = 0; i < 50; i++) {
      seconds.labels("/a").observe(0.5);
      seconds.labels("/b").observe(3);
    }

    assertThat(metrics.quantile("seconds", 0.25).getAsDouble()).isEqualTo(0.5, Offset.offset(1e-9));
    assertThat(metrics.quantile("seconds", 0.75).getAsDouble()).isEqualTo(3, Offset.offset(1e-9));
    seconds.labels("/a").observe(100);
    assertThat(metrics.quantile("seconds", 1).getAsDouble()).isEqualTo(4);
  }
}
