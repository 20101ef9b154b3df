package io.tidewatch.training.evaluation;

import java.util.List;

/** Says early, and by name, what data cannot be evaluated. */
final class SuiteData {
  private static final int FEWEST = 50;

  private SuiteData() {}

  /**
   * Returns the cases.
   *
   * @throws IllegalArgumentException if they are too few, or all have the same outcome
   */
  static List<PurchaseCase> usable(String where, List<PurchaseCase> cases, Window window) {
    if (cases.size() < FEWEST) {
      throw new IllegalArgumentException(
          where
              + " has "
              + cases.size()
              + " customers with a purchase until "
              + window.lastObserved()
              + "; an evaluation needs at least "
              + FEWEST);
    }
    long bought = cases.stream().filter(c -> c.outcome().any()).count();
    if (bought == 0 || bought == cases.size()) {
      throw new IllegalArgumentException(
          where
              + ": "
              + bought
              + " of "
              + cases.size()
              + " customers bought from "
              + window.lastObserved().plusDays(1)
              + " to "
              + window.lastForecast()
              + "; an evaluation needs both who did and who did not. Is it the whole log?");
    }
    return cases;
  }
}
