package io.tidewatch.connectors.changes;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;

/** What change data capture counts, for Prometheus. Thread-safe. */
final class ChangeMetrics {
  private final Counter changes;
  private final Gauge lag;

  ChangeMetrics(CollectorRegistry registry) {
    this.changes =
        Counter.build(
                "tidewatch_changes_total",
                "Changes of customer rows by what became of them: profile, removed, erased, withdrawn,"
                    + " kept, ignored, refused.")
            .labelNames("outcome")
            .register(registry);
    this.lag =
        Gauge.build("tidewatch_changes_lag_records", "Records on the topic that are not read yet.")
            .register(registry);
  }

  void changed(String outcome) {
    changes.labels(outcome).inc();
  }

  void lag(long records) {
    lag.set(records);
  }
}
