package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;

/**
 * What one Kafka record of an event topic turned out to be; of a visitor also, further on in the
 * job, with the customer whom it belongs to. Immutable.
 */
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

  /** What a customer is told of a visitor. */
  sealed interface OfVisitor extends Inbound {
    /** Returns whom it is told: the customer whom the visitor is linked to, or the visitor. */
    String customerId();

    /** Returns the customer id of the visitor. */
    String visitorId();

    /**
     * Returns its stream time, microseconds since 1970 UTC. What a visitor's customers are told is
     * in order of these times.
     */
    long atMicros();
  }

  /**
   * An event of a visitor, for the customer whom it belongs to.
   *
   * @param step what it is to the customer
   * @param event the event, as it came
   */
  record Visited(String customerId, String visitorId, Step step, Event event, long atMicros)
      implements OfVisitor {
    /** What an event of a visitor is to the customer. */
    public enum Step {
      /** A new one, of a visitor whose customer was known before it. */
      NEW,
      /** One that belonged to somebody else before. */
      MOVED,
      /** One that the customer had before and keeps whatever becomes of the link. */
      SETTLED
    }
  }

  /**
   * Whose a visitor is.
   *
   * @param change what is new
   */
  record Whose(String customerId, String visitorId, Change change, long atMicros)
      implements OfVisitor {
    /** What became of a visitor. */
    public enum Change {
      /** Belongs to the customer from now on. */
      JOINED,
      /** Belongs to somebody else from now on, with all events that are not settled. */
      LEFT,
      /** Is forgotten; all events stay where they are. */
      STAYED
    }
  }
}
