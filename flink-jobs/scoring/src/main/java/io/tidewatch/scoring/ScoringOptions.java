package io.tidewatch.scoring;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** The options of the scoring job; Kafka's and the registry's are in {@code KafkaOptions}. */
public final class ScoringOptions {

  /** Order in which the events of one customer are processed. */
  public static final ConfigOption<Ordering> ORDERING =
      ConfigOptions.key("scoring.ordering")
          .enumType(Ordering.class)
          .defaultValue(Ordering.ARRIVAL)
          .withDescription(
              "Order of one customer's events. arrival: as they come, lowest latency."
                  + " event-time: each waits until the watermark has passed it, so that the outcome"
                  + " is the same whatever the partitions, the parallelism and the restarts;"
                  + " for replays.");

  /** How often a silent customer is scored again. */
  public static final ConfigOption<Duration> RESCORE_INTERVAL =
      ConfigOptions.key("scoring.rescore-interval")
          .durationType()
          .defaultValue(Duration.ofDays(1))
          .withDescription(
              "How often, in stream time, a customer is scored again without an event; spread over"
                  + " the interval by a hash of the customer id.");

  /** How long a customer without events is kept. */
  public static final ConfigOption<Duration> CUSTOMER_TTL =
      ConfigOptions.key("scoring.customer-ttl")
          .durationType()
          .defaultValue(Duration.ofDays(400))
          .withDescription("Stream time without events after which a customer's state is dropped.");

  /** How long a ticket without events is kept. */
  public static final ConfigOption<Duration> TICKET_TTL =
      ConfigOptions.key("scoring.ticket-ttl")
          .durationType()
          .defaultValue(Duration.ofDays(90))
          .withDescription(
              "Time after a ticket's last event after which it is forgotten; an event that comes"
                  + " later opens it anew.");

  /** How many events of a visitor can still move. */
  public static final ConfigOption<Integer> VISITOR_EVENTS =
      ConfigOptions.key("scoring.visitor-events")
          .intType()
          .defaultValue(500)
          .withDescription(
              "Events of an anonymous visitor that are kept to be moved when it turns out who the"
                  + " visitor is, or is not. When there are more, the older half is settled: it"
                  + " stays with whoever has it.");

  /** How long a silent visitor can still move. */
  public static final ConfigOption<Duration> VISITOR_TTL =
      ConfigOptions.key("scoring.visitor-ttl")
          .durationType()
          .defaultValue(Duration.ofDays(90))
          .withDescription(
              "Stream time after a visitor's newest event or link after which the visitor is"
                  + " forgotten: all events stay where they are, and the link ends. Never"
                  + " longer than scoring.customer-ttl.");

  /** How far a score must move to be emitted before the next rescoring. */
  public static final ConfigOption<Double> SCORE_CHANGE =
      ConfigOptions.key("scoring.score-change")
          .doubleType()
          .defaultValue(0.02)
          .withDescription(
              "How far the churn probability must move from the one last emitted for a"
                  + " CustomerScore; every rescoring emits one as well.");

  /** How large a release zip may be. */
  public static final ConfigOption<MemorySize> RELEASE_MAX_SIZE =
      ConfigOptions.key("scoring.release-max-size")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(64))
          .withDescription("Size above which a release zip is refused before it is read.");

  /** How many events are processed together. */
  public static final ConfigOption<Integer> BUNDLE_SIZE =
      ConfigOptions.key("scoring.bundle-size")
          .intType()
          .defaultValue(256)
          .withDescription(
              "Events that one subtask processes together, with one look-up per customer and the"
                  + " models in batches. Results do not depend on it.");

  /** How long an event waits for others. */
  public static final ConfigOption<Duration> BUNDLE_TIME =
      ConfigOptions.key("scoring.bundle-time")
          .durationType()
          .defaultValue(Duration.ofMillis(5))
          .withDescription(
              "How long an event waits at most for others of its bundle; 0 processes each event at"
                  + " once. Watermarks, control messages and checkpoints end a bundle before.");

  /** How many customers are kept in memory. */
  public static final ConfigOption<Integer> CACHE_CUSTOMERS =
      ConfigOptions.key("scoring.cache-customers")
          .intType()
          .defaultValue(Bundling.BY_HEAP)
          .withDescription(
              "Customers that one subtask keeps in memory, those who come often before the others;"
                  + " about 2.9 KB of heap each. 0 keeps none beyond their bundle. -1, the default:"
                  + " as many as a third of the TaskManager's heap holds, shared evenly by its slots.");

  /** How many customers in memory may differ from what is stored when a checkpoint comes. */
  public static final ConfigOption<Integer> DIRTY_CUSTOMERS =
      ConfigOptions.key("scoring.dirty-customers")
          .intType()
          .defaultValue(2_048)
          .withDescription(
              "Customers in memory whose changes may be left to write to the state backend when a"
                  + " checkpoint comes, which waits for it. The others are written ahead, in the"
                  + " second half of the time between two checkpoints.");

  private ScoringOptions() {}
}
