package io.tidewatch.connectors.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.Histogram;
import io.tidewatch.connectors.gateway.query.ProcessMetrics.Figure;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ProcessMetricsTest {
  private final CollectorRegistry registry = new CollectorRegistry();

  @Test
  void readsCountersWithTheirLabels() {
    Counter.build("events_total", "Events.").labelNames("topic").register(registry);
    Counter other = Counter.build("others_total", "Others.").labelNames("topic").register(registry);
    other.labels("tickets").inc(3);

    ProcessMetrics metrics = read("others_total", "nobody");
    assertThat(metrics.figures("others_total")).containsExactly(new Figure(List.of("tickets"), 3));
    assertThat(metrics.figures("nobody")).isEmpty();
  }

  @Test
  void estimatesQuantilesOverAllLabels() {
    Histogram seconds =
        Histogram.build("seconds", "Time.").labelNames("path").buckets(1, 2, 4).register(registry);
    assertThat(read("seconds_bucket").quantile("seconds", 0.5)).isEmpty();
    for (int i = 0; i < 50; i++) {
      seconds.labels("/a").observe(0.5);
      seconds.labels("/b").observe(3);
    }

    assertThat(read("seconds_bucket").quantile("seconds", 0.25).getAsDouble())
        .isEqualTo(0.5, Offset.offset(1e-9));
    assertThat(read("seconds_bucket").quantile("seconds", 0.75).getAsDouble())
        .isEqualTo(3, Offset.offset(1e-9));
    seconds.labels("/a").observe(100);
    assertThat(read("seconds_bucket").quantile("seconds", 1).getAsDouble()).isEqualTo(4);
  }

  @Test
  void readsWhatIsMadeAtEveryScrape() {
    registry.register(
        new Collector() {
          @Override
          public List<MetricFamilySamples> collect() {
            return List.of(
                new CounterMetricFamily("made", "Made.", List.of("by"))
                    .addMetric(List.of("job"), 7));
          }
        });

    assertThat(read("made_total").figures("made_total"))
        .containsExactly(new Figure(List.of("job"), 7));
  }

  private ProcessMetrics read(String... names) {
    return ProcessMetrics.read(registry, Set.of(names));
  }
}
