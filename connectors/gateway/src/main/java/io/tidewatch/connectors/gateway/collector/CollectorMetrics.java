package io.tidewatch.connectors.gateway.collector;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;

/** What the collector counts, for Prometheus. Thread-safe. */
final class CollectorMetrics {
  private final Counter events;
  private final Counter requests;
  private final Histogram seconds;
  private final Gauge inFlight;

  CollectorMetrics(CollectorRegistry registry) {
    this.events =
        Counter.build("tidewatch_collector_events_total", "Events, by what became of them.")
            .labelNames("key", "topic", "outcome")
            .register(registry);
    this.requests =
        Counter.build("tidewatch_collector_requests_total", "Requests, by their answer.")
            .labelNames("status")
            .register(registry);
    this.seconds =
        Histogram.build(
                "tidewatch_collector_request_seconds",
                "Time from a whole request to its answer after Kafka's acknowledgement.")
            .buckets(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 15)
            .register(registry);
    this.inFlight =
        Gauge.build("tidewatch_collector_in_flight_bytes", "Bytes of bodies that wait for Kafka.")
            .register(registry);
  }

  void accepted(WriteKey key, String topic) {
    events.labels(key.name(), topic, "accepted").inc();
  }

  void ignored(WriteKey key) {
    events.labels(key.name(), "", "ignored").inc();
  }

  void refused(WriteKey key) {
    events.labels(key.name(), "", "refused").inc();
  }

  void answered(int status, long nanos) {
    requests.labels(Integer.toString(status)).inc();
    seconds.observe(nanos / 1e9);
  }

  void inFlight(long bytes) {
    inFlight.set(bytes);
  }
}
