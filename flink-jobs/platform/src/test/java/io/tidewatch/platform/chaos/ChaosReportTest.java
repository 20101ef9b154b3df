package io.tidewatch.platform.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.outcome.Difference;
import io.tidewatch.platform.outcome.Outcome;
import io.tidewatch.schemas.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChaosReportTest {
  private static final ChaosReport.Input CLEAN = new ChaosReport.Input(100, 100, 5, 5, 3, 3, 0);
  private static final Outcome.Comparison SAME = new Outcome.Comparison(200, 0, 0, 0, 0);

  @Test
  void countsFaultsByKindAndNamesTheWorstRecovery() {
    ObjectNode json = report(CLEAN, SAME).json();

    assertThat(json.path("faults").asInt()).isEqualTo(3);
    assertThat(json.path("kinds").path("brokerKilled").asInt()).isEqualTo(2);
    assertThat(json.path("kinds").path("hotKey").asInt()).isEqualTo(1);
    assertThat(json.path("recoverySeconds").path("brokerKilled").asDouble()).isEqualTo(7.5);
    assertThat(json.path("lost").asLong()).isZero();
    assertThat(json.path("duplicated").asLong()).isZero();
    assertThat(json.path("passed").asBoolean()).isTrue();
  }

  @Test
  void aDecisionThatIsMissingIsLost() {
    ChaosReport report = report(CLEAN, new Outcome.Comparison(199, 1, 0, 0, 0));

    assertThat(report.lost()).isEqualTo(1);
    assertThat(report.passed()).isFalse();
  }

  @Test
  void aRecordThatStandsThereAgainIsDoubled() {
    assertThat(report(CLEAN, new Outcome.Comparison(200, 0, 0, 0, 1)).duplicated()).isEqualTo(1);
    assertThat(report(CLEAN, new Outcome.Comparison(200, 0, 1, 0, 0)).duplicated()).isEqualTo(1);
  }

  @Test
  void anEventThatWasFoldedTwiceIsDoubledAndOneThatWasNotIsLost() {
    assertThat(report(new ChaosReport.Input(100, 101, 5, 4, 3, 3, 0), SAME).duplicated())
        .isEqualTo(1);
    assertThat(report(new ChaosReport.Input(100, 99, 5, 5, 3, 3, 0), SAME).lost()).isEqualTo(1);
  }

  @Test
  void aRefusedRecordWithoutADeadLetterIsLost() {
    assertThat(report(new ChaosReport.Input(100, 100, 5, 5, 3, 2, 0), SAME).lost()).isEqualTo(1);
  }

  @Test
  void aDecisionWithOtherBytesFailsTheRun() {
    assertThat(report(CLEAN, new Outcome.Comparison(199, 0, 0, 1, 0)).passed()).isFalse();
  }

  @Test
  void namesTheFirstDecisionsWithOtherBytes() {
    ChaosReport report = report(CLEAN, new Outcome.Comparison(199, 0, 0, 1, 0));

    assertThat(report.json().path("differences").path(0).path("fields").path(0).asText())
        .isEqualTo("churn: 0.1 became 0.2");
    assertThat(report.table())
        .contains("decision-log d-1 DIFFERING at 1970-01-01T00:00:00Z [churn: 0.1 became 0.2]");
  }

  @Test
  void theTableSaysTheSame() {
    assertThat(report(CLEAN, SAME).table())
        .contains("brokerKilled", "7.5")
        .contains("3 faults; of 100 events");
  }

  private static ChaosReport report(ChaosReport.Input input, Outcome.Comparison outcome) {
    return new ChaosReport(
        List.of(
            new ChaosReport.Done(FaultKind.BROKER_KILLED, 7.5),
            new ChaosReport.Done(FaultKind.HOT_KEY, 8),
            new ChaosReport.Done(FaultKind.BROKER_KILLED, 3)),
        3,
        input,
        outcome,
        outcome.same()
            ? List.of()
            : List.of(
                new Difference(
                    Topic.DECISION_LOG,
                    "d-1",
                    0,
                    Difference.Kind.DIFFERING,
                    List.of(new Difference.Field("churn", "0.1", "0.2")))),
        60);
  }
}
