package io.tidewatch.training.uplift;

import io.tidewatch.training.evaluation.OutcomeModel;

/**
 * T-learner (Künzel, Sekhon, Bickel and Yu 2019): one model of the outcomes with the treatment, one
 * without, each learned from the customers of its group alone. The difference of what they expect
 * of a customer is what the treatment is expected to change.
 *
 * @param treated learned from those who were treated
 * @param control learned from the others
 */
record UpliftModel(OutcomeModel treated, OutcomeModel control) {

  /** Returns the expected change of each outcome, {@code [outcomes][rows]}. */
  double[][] uplift(float[][] rows) {
    double[][] with = treated.expectations(rows);
    double[][] without = control.expectations(rows);
    for (int outcome = 0; outcome < with.length; outcome++) {
      for (int row = 0; row < rows.length; row++) {
        with[outcome][row] -= without[outcome][row];
      }
    }
    return with;
  }
}
