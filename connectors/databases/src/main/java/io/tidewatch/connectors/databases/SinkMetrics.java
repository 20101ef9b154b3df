package io.tidewatch.connectors.databases;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.tidewatch.schemas.Topic;

/** What the sink counts, for Prometheus. Thread-safe. */
final class SinkMetrics {
  private final Counter rows;
  private final Counter retries;
  private final Histogram seconds;
  private final Gauge up;
  private final Gauge lag;

  SinkMetrics(CollectorRegistry registry) {
    this.rows =
        Counter.build(
                "tidewatch_sink_rows_total",
                "Records by table and by what became of them: written, unchanged because a newer one"
                    + " was there, erased, removed, refused.")
            .labelNames("table", "outcome")
            .register(registry);
    this.retries =
        Counter.build("tidewatch_sink_retries_total", "Transactions that have to be tried again.")
            .register(registry);
    this.seconds =
        Histogram.build("tidewatch_sink_transaction_seconds", "Time of a committed transaction.")
            .buckets(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30)
            .register(registry);
    this.up =
        Gauge.build("tidewatch_sink_database_up", "1 while the database takes what it is given.")
            .register(registry);
    this.lag =
        Gauge.build("tidewatch_sink_lag_records", "Records on the topics that are not read yet.")
            .register(registry);
  }

  void rows(Topic topic, String outcome, long number) {
    rows.labels(Column.snake(topic.topicName()), outcome).inc(number);
  }

  void committed(long nanos) {
    seconds.observe(nanos / 1e9);
    up.set(1);
  }

  void failed() {
    retries.inc();
    up.set(0);
  }

  void up() {
    up.set(1);
  }

  void lag(long records) {
    lag.set(records);
  }
}
