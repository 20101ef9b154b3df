package io.tidewatch.connectors.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.base.DeliveryGuarantee;

/** The options of everything that talks to Kafka or to the schema registry. */
public final class KafkaOptions {
  /** Brokers to start from. */
  public static final ConfigOption<String> BOOTSTRAP_SERVERS =
      ConfigOptions.key("kafka.bootstrap.servers")
          .stringType()
          .noDefaultValue()
          .withDescription("Kafka brokers to start from, as host:port, comma separated.");

  /** The schema registry. */
  public static final ConfigOption<String> SCHEMA_REGISTRY_URL =
      ConfigOptions.key("schema.registry.url")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Address of a schema registry with the Confluent-compatible API, such as"
                  + " http://host:port or http://host:port/apis/ccompat/v7.");

  /** File with the token for the registry. */
  public static final ConfigOption<String> SCHEMA_REGISTRY_TOKEN_FILE =
      ConfigOptions.key("schema.registry.token-file")
          .stringType()
          .defaultValue("")
          .withDescription(
              "File with the token that the schema registry asks for (Authorization: Bearer); on"
                  + " every machine of the job. Empty: none, or user and password in the address.");

  /** File with the certificates that the registry's must be signed by. */
  public static final ConfigOption<String> SCHEMA_REGISTRY_CA_FILE =
      ConfigOptions.key("schema.registry.ca-file")
          .stringType()
          .defaultValue("")
          .withDescription(
              "PEM file with the authorities that may have signed the certificate of an https"
                  + " registry; on every machine of the job. Empty: those that Java trusts.");

  /** Time that one request to the registry may take. */
  public static final ConfigOption<Duration> SCHEMA_REGISTRY_TIMEOUT =
      ConfigOptions.key("schema.registry.timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(5))
          .withDescription("Time that one request to the schema registry may take.");

  /** Tries before a registry outage fails the caller. */
  public static final ConfigOption<Integer> SCHEMA_REGISTRY_ATTEMPTS =
      ConfigOptions.key("schema.registry.attempts")
          .intType()
          .defaultValue(6)
          .withDescription(
              "How often a request to the schema registry is tried, with growing pauses (0.1 s,"
                  + " doubled each time, at most 5 s), before the job fails and restarts.");

  /** How long an id stays unknown without asking again. */
  public static final ConfigOption<Duration> UNKNOWN_SCHEMA_TTL =
      ConfigOptions.key("schema.registry.unknown-id-ttl")
          .durationType()
          .defaultValue(Duration.ofSeconds(30))
          .withDescription(
              "How long a schema id that the registry does not know is taken as unknown without"
                  + " asking again.");

  /** File with properties of all Kafka clients. */
  public static final ConfigOption<String> CLIENT_FILE =
      ConfigOptions.key("kafka.client-file")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Properties file of all Kafka clients, as Kafka's tools take by --command-config; the"
                  + " place for passwords. On every machine of the job, readable for it alone:"
                  + " secrets are read there when a client starts, and travel nowhere.");

  /** Further properties of all Kafka clients. */
  public static final ConfigOption<Map<String, String>> PROPERTIES =
      ConfigOptions.key("kafka.properties")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "Further properties of all Kafka clients, such as"
                  + " kafka.properties.security.protocol: SSL. They win over those of"
                  + " kafka.client-file, where passwords belong.");

  /** Consumer group of the event source. */
  public static final ConfigOption<String> GROUP_ID =
      ConfigOptions.key("kafka.group.id")
          .stringType()
          .defaultValue("tidewatch-scoring")
          .withDescription(
              "Consumer group under which the job commits its offsets; checkpoints, not the"
                  + " group, decide where a restarted job goes on.");

  /** Where a job without a checkpoint starts on the event topics. */
  public static final ConfigOption<StartingOffsets> STARTING_OFFSETS =
      ConfigOptions.key("kafka.starting-offsets")
          .enumType(StartingOffsets.class)
          .defaultValue(StartingOffsets.COMMITTED)
          .withDescription("Where a job without a checkpoint starts on the event topics.");

  /** Bound of the watermark. */
  public static final ConfigOption<Duration> OUT_OF_ORDERNESS =
      ConfigOptions.key("kafka.watermark.out-of-orderness")
          .durationType()
          .defaultValue(Duration.ofSeconds(5))
          .withDescription(
              "How far the events of one partition may be out of order; later ones are still"
                  + " folded and counted as late.");

  /** When a silent partition stops holding the watermark back. */
  public static final ConfigOption<Duration> IDLENESS =
      ConfigOptions.key("kafka.watermark.idleness")
          .durationType()
          .defaultValue(Duration.ofSeconds(30))
          .withDescription(
              "Wall-clock time after which a partition without records no longer holds the"
                  + " watermark back; 0 means never.");

  /** How far partitions may run apart. */
  public static final ConfigOption<Duration> MAX_DRIFT =
      ConfigOptions.key("kafka.watermark.max-drift")
          .durationType()
          .defaultValue(Duration.ZERO)
          .withDescription(
              "How far, in event time, a partition may be read ahead of the slowest one; 0 means"
                  + " without bound. While a job catches up, a topic with few bytes is otherwise"
                  + " read to its end first, and its customers' purchases count before the clicks"
                  + " that led to them. Choose more than kafka.watermark.idleness, for which a"
                  + " partition without records is waited for. The reader looks once a second, so"
                  + " what comes in a second comes on top.");

  /** Delivery of the sink. */
  public static final ConfigOption<DeliveryGuarantee> DELIVERY =
      ConfigOptions.key("delivery")
          .enumType(DeliveryGuarantee.class)
          .defaultValue(DeliveryGuarantee.AT_LEAST_ONCE)
          .withDescription(
              "at-least-once writes at once; exactly-once writes in Kafka transactions that end"
                  + " with each checkpoint, so latency then includes the checkpoint interval.");

  /** Prefix of transactional ids. */
  public static final ConfigOption<String> TRANSACTIONAL_ID_PREFIX =
      ConfigOptions.key("kafka.sink.transactional-id-prefix")
          .stringType()
          .defaultValue("tidewatch")
          .withDescription(
              "Prefix of the sink's transactional ids; must differ between jobs on one Kafka"
                  + " cluster. Used by exactly-once only.");

  /** Timeout of a transaction. */
  public static final ConfigOption<Duration> TRANSACTION_TIMEOUT =
      ConfigOptions.key("kafka.sink.transaction-timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(15))
          .withDescription(
              "After this time the broker aborts an unfinished transaction; longer than a"
                  + " checkpoint and a restart together, at most the broker's"
                  + " transaction.max.timeout.ms. Used by exactly-once only.");

  /** Time that the producer waits for a fuller batch. */
  public static final ConfigOption<Duration> LINGER =
      ConfigOptions.key("kafka.sink.linger")
          .durationType()
          .defaultValue(Duration.ofMillis(1))
          .withDescription(
              "Time that a record waits for others to share its batch; more gives fewer, larger"
                  + " requests and higher latency.");

  /** Linger time of the sink for records that nobody acts on. */
  public static final ConfigOption<Duration> ACCOUNT_LINGER =
      ConfigOptions.key("kafka.sink.account-linger")
          .durationType()
          .defaultValue(Duration.ofMillis(100))
          .withDescription(
              "The same for records that account for decisions on offers, on suppressions and in"
                  + " decision-log: they are large, and nobody acts on them at once.");

  /** Where a rehearsed job writes. */
  public static final ConfigOption<String> REHEARSAL_TOPIC =
      ConfigOptions.key("kafka.sink.rehearsal-topic")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Makes the job a rehearsal beside the one whose savepoint it goes on from: all records"
                  + " go to this topic, none to those of the catalogue, and what the sinks kept in"
                  + " the savepoint is left alone. Set by tidewatch cluster upgrade.");

  /** Largest value that a dead letter carries. */
  public static final ConfigOption<MemorySize> DEAD_LETTER_MAX_BYTES =
      ConfigOptions.key("kafka.dead-letters.max-bytes")
          .memoryType()
          .defaultValue(MemorySize.parse("1280 kb"))
          .withDescription(
              "Largest refused value that is copied into its dead letter; of a larger one only"
                  + " topic, partition and offset are kept. The topic dead-letters must allow"
                  + " messages a little larger than this.");

  private KafkaOptions() {}

  /** Where a job without a checkpoint starts. */
  public enum StartingOffsets {
    /** At the first record that Kafka still has. */
    EARLIEST,
    /** Behind the last record. */
    LATEST,
    /** Where the consumer group left off; at the first record if it never read. */
    COMMITTED
  }
}
