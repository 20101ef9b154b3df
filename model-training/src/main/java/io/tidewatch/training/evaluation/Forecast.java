package io.tidewatch.training.evaluation;

/**
 * What a model says of a customer in the weeks to be forecast.
 *
 * @param expected expected days with purchases: the mean
 * @param usual the number of days with purchases that has the least absolute error: the median
 * @param any probability of any purchase, 0 to 1
 * @param spend expected money, major units
 */
record Forecast(double expected, double usual, double any, double spend) {
  Forecast {
    if (!(Double.isFinite(expected)
        && Double.isFinite(usual)
        && Double.isFinite(spend)
        && any >= 0
        && any <= 1)) {
      throw new IllegalArgumentException(
          "expected="
              + expected
              + ", usual="
              + usual
              + ", any="
              + any
              + ", spend="
              + spend
              + " is no forecast");
    }
  }
}
