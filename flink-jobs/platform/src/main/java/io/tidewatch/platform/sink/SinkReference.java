package io.tidewatch.platform.sink;

import io.tidewatch.connectors.databases.SinkTable;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.ConfigReference;
import java.util.stream.Collectors;

/** Writes docs/reference/databases.md from the options and the tables. */
final class SinkReference {
  private SinkReference() {}

  static String page() {
    return """
    # Databases: configuration and tables

    Given as `sink --config FILE`, a properties file (`key=value`) or a YAML file with flat keys
    (`key: value`). An unknown key is an error. Generated from the options and the schemas in the
    code by `SinkReference`; a test fails when this page and the code differ, and says how to write
    it anew. How to use it: [how-to/sql.md](../how-to/sql.md).

    ## Sink

    """
        + ConfigReference.table(SinkOptions.SINK).replace("| `` |", "| none |")
        + "\n## Database\n\n"
        + ConfigReference.table(SinkOptions.DATABASE).replace("| `` |", "| none |")
        + "\n## Kafka and schema registry\n\n"
        + ConfigReference.table(SinkOptions.KAFKA)
        + """

        `kafka.properties.max.poll.records` is `sink.batch-size`.

        ## Views

        | view | a row for each | columns |
        | --- | --- | --- |
        | `at_risk_customers` | customer with a churn probability of at least 0.5 | the newest scores; newest alert, its `main_reason` and `retention_action_id` |
        | `alert_answers` | alert | what the desk heard last: `answer`, `answered_at`, `action_taken` |
        | `offer_funnel` | `day` (UTC), `campaign_id`, `offer_id`, `channel`, `currency` | offers `made`, and of these `delivered`, `viewed`, `clicked`, `accepted`, `declined`, `converted`, and the `value_minor` of their outcomes |
        | `held_back` | `day` (UTC), `kind`, `reason` | `number` of alerts or offers, and of `customers`; empty unless the sink reads `suppressions` |

        ## Tables

        Times are `timestamp with time zone`, money is in minor units. Beside the columns below each
        table has `source_partition` and `source_offset`, where on the topic the row came from, and
        `written_at`. Further tables: `sink_places` (up to where each topic is read),
        `erased_customers` (who asked to be forgotten, by digest; kept for 400 days), `erasure_salt` and `schema_history`
        (migrations).
        """
        + SinkTable.topics().stream().map(SinkReference::table).collect(Collectors.joining());
  }

  private static String table(Topic topic) {
    SinkTable table = SinkTable.of(topic);
    return "\n### %s\n\nTopic `%s`, primary key `%s`.\n\n%s"
        .formatted(
            table.name(), topic.topicName(), String.join("`, `", table.keys()), table.markdown());
  }
}
