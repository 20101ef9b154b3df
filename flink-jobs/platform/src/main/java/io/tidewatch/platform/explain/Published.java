package io.tidewatch.platform.explain;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record as it lies on a topic.
 *
 * @param topic the topic
 * @param record the record
 * @param body its Avro body, not a copy
 */
record Published(Topic topic, SpecificRecord record, byte[] body) {

  static Published of(ConsumedRecord consumed) {
    return new Published(
        consumed.topic(), consumed.record().orElseThrow(), consumed.body().orElseThrow());
  }
}
