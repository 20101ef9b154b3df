package io.tidewatch.training.evaluation;

import io.tidewatch.connectors.history.PurchaseLogs;
import io.tidewatch.training.Progress;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * CDNOW as in the literature (Fader, Hardie and Lee 2005): a cohort that bought first in the first
 * quarter of 1997, 39 weeks observed, the next 39 to be forecast; of other customers than those
 * learned from.
 */
final class CdnowSuite {
  static final String NAME = "cdnow";
  static final Window WINDOW = new Window(LocalDate.of(1997, 9, 30), 39 * 7);
  static final double WEEKS = 39;

  private CdnowSuite() {}

  static EvaluationReport run(Path trainFile, Path testFile, int seeds, Progress progress) {
    progress.at(0, "reading the logs");
    List<PurchaseCase> test = cases(testFile);
    List<PurchaseCase> all = cases(trainFile);
    List<PurchaseCase> train =
        SuiteData.usable(
            trainFile + " without the customers of " + testFile, without(all, test), WINDOW);
    List<String> notes = new ArrayList<>();
    if (train.size() < all.size()) {
      notes.add(
          (all.size() - train.size())
              + " of "
              + all.size()
              + " customers of the train file are also in the test file; they were not learned"
              + " from.");
    }
    return new PurchaseEvaluation(train, test, train, WEEKS)
        .run(
            NAME,
            "Weeks 1 to 39 observed, weeks 40 to 78 forecast; learned from "
                + trainFile.getFileName()
                + ", measured on other customers, of "
                + testFile.getFileName(),
            notes,
            seeds,
            progress);
  }

  /** Returns the cases whose customers are not among others. */
  static List<PurchaseCase> without(List<PurchaseCase> cases, List<PurchaseCase> others) {
    Set<String> excluded =
        others.stream().map(PurchaseCase::customerId).collect(Collectors.toSet());
    return cases.stream().filter(c -> !excluded.contains(c.customerId())).toList();
  }

  private static List<PurchaseCase> cases(Path file) {
    return SuiteData.usable(
        file.toString(), PurchaseCase.of(PurchaseLogs.cdnow(file), WINDOW), WINDOW);
  }
}
