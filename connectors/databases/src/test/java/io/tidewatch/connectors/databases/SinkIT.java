package io.tidewatch.connectors.databases;

import static io.tidewatch.connectors.databases.Decisions.NOON;
import static io.tidewatch.connectors.databases.Decisions.alert;
import static io.tidewatch.connectors.databases.Decisions.erasure;
import static io.tidewatch.connectors.databases.Decisions.offer;
import static io.tidewatch.connectors.databases.Decisions.outcome;
import static io.tidewatch.connectors.databases.Decisions.score;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(300)
class SinkIT {
  private static final Duration SOON = Duration.ofSeconds(120);

  @RegisterExtension static final LocalSink LOCAL = new LocalSink();

  private static void awaitRows(String schema, String sql, String... expected) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(LOCAL.query(schema, sql)).containsExactly(expected));
  }

  /** Waits until the sink has written all that its topics hold. */
  private static void awaitAll(String schema) {
    String written = "SELECT sum(next_offset) FROM sink_places";
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(LOCAL.query(schema, written))
                    .containsExactly(String.valueOf(LOCAL.records())));
  }

  @Test
  void writesRecordsAsRowsThatViewsAnswerFrom() throws Exception {
    LOCAL.producer().send(score("rows-1", 0.75f, NOON));
    LOCAL.producer().send(score("rows-2", 0.25f, NOON));
    LOCAL.producer().send(alert("rows-a1", "rows-1", NOON));
    LOCAL.producer().send(offer("rows-o1", "rows-1", NOON));
    LOCAL.producer().send(offer("rows-o2", "rows-2", NOON));
    LOCAL.producer().send(outcome("rows-e1", "rows-1", OutcomeKind.DELIVERED, "rows-o1"));
    LOCAL.producer().send(outcome("rows-e2", "rows-1", OutcomeKind.CONVERTED, "rows-o1"));
    LOCAL.producer().flush();
    try (LocalSink.Run run = LOCAL.run("rows")) {
      awaitRows(
          "rows",
          "SELECT customer_id || ' ' || churn || ' ' || value_at_risk_minor || ' ' || main_reason"
              + " FROM at_risk_customers WHERE customer_id LIKE 'rows-%'",
          "rows-1 0.75 900 recency");
      awaitRows(
          "rows",
          "SELECT concat_ws(' ', day, campaign_id, offer_id, channel, made, delivered, viewed,"
              + " converted, value_minor, currency) FROM offer_funnel WHERE offer_id = 'tea-20'"
              + " ORDER BY made",
          "2026-03-01 spring tea-20 email 2 1 0 1 1999 EUR");
      awaitRows(
          "rows",
          "SELECT concat_ws('|', decided_at AT TIME ZONE 'UTC', reasons -> 0 ->> 'text', desk,"
              + " model_version, retention_verdict IS NULL) FROM churn_alerts"
              + " WHERE customer_id = 'rows-1'",
          "2026-03-01 12:00:00|Last bought \"93\" days ago; 上次|vip|7|t");
      awaitRows(
          "rows",
          "SELECT top_categories[2] FROM customer_scores WHERE customer_id = 'rows-1'",
          "coffee, black");
      assertThat(run.metric("tidewatch_sink_database_up")).isEqualTo(1);
      assertThat(run.rows("customer_scores", "written")).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void keepsTheNewerRowWhateverIsReadAgain() throws Exception {
    LOCAL.producer().send(score("newer-1", 0.1f, NOON));
    LOCAL.producer().send(score("newer-1", 0.9f, NOON.plusSeconds(10)));
    LOCAL.producer().send(score("newer-1", 0.4f, NOON.minusSeconds(10)));
    LOCAL.producer().flush();
    String churn = "SELECT churn FROM customer_scores WHERE customer_id = 'newer-1'";
    String written = "SELECT written_at FROM customer_scores WHERE customer_id = 'newer-1'";
    try (LocalSink.Run run = LOCAL.run("newer")) {
      awaitAll("newer");
      await().atMost(SOON).until(() -> run.metric("tidewatch_sink_lag_records") == 0);
    }
    assertThat(LOCAL.query("newer", churn)).containsExactly("0.9");
    List<String> before = LOCAL.query("newer", written);
    LOCAL.query("newer", "UPDATE sink_places SET next_offset = 0");
    try (LocalSink.Run run = LOCAL.run("newer")) {
      awaitAll("newer");
      assertThat(run.rows("customer_scores", "unchanged")).isPositive();
    }
    assertThat(LOCAL.query("newer", churn)).containsExactly("0.9");
    assertThat(LOCAL.query("newer", written)).isEqualTo(before);
  }

  @Test
  void forgetsWhoAskedForItAlsoInWhatIsReadLater() throws Exception {
    LOCAL.producer().send(score("erase-1", 0.9f, NOON));
    LOCAL.producer().send(alert("erase-a1", "erase-1", NOON));
    LOCAL.producer().send(alert("erase-a2", "erase-2", NOON));
    LOCAL.producer().flush();
    String alerts = "SELECT alert_id FROM churn_alerts WHERE customer_id LIKE 'erase-%' ORDER BY 1";
    try (LocalSink.Run run = LOCAL.run("erase")) {
      awaitRows("erase", alerts, "erase-a1", "erase-a2");
      LOCAL.producer().send(erasure("erase-1", NOON.plusSeconds(5)));
      LOCAL.producer().flush();
      awaitRows("erase", alerts, "erase-a2");
      awaitRows("erase", "SELECT churn FROM customer_scores WHERE customer_id = 'erase-1'");

      LOCAL.producer().send(alert("erase-a3", "erase-1", NOON.plusSeconds(1)));
      LOCAL.producer().send(alert("erase-a4", "erase-1", NOON.plusSeconds(9)));
      LOCAL.producer().flush();
      awaitRows("erase", alerts, "erase-a2", "erase-a4");
      assertThat(run.rows("churn_alerts", "erased")).isEqualTo(1);
    }
  }

  @Test
  void removesTheScoreOfACustomerWhoLeft() throws Exception {
    LOCAL.producer().send(score("left-1", 0.9f, NOON));
    LOCAL.producer().send(score("left-2", 0.9f, NOON));
    LOCAL.producer().remove(Topic.CUSTOMER_SCORES, "left-1");
    LOCAL.producer().flush();
    String left = "SELECT customer_id FROM customer_scores WHERE customer_id LIKE 'left-%'";
    try (LocalSink.Run run = LOCAL.run("left_behind")) {
      awaitRows("left_behind", left, "left-2");
      LOCAL.producer().remove(Topic.CUSTOMER_SCORES, "left-2");
      LOCAL.producer().send(score("left-1", 0.2f, NOON));
      LOCAL.producer().flush();
      awaitRows("left_behind", left, "left-1");
    }
  }

  @Test
  void writesADeadLetterForARowThatTheDatabaseRefusesAndAllOthers() throws Exception {
    LOCAL.producer().send(alert("refused-1", "refused-1", NOON));
    LOCAL.producer().send(alert("refused-nul\0", "refused-2", NOON));
    LOCAL.producer().send(alert("refused-3", "refused-3\0", NOON));
    LOCAL.producer().send(alert("refused-4", "refused-4", NOON));
    LOCAL
        .producer()
        .sendBytes(
            Topic.CHURN_ALERTS, "refused-5".getBytes(StandardCharsets.UTF_8), new byte[] {9, 9});
    LOCAL.producer().remove(Topic.CUSTOMER_SCORES, "refused-6\0");
    LOCAL.producer().flush();
    Migrations.apply(LOCAL.settings("refused"), true);
    LOCAL.query(
        "refused", "ALTER TABLE churn_alerts ADD CONSTRAINT ours CHECK (alert_id <> 'refused-4')");
    try (LocalSink.Run run = LOCAL.run("refused")) {
      awaitRows(
          "refused",
          "SELECT alert_id FROM churn_alerts WHERE alert_id LIKE 'refused-%'",
          "refused-1");
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(LOCAL.deadLetters())
                      .filteredOn(SinkIT::isOfRefusals)
                      .extracting(DeadLetter::getReason)
                      .containsExactlyInAnyOrder(
                          DeadLetterReason.UNDELIVERABLE,
                          DeadLetterReason.UNDELIVERABLE,
                          DeadLetterReason.UNDELIVERABLE,
                          DeadLetterReason.UNDECODABLE));
      assertThat(run.rows("churn_alerts", "refused")).isEqualTo(4);
    }
    assertThat(LOCAL.deadLetters())
        .filteredOn(SinkIT::isOfRefusals)
        .extracting(DeadLetter::getDetail)
        .anyMatch(detail -> detail.contains("22021") && detail.contains("NUL"))
        .anyMatch(detail -> detail.contains("23514") && detail.contains("constraint ours"))
        .noneMatch(detail -> detail.contains("refused-"));
  }

  private static boolean isOfRefusals(DeadLetter letter) {
    return letter.getKey() != null
        && StandardCharsets.UTF_8
            .decode(letter.getKey().duplicate())
            .toString()
            .startsWith("refused-");
  }

  @Test
  void hasEachRecordOnceAfterItWasKilledInTheMiddle() throws Exception {
    int number = 20_000;
    for (int i = 0; i < number; i++) {
      LOCAL.producer().send(alert("killed-" + i, "killed-" + i % 1_000, NOON.plusSeconds(i)));
    }
    LOCAL.producer().flush();
    String count = "SELECT count(*) FROM churn_alerts WHERE alert_id LIKE 'killed-%'";
    Process process = LOCAL.start("killed");
    await()
        .atMost(SOON)
        .ignoreExceptions() // there are no tables at first
        .until(() -> Integer.parseInt(LOCAL.query("killed", count).get(0)) > 0);
    process.destroyForcibly().waitFor();
    int inTheMiddle = Integer.parseInt(LOCAL.query("killed", count).get(0));
    assertThat(inTheMiddle).isPositive().isLessThan(number);

    try (LocalSink.Run run = LOCAL.run("killed")) {
      awaitAll("killed");
      assertThat(LOCAL.query("killed", count)).containsExactly(String.valueOf(number));
      // Nothing of what the first process committed was written again.
      assertThat(run.rows("churn_alerts", "unchanged")).isZero();
    }
    assertThat(
            LOCAL.query(
                "killed",
                "SELECT count(DISTINCT alert_id) FROM churn_alerts WHERE alert_id LIKE 'killed-%'"))
        .containsExactly(String.valueOf(number));
  }

  @Test
  void losesNothingWhenTheDatabaseIsKilledUnderLoad() throws Exception {
    int number = 12_000;
    String count = "SELECT count(*) FROM churn_alerts WHERE alert_id LIKE 'outage-%'";
    try (LocalSink.Run run = LOCAL.run("outage")) {
      for (int i = 0; i < number; i++) {
        LOCAL.producer().send(alert("outage-" + i, "outage-" + i % 500, NOON.plusSeconds(i)));
        if (i % 4_000 == 2_000) {
          double failed = run.metric("tidewatch_sink_retries_total");
          LOCAL.postgres().kill();
          LOCAL.producer().flush();
          await().atMost(SOON).until(() -> run.metric("tidewatch_sink_retries_total") > failed);
          assertThat(run.metric("tidewatch_sink_database_up")).isZero();
          LOCAL.postgres().restart();
        }
      }
      LOCAL.producer().flush();
      awaitRows("outage", count, String.valueOf(number));
      assertThat(run.metric("tidewatch_sink_retries_total")).isGreaterThanOrEqualTo(3);
      assertThat(run.metric("tidewatch_sink_database_up")).isEqualTo(1);
    }
  }

  @Test
  void endsWhenSomebodyElseMovesItsPlaces() throws Exception {
    LOCAL.producer().send(score("places-0", 0.5f, NOON));
    LOCAL.producer().flush();
    LocalSink.Run run = LOCAL.run("places");
    awaitAll("places");
    LOCAL.query("places", "UPDATE sink_places SET next_offset = next_offset + 1");
    LOCAL.producer().send(score("places-1", 0.5f, NOON));
    LOCAL.producer().flush();
    await().atMost(SOON).until(() -> run.failure().isPresent());
    run.end();
    assertThat(run.failure().orElseThrow()).hasMessageContaining("another process writes");
    assertThat(
            LOCAL.query("places", "SELECT 1 FROM customer_scores WHERE customer_id = 'places-1'"))
        .isEmpty();
  }
}
