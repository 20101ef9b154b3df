package io.tidewatch.connectors.delivery;

import io.tidewatch.connectors.kafka.GroupConsumer;
import io.tidewatch.connectors.kafka.RecordConsumer;

/** Opens what alert delivery reads; the caller closes it. */
public interface DeliveryTopics {
  /** Joins the consumer group of the topic churn-alerts. */
  GroupConsumer alerts();

  /** Reads the topic alert-deliveries from its beginning. */
  RecordConsumer journal();
}
