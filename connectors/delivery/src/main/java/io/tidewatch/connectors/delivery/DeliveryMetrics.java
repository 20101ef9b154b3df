package io.tidewatch.connectors.delivery;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.time.Duration;
import java.util.Locale;

/** What alert delivery counts, for Prometheus. Thread-safe. */
final class DeliveryMetrics {
  private final Counter attempts;
  private final Counter alerts;
  private final Histogram seconds;
  private final Gauge waiting;
  private final Gauge down;

  DeliveryMetrics(CollectorRegistry registry) {
    this.attempts =
        Counter.build("tidewatch_delivery_attempts_total", "Attempts, by what came of them.")
            .labelNames("target", "answer")
            .register(registry);
    this.alerts =
        Counter.build("tidewatch_delivery_alerts_total", "Alerts, by what became of them.")
            .labelNames("target", "outcome")
            .register(registry);
    this.seconds =
        Histogram.build("tidewatch_delivery_attempt_seconds", "Time that an attempt took.")
            .labelNames("target")
            .buckets(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30)
            .register(registry);
    this.waiting =
        Gauge.build("tidewatch_delivery_waiting", "Alerts that wait for a target.")
            .labelNames("target")
            .register(registry);
    this.down =
        Gauge.build("tidewatch_delivery_down", "1 while a target counts as down.")
            .labelNames("target")
            .register(registry);
  }

  void attempted(String target, Answer.Kind answer, Duration took) {
    attempts.labels(target, answer.name().toLowerCase(Locale.ROOT)).inc();
    seconds.labels(target).observe(took.toNanos() / 1e9);
  }

  void delivered(String target, int number) {
    alerts.labels(target, "delivered").inc(number);
  }

  void failed(String target, int number) {
    alerts.labels(target, "failed").inc(number);
  }

  void waiting(String target, int number) {
    waiting.labels(target).set(number);
  }

  void down(String target, boolean isDown) {
    down.labels(target).set(isDown ? 1 : 0);
  }
}
