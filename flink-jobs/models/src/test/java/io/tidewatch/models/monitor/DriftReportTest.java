package io.tidewatch.models.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftReportTest {
  private final Populations people = new Populations(5);
  private final Reference reference = people.reference(2_000);

  @Test
  void namesTheFeatureThatMovedMostFirstAndTheOccasion() {
    DriftReport report = new DriftReport(reference);
    for (int i = 0; i < 1_000; i++) {
      report.add(Occasion.REGULAR, people.score(Occasion.REGULAR), people.vector());
      float[] moved = people.vector();
      moved[1] = 0;
      report.add(Occasion.EVENT, people.score(Occasion.EVENT), moved);
    }
    assertThat(report.found()).extracting(DriftReport.Found::scorePsi).allMatch(psi -> psi < 0.1);
    DriftReport.Worst worst = report.worst(1).get(0);
    assertThat(worst.occasion()).isEqualTo(Occasion.EVENT);
    assertThat(worst.drift().name()).isEqualTo("clicks");
    assertThat(worst.drift().missing()).isOne();
    assertThat(worst.drift().psi()).isGreaterThan(1);
  }

  @Test
  void namesNobodyWhereThereAreTooFewCases() {
    DriftReport report = new DriftReport(reference);
    for (int i = 0; i < DriftReport.ENOUGH - 1; i++) {
      report.add(Occasion.EVENT, 0.5f, people.vector());
    }
    assertThat(report.worst(10)).isEmpty();
    assertThat(report.found()).noneMatch(DriftReport.Found::isEnough);
  }

  @Test
  void countsScoresThatAreNoNumbersApart() {
    DriftReport report = new DriftReport(reference);
    report.add(Occasion.EVENT, Float.NaN, people.vector());
    assertThat(report.notFinite()).isOne();
    assertThat(report.scores(Occasion.EVENT).orElseThrow().count()).isZero();
  }

  @Test
  void passesOverAnOccasionThatTheReferenceDoesNotKnow() {
    Reference regularOnly =
        new Reference(0.8, 0, Map.of(Occasion.REGULAR, reference.samples().get(Occasion.REGULAR)));
    DriftReport report = new DriftReport(regularOnly);
    report.add(Occasion.EVENT, 0.5f, people.vector());
    assertThat(report.found())
        .singleElement()
        .satisfies(found -> assertThat(found.cases()).isZero());
  }
}
