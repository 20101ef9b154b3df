package io.tidewatch.schemas;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * The catalogue of all topics: name, record, key, partitions, cleanup and retention. Topics are
 * created from it, and nothing else in Tidewatch names a topic. Schema subjects are {@code
 * <topic>-value}.
 */
public enum Topic {
  CLICKSTREAM("clickstream", ClickEvent.getClassSchema(), "customerId", Cleanup.DELETE, 30),
  PURCHASES("purchases", PurchaseEvent.getClassSchema(), "customerId", Cleanup.DELETE, 365),
  TICKETS("tickets", TicketEvent.getClassSchema(), "customerId", Cleanup.DELETE, 365),
  CUSTOMERS("customers", CustomerProfile.getClassSchema(), "customerId", Cleanup.COMPACT, 0),
  OUTCOMES("outcomes", OfferOutcome.getClassSchema(), "customerId", Cleanup.DELETE, 365),
  ERASURES("erasures", ErasureRequest.getClassSchema(), "customerId", Cleanup.DELETE, 365),
  OFFERS("offers", Offer.getClassSchema(), "offerId", Cleanup.COMPACT, 0),
  POLICIES("policies", Policy.getClassSchema(), "name", Cleanup.COMPACT, 0),
  MODELS("models", ModelRelease.getClassSchema(), "name", Cleanup.COMPACT, 0),
  CHURN_ALERTS("churn-alerts", ChurnAlert.getClassSchema(), "customerId", Cleanup.DELETE, 90),
  NEXT_BEST_OFFERS(
      "next-best-offers", NextBestOffer.getClassSchema(), "customerId", Cleanup.DELETE, 90),
  SUPPRESSIONS("suppressions", Suppression.getClassSchema(), "customerId", Cleanup.DELETE, 30),
  CUSTOMER_SCORES(
      "customer-scores", CustomerScore.getClassSchema(), "customerId", Cleanup.COMPACT, 0),
  DECISION_LOG("decision-log", DecisionRecord.getClassSchema(), "customerId", Cleanup.DELETE, 365),
  TICKET_INSIGHTS(
      "ticket-insights", TicketInsight.getClassSchema(), "customerId", Cleanup.DELETE, 90),
  MODEL_STATUS("model-status", ModelStatus.getClassSchema(), "name", Cleanup.DELETE, 365),
  DEAD_LETTERS("dead-letters", DeadLetter.getClassSchema(), null, Cleanup.DELETE, 90);

  /** What Kafka does with old records. */
  public enum Cleanup {
    DELETE,
    COMPACT
  }

  private static final int PARTITIONS = 4;

  private final String topicName;
  private final Schema schema;
  private final String keyField;
  private final Cleanup cleanup;
  private final int retentionDays;

  Topic(String topicName, Schema schema, String keyField, Cleanup cleanup, int retentionDays) {
    this.topicName = topicName;
    this.schema = schema;
    this.keyField = keyField;
    this.cleanup = cleanup;
    this.retentionDays = retentionDays;
  }

  /** Returns the topic's name in Kafka. */
  public String topicName() {
    return topicName;
  }

  /** Returns the schema that this version of Tidewatch writes and reads. */
  public Schema schema() {
    return schema;
  }

  /** Returns the registry subject of the values. */
  public String subject() {
    return topicName + "-value";
  }

  /**
   * Returns the field whose UTF-8 text is the record key; empty where the key is kept as it came.
   */
  public Optional<String> keyField() {
    return Optional.ofNullable(keyField);
  }

  /** Returns how many partitions the topic is created with; control topics have one. */
  public int partitions() {
    return isControl() || this == MODEL_STATUS ? 1 : PARTITIONS;
  }

  /** Returns what Kafka does with old records. */
  public Cleanup cleanup() {
    return cleanup;
  }

  /**
   * Returns how long records are kept; zero for compacted topics, which keep the newest for ever.
   */
  public Duration retention() {
    return Duration.ofDays(retentionDays);
  }

  /** Returns whether the topic carries events of customers into the scoring job. */
  public boolean isEvent() {
    return switch (this) {
      case CLICKSTREAM, PURCHASES, TICKETS, CUSTOMERS, OUTCOMES, ERASURES -> true;
      default -> false;
    };
  }

  /** Returns whether the topic carries offers, policies or models into the scoring job. */
  public boolean isControl() {
    return switch (this) {
      case OFFERS, POLICIES, MODELS -> true;
      default -> false;
    };
  }

  /** Returns the key text of a record of this topic, or null where {@link #keyField} is empty. */
  public String keyOf(SpecificRecord record) {
    return keyField == null ? null : (String) record.get(schema.getField(keyField).pos());
  }

  /**
   * Finds a topic by its name in Kafka.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Topic named(String topicName) {
    return Arrays.stream(values())
        .filter(topic -> topic.topicName.equals(topicName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown topic '"
                        + topicName
                        + "'; known are "
                        + Arrays.stream(values()).map(Topic::topicName).toList()));
  }

  /**
   * Finds the topic of a record by its class.
   *
   * @throws IllegalArgumentException if no topic carries such records
   */
  public static Topic of(SpecificRecord record) {
    for (Topic topic : values()) {
      if (topic.schema.equals(record.getSchema())) {
        return topic;
      }
    }
    throw new IllegalArgumentException("no topic carries " + record.getSchema().getFullName());
  }
}
