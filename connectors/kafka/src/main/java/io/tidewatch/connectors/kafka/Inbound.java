package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;

/** What one Kafka record of an event topic turned out to be. Immutable. */
public sealed interface Inbound {

  /**
   * A valid event.
   *
   * @param event the event; its key, times and fields passed {@link Validation}
   */
  record Accepted(Event event) implements Inbound {}

  /**
   * A record that cannot be used.
   *
   * @param deadLetter what is wrong with it, and its bytes
   */
  record Refused(DeadLetter deadLetter) implements Inbound {}

  /**
   * A sign that stream time has reached a moment; moves the watermark of its partition and nothing
   * else.
   *
   * @param topic topic that it came on
   * @param atMicros stream time, microseconds since 1970 UTC
   */
  record Heartbeat(Topic topic, long atMicros) implements Inbound {}

  /**
   * A null value on a compacted topic: the key's record was removed. Does not move the watermark.
   *
   * @param topic topic that it came on
   * @param key the record's key as text
   * @param atMicros timestamp of the Kafka record, microseconds since 1970 UTC
   */
  record Removed(Topic topic, String key, long atMicros) implements Inbound {}
}
