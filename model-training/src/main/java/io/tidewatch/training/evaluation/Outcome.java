package io.tidewatch.training.evaluation;

/**
 * What a customer did in the weeks to be forecast.
 *
 * @param purchases days with purchases
 * @param spend money of all purchases, major units
 */
record Outcome(int purchases, double spend) {
  boolean any() {
    return purchases > 0;
  }
}
