package io.tidewatch.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.connectors.history.PurchaseLogs;
import io.tidewatch.customer.Feature;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.training.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CdnowSuiteTest {
  @TempDir private Path dir;

  @Test
  void learnsFromNoCustomerOfTheTestFile() throws IOException {
    Path train = CdnowLogs.master(dir.resolve("master.txt"), 1, 400);
    Path test = CdnowLogs.sample(dir.resolve("sample.txt"), 300, 400);

    EvaluationReport report = Evaluations.cdnow(train, test, 1, Progress.none());

    assertThat(report.trainCustomers()).isEqualTo(299);
    assertThat(report.customers()).isEqualTo(100);
    assertThat(report.notes())
        .contains(
            "100 of 399 customers of the train file are also in the test file; they were not"
                + " learned from.");
    assertThat(report.network().get("correlation")).isBetween(0.3, 1.0);
    assertThat(report.network().get("auc")).isBetween(0.7, 1.0);
    assertThat(report.baselines())
        .containsOnlyKeys("bgNbd", "logisticRegression", "boosting", "recency")
        .allSatisfy(
            (name, figures) -> assertThat(figures.keySet()).isEqualTo(report.network().keySet()));
    assertThat(report.plots()).containsOnlyKeys("calibration.svg", "expected.svg", "gains.svg");
    // The customers were made by nearly such a model.
    assertThat(report.baselines().get("bgNbd").get("correlation")).isBetween(0.3, 1.0);
  }

  @Test
  void cutsTheObservationAfterWeek39AndCountsDays() throws IOException {
    Path log =
        Files.writeString(
            dir.resolve("log.txt"),
            """
            00007 19970102 1 10.00
            00007 19970109 1 20.00
            00007 19970109 1 10.00
            00007 19970930 2 50.00
            00007 19971001 1 11.00
            00007 19980630 1 12.00
            00007 19980630 1 13.00
            """);

    PurchaseCase c = PurchaseCase.of(PurchaseLogs.cdnow(log), CdnowSuite.WINDOW).get(0);

    assertThat(c.customerId()).isEqualTo("cdnow-00007");
    assertThat(c.summary().repeats()).isEqualTo(2);
    assertThat(c.summary().recencyWeeks()).isCloseTo(271 / 7.0, within(1e-12));
    assertThat(c.summary().ageWeeks()).isCloseTo(271 / 7.0, within(1e-12));
    assertThat(c.summary().meanRepeatSpend()).isEqualTo(40);
    assertThat(c.outcome()).isEqualTo(new Outcome(2, 36));
    // The fold counts orders, not days.
    assertThat(c.features()[FeatureCatalogue.features().indexOf(Feature.PURCHASES)]).isEqualTo(4);
  }

  @Test
  void leavesOutWhoHadNotBoughtYet() throws IOException {
    Path log = Files.writeString(dir.resolve("log.txt"), "00007 19971001 1 10.00\n");

    assertThat(PurchaseCase.of(PurchaseLogs.cdnow(log), CdnowSuite.WINDOW)).isEmpty();
  }

  @Test
  void saysSoWhenNobodyIsLeftToLearnFrom() throws IOException {
    Path log = CdnowLogs.master(dir.resolve("master.txt"), 1, 100);

    assertThatThrownBy(() -> Evaluations.cdnow(log, log, 1, Progress.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without the customers of")
        .hasMessageContaining("has 0 customers");
  }

  @Test
  void keepsTheOrderOfCasesWhenItLeavesSomeOut() {
    List<PurchaseCase> cases = List.of(customer("a"), customer("b"), customer("c"));

    assertThat(CdnowSuite.without(cases, List.of(customer("b"))))
        .extracting(PurchaseCase::customerId)
        .containsExactly("a", "c");
  }

  private static PurchaseCase customer(String id) {
    return new PurchaseCase(
        id, new float[0], new float[0], new PurchaseSummary(0, 0, 1, 0), new Outcome(0, 0));
  }
}
