package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;

/** What one Kafka record of a control topic (offers, policies, models) says. Immutable. */
public sealed interface ControlRecord {

  /**
   * The newest record of a key; replaces the ones before.
   *
   * @param topic control topic
   * @param key offer id, policy name or model name
   * @param record an Offer, Policy or ModelRelease, as the topic says
   */
  record Changed(Topic topic, String key, SpecificRecord record) implements ControlRecord {}

  /**
   * The record of a key is gone.
   *
   * @param topic control topic
   * @param key offer id, policy name or model name
   */
  record Removed(Topic topic, String key) implements ControlRecord {}

  /**
   * A record that cannot be used.
   *
   * @param deadLetter what is wrong with it, and its bytes
   */
  record Refused(DeadLetter deadLetter) implements ControlRecord {}
}
