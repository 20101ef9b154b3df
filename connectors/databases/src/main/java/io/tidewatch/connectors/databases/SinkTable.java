package io.tidewatch.connectors.databases;

import io.tidewatch.schemas.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * The table that a topic is written to. Its columns come from the schema of the topic's records,
 * and from where on the topic each row came. Immutable.
 */
public final class SinkTable {
  /** Large, and of no use outside the job. */
  private static final Set<String> LEFT_OUT = Set.of("state", "policy", "offer");

  static final String PARTITION = "source_partition";
  static final String OFFSET = "source_offset";

  private static final Map<Topic, List<String>> KEYS =
      Map.of(
          Topic.CHURN_ALERTS, List.of("alert_id"),
          Topic.NEXT_BEST_OFFERS, List.of("decision_id"),
          Topic.CUSTOMER_SCORES, List.of("customer_id"),
          Topic.OUTCOMES, List.of("customer_id", "event_id"),
          Topic.SUPPRESSIONS, List.of("suppression_id"),
          Topic.DECISION_LOG, List.of("decision_id"));

  private static final Map<Topic, SinkTable> TABLES =
      KEYS.keySet().stream().collect(Collectors.toUnmodifiableMap(t -> t, SinkTable::new));

  private final Topic topic;
  private final List<Column> columns;

  private SinkTable(Topic topic) {
    this.topic = topic;
    this.columns = Column.of(topic.schema(), LEFT_OUT);
  }

  /**
   * Returns the table of a topic.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static SinkTable of(Topic topic) {
    SinkTable table = TABLES.get(topic);
    if (table == null) {
      throw new IllegalArgumentException(
          "topic '%s' has no table; those that have one are %s"
              .formatted(topic.topicName(), topics().stream().map(Topic::topicName).toList()));
    }
    return table;
  }

  /** Returns the topics that have tables, in the order of the catalogue. */
  public static List<Topic> topics() {
    return Stream.of(Topic.values()).filter(KEYS::containsKey).toList();
  }

  /** Returns the topic. */
  public Topic topic() {
    return topic;
  }

  /** Returns the table's name: the topic's, with underscores. */
  public String name() {
    return Column.snake(topic.topicName());
  }

  /** Returns the names of the columns of its primary key. */
  public List<String> keys() {
    return KEYS.get(topic);
  }

  /** Returns a Markdown table of its columns: name, type, meaning. */
  public String markdown() {
    return columns.stream()
        .map(
            column ->
                "| `%s` | %s%s | %s |%n"
                    .formatted(
                        column.name(),
                        column.type().sql(),
                        column.nullable() ? ", may be null" : "",
                        column.description().replaceAll("\\s+", " ").replace("|", "\\|")))
        .collect(Collectors.joining("", "| column | type | meaning |\n| --- | --- | --- |\n", ""));
  }

  List<Column> columns() {
    return columns;
  }

  /** The column with the time that decides which of two records is the newer. */
  Column time() {
    return columns.stream().filter(c -> c.type() == SqlType.TIME).findFirst().orElseThrow();
  }

  /** The values of the primary key in a record. */
  List<Object> key(SpecificRecord record) {
    return columns.stream()
        .filter(column -> keys().contains(column.name()))
        .map(column -> column.read(record))
        .toList();
  }

  /** Parameters: each column, partition, offset. Leaves a row that is newer as it is. */
  String upsert() {
    List<String> names =
        Stream.concat(columns.stream().map(Column::name), Stream.of(PARTITION, OFFSET)).toList();
    String values =
        Stream.concat(
                columns.stream().map(column -> "CAST(? AS " + column.type().sql() + ")"),
                Stream.of("?", "?"))
            .collect(Collectors.joining(", "));
    String changes =
        names.stream()
            .filter(name -> !keys().contains(name))
            .map(name -> name + " = EXCLUDED." + name)
            .collect(Collectors.joining(", "));
    return """
    INSERT INTO %s AS present (%s) VALUES (%s)
    ON CONFLICT (%s) DO UPDATE SET %s, written_at = now()
    WHERE (present.%s, present.source_offset) < (EXCLUDED.%s, EXCLUDED.source_offset)"""
        .formatted(
            name(),
            String.join(", ", names),
            values,
            String.join(", ", keys()),
            changes,
            time().name(),
            time().name());
  }

  /** Parameters: customer, partition, offset. Leaves what came later on the same partition. */
  String removal() {
    return "DELETE FROM %s WHERE customer_id = ? AND NOT (source_partition = ? AND source_offset > ?)"
        .formatted(name());
  }

  /** Parameters: customer, time of the erasure. */
  String erasure() {
    return "DELETE FROM %s WHERE customer_id = ? AND %s <= ?".formatted(name(), time().name());
  }

  @Override
  public String toString() {
    return name();
  }
}
