package io.tidewatch.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EvaluationReportTest {
  @Test
  void namesWhatABaselineIsBetterAt() {
    EvaluationReport report =
        new EvaluationReport(
            "suite",
            "data",
            10,
            10,
            1,
            Map.of("auc", 0.8, "mae", 0.5, "brier", 0.2),
            Map.of(),
            Map.of("bgNbd", Map.of("auc", 0.7, "mae", 0.4, "brier", 0.2)),
            Map.of(),
            List.of("first"),
            Map.of(),
            1);

    assertThat(report.lostTo("bgNbd")).containsExactly("mae");
    assertThat(report.best())
        .containsEntry("auc", "network")
        .containsEntry("mae", "bgNbd")
        .containsEntry("brier", "network");
    assertThat(report.withNotes(List.of("second")).notes()).containsExactly("first", "second");
  }

  @Test
  void spreadIsThatOfTheSeeds() {
    assertThat(Spread.of(List.of(1.0, 2.0, 3.0))).isEqualTo(new Spread(1, 3, 1));
    assertThat(Spread.of(List.of(2.0))).isEqualTo(new Spread(2, 2, 0));
  }
}
