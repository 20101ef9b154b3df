package io.tidewatch.schemas;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * The catalogue of all topics: name, record, key, time, partitions, cleanup and retention. Topics
 * are created from it, and nothing else in Tidewatch names a topic. Schema subjects are {@code
 * <topic>-value}.
 */
public enum Topic {
  CLICKSTREAM(
      "clickstream",
      ClickEvent.class,
      ClickEvent.getClassSchema(),
      "customerId",
      "occurredAt",
      Cleanup.DELETE,
      30),
  PURCHASES(
      "purchases",
      PurchaseEvent.class,
      PurchaseEvent.getClassSchema(),
      "customerId",
      "occurredAt",
      Cleanup.DELETE,
      365),
  TICKETS(
      "tickets",
      TicketEvent.class,
      TicketEvent.getClassSchema(),
      "customerId",
      "occurredAt",
      Cleanup.DELETE,
      365),
  CUSTOMERS(
      "customers",
      CustomerProfile.class,
      CustomerProfile.getClassSchema(),
      "customerId",
      "occurredAt",
      Cleanup.COMPACT,
      0),
  OUTCOMES(
      "outcomes",
      OfferOutcome.class,
      OfferOutcome.getClassSchema(),
      "customerId",
      "occurredAt",
      Cleanup.DELETE,
      365),
  ERASURES(
      "erasures",
      ErasureRequest.class,
      ErasureRequest.getClassSchema(),
      "customerId",
      "occurredAt",
      Cleanup.DELETE,
      365),
  IDENTITIES(
      "identities",
      IdentityLink.class,
      IdentityLink.getClassSchema(),
      "customerId",
      "occurredAt",
      Cleanup.COMPACT_AND_DELETE,
      365),
  OFFERS("offers", Offer.class, Offer.getClassSchema(), "offerId", "updatedAt", Cleanup.COMPACT, 0),
  POLICIES(
      "policies", Policy.class, Policy.getClassSchema(), "name", "updatedAt", Cleanup.COMPACT, 0),
  MODELS(
      "models",
      ModelRelease.class,
      ModelRelease.getClassSchema(),
      "name",
      "pushedAt",
      Cleanup.COMPACT,
      0),
  OFFER_BELIEFS(
      "offer-beliefs",
      OfferBelief.class,
      OfferBelief.getClassSchema(),
      "key",
      "updatedAt",
      Cleanup.COMPACT,
      0),
  ARTICLES(
      "articles",
      ApprovedArticle.class,
      ApprovedArticle.getClassSchema(),
      "articleId",
      "updatedAt",
      Cleanup.COMPACT,
      0),
  REPLY_FEEDBACK(
      "reply-feedback",
      ReplyFeedback.class,
      ReplyFeedback.getClassSchema(),
      "suggestionId",
      "decidedAt",
      Cleanup.DELETE,
      365),
  ERASED_CUSTOMERS(
      "erased-customers",
      ErasedCustomer.class,
      ErasedCustomer.getClassSchema(),
      "digest",
      "changedAt",
      Cleanup.COMPACT,
      0),
  CHURN_ALERTS(
      "churn-alerts",
      ChurnAlert.class,
      ChurnAlert.getClassSchema(),
      "customerId",
      "decidedAt",
      Cleanup.DELETE,
      90),
  NEXT_BEST_OFFERS(
      "next-best-offers",
      NextBestOffer.class,
      NextBestOffer.getClassSchema(),
      "customerId",
      "decidedAt",
      Cleanup.DELETE,
      90),
  SUPPRESSIONS(
      "suppressions",
      Suppression.class,
      Suppression.getClassSchema(),
      "customerId",
      "decidedAt",
      Cleanup.DELETE,
      30),
  CUSTOMER_SCORES(
      "customer-scores",
      CustomerScore.class,
      CustomerScore.getClassSchema(),
      "customerId",
      "scoredAt",
      Cleanup.COMPACT,
      0),
  DECISION_LOG(
      "decision-log",
      DecisionRecord.class,
      DecisionRecord.getClassSchema(),
      "customerId",
      "decidedAt",
      Cleanup.DELETE,
      365),
  TICKET_INSIGHTS(
      "ticket-insights",
      TicketInsight.class,
      TicketInsight.getClassSchema(),
      "customerId",
      "analysedAt",
      Cleanup.DELETE,
      90),
  TICKET_PROGRESS(
      "ticket-progress",
      TicketProgress.class,
      TicketProgress.getClassSchema(),
      "customerId",
      "changedAt",
      Cleanup.DELETE,
      90),
  MODEL_STATUS(
      "model-status",
      ModelStatus.class,
      ModelStatus.getClassSchema(),
      "name",
      "at",
      Cleanup.DELETE,
      Topic.FOR_EVER),
  ALERT_DELIVERIES(
      "alert-deliveries",
      AlertDelivery.class,
      AlertDelivery.getClassSchema(),
      "key",
      "changedAt",
      Cleanup.COMPACT_AND_DELETE,
      90),
  DEAD_LETTERS(
      "dead-letters",
      DeadLetter.class,
      DeadLetter.getClassSchema(),
      null,
      "refusedAt",
      Cleanup.DELETE,
      90),
  DEAD_LETTER_REPLAYS(
      "dead-letter-replays",
      DeadLetterReplay.class,
      DeadLetterReplay.getClassSchema(),
      "letter",
      "replayedAt",
      Cleanup.DELETE,
      365),
  CUSTOMER_KEYS(
      "customer-keys",
      CustomerKey.class,
      CustomerKey.getClassSchema(),
      "customerId",
      "createdAt",
      Cleanup.COMPACT,
      0);

  private static final Map<Class<?>, Topic> BY_RECORD_CLASS =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(t -> t.type, t -> t));
  private static final Map<String, Topic> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Topic::topicName, Function.identity()));

  /** What Kafka does with old records. */
  public enum Cleanup {
    /** Old records go after the retention time. */
    DELETE,
    /** The newest record of each key stays for ever. */
    COMPACT,
    /** The newest record of each key stays until the retention time is over. */
    COMPACT_AND_DELETE
  }

  private static final int PARTITIONS = 4;
  private static final int FOR_EVER = 0;

  private final String topicName;
  private final Class<? extends SpecificRecord> type;
  private final Schema schema;
  private final String keyField;
  private final int keyPosition;
  private final int timePosition;
  private final int receivedPosition;
  private final Cleanup cleanup;
  private final int retentionDays;

  Topic(
      String topicName,
      Class<? extends SpecificRecord> type,
      Schema schema,
      String keyField,
      String timeField,
      Cleanup cleanup,
      int retentionDays) {
    this.topicName = topicName;
    this.type = type;
    this.schema = schema;
    this.keyField = keyField;
    this.keyPosition = keyField == null ? -1 : schema.getField(keyField).pos();
    this.timePosition = schema.getField(timeField).pos();
    Schema.Field received = schema.getField("receivedAt");
    this.receivedPosition = received == null ? -1 : received.pos();
    this.cleanup = cleanup;
    this.retentionDays = retentionDays;
  }

  /** Returns the topic's name in Kafka. */
  public String topicName() {
    return topicName;
  }

  /** Returns the class of the topic's records. */
  public Class<? extends SpecificRecord> recordClass() {
    return type;
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

  /** Returns whether the key is the id of the customer whom a record is about. */
  public boolean isByCustomer() {
    return "customerId".equals(keyField);
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
   * Returns how long records are kept; empty where it is for ever: all of model-status, and the
   * newest of each key of a compacted topic.
   */
  public Optional<Duration> retention() {
    return retentionDays == FOR_EVER
        ? Optional.empty()
        : Optional.of(Duration.ofDays(retentionDays));
  }

  /** Returns whether the topic carries events of customers into the scoring job. */
  public boolean isEvent() {
    return switch (this) {
      case CLICKSTREAM, PURCHASES, TICKETS, CUSTOMERS, OUTCOMES, ERASURES, IDENTITIES -> true;
      default -> false;
    };
  }

  /**
   * Returns whether the topic carries into the scoring job what is not of a customer: offers,
   * policies, models, beliefs, articles, what became of replies and digests of who was erased.
   */
  public boolean isControl() {
    return switch (this) {
      case OFFERS, POLICIES, MODELS, OFFER_BELIEFS, ARTICLES, REPLY_FEEDBACK, ERASED_CUSTOMERS ->
          true;
      default -> false;
    };
  }

  /**
   * Returns the key text of a record of this topic, or null where {@link #keyField} is empty. For
   * models it is that of the slot ({@link ModelSlot#key}).
   */
  public String keyOf(SpecificRecord record) {
    if (record instanceof ModelRelease release) {
      return ModelSlot.of(release).key();
    }
    return keyPosition < 0 ? null : (String) record.get(keyPosition);
  }

  /**
   * Returns the stream time of a record of this topic: when an event was available, when a decision
   * was made, when a control record was written.
   *
   * @return microseconds since 1970 UTC
   */
  public long timeMicrosOf(SpecificRecord record) {
    long at = Micros.of((Instant) record.get(timePosition));
    if (receivedPosition < 0 || record.get(receivedPosition) == null) {
      return at;
    }
    return Math.max(at, Micros.of((Instant) record.get(receivedPosition)));
  }

  /**
   * Finds a topic by its name in Kafka.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Topic named(String topicName) {
    Topic topic = BY_NAME.get(topicName);
    if (topic == null) {
      throw new IllegalArgumentException(
          "unknown topic '"
              + topicName
              + "'; known are "
              + Arrays.stream(values()).map(Topic::topicName).toList());
    }
    return topic;
  }

  /**
   * Finds the topic of a record by its class.
   *
   * @throws IllegalArgumentException if no topic carries such records
   */
  public static Topic of(SpecificRecord record) {
    Topic topic = BY_RECORD_CLASS.get(record.getClass());
    if (topic == null) {
      throw new IllegalArgumentException("no topic carries " + record.getSchema().getFullName());
    }
    return topic;
  }
}
