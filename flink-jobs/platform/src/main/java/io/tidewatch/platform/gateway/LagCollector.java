package io.tidewatch.platform.gateway;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import io.tidewatch.connectors.kafka.GroupLag;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows how far behind the scoring job is, as one gauge family; asks Kafka at every scrape. */
final class LagCollector extends Collector implements Collector.Describable {
  private static final Logger LOG = LoggerFactory.getLogger(LagCollector.class);

  private final GroupLag lag;

  LagCollector(GroupLag lag) {
    this.lag = lag;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    GaugeMetricFamily family = family();
    try {
      lag.byTopic().forEach((topic, records) -> family.addMetric(List.of(topic), records));
    } catch (IllegalStateException e) {
      LOG.debug("no lag at this scrape", e); // the other metrics say more than none would
    }
    return List.of(family);
  }

  /** Without asking Kafka: registering it must not wait. */
  @Override
  public List<MetricFamilySamples> describe() {
    return List.of(family());
  }

  private static GaugeMetricFamily family() {
    return new GaugeMetricFamily(
        "tidewatch_lag_records",
        "Records between the scoring job's newest checkpoint and the end of the topic.",
        List.of("topic"));
  }
}
