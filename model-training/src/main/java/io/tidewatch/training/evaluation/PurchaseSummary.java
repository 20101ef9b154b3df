package io.tidewatch.training.evaluation;

/**
 * What the models of the literature know of a customer: repeats, recency, age and money. Purchases
 * of one day count once; time is in weeks.
 *
 * @param repeats days with purchases after the first such day, x
 * @param recencyWeeks from the first to the last such day, t_x
 * @param ageWeeks from the first such day to the end of the observation, T
 * @param meanRepeatSpend mean money of the repeat days, major units; 0 without any
 */
record PurchaseSummary(int repeats, double recencyWeeks, double ageWeeks, double meanRepeatSpend) {

  PurchaseSummary {
    if (repeats < 0 || recencyWeeks < 0 || ageWeeks < recencyWeeks) {
      throw new IllegalArgumentException(
          "repeats="
              + repeats
              + ", recencyWeeks="
              + recencyWeeks
              + ", ageWeeks="
              + ageWeeks
              + " must be >= 0, and recency not above age");
    }
  }
}
