package io.tidewatch.customer;

/**
 * The scales on which features are given to networks: bounded or logarithmic, finite for every
 * input. Every machine computes the same bits, see {@link ExactMath}.
 */
final class FeatureScales {
  private static final double MINOR_PER_UNIT = 100;
  private static final double MAX_LOG_ODDS = 8;
  // Rates below one event in 100 days do not differ in a trend.
  private static final double RATE_FLOOR = 0.01;
  private static final int SKETCH_BITS = 64;

  private FeatureScales() {}

  static double count(long count, long max) {
    return Math.min(count, max);
  }

  static double log(double value) {
    return value == 0 ? 0 : ExactMath.log1p(value);
  }

  static double logDays(long sinceSeconds, long atSeconds) {
    return sinceSeconds == 0 ? 0 : log(Seconds.daysBetween(sinceSeconds, atSeconds));
  }

  static double logMoney(double minor) {
    return log(minor / MINOR_PER_UNIT);
  }

  static double logOdds(double probability) {
    double odds = (probability + 1e-9) / (1 - probability + 1e-9);
    return Math.max(-MAX_LOG_ODDS, Math.min(MAX_LOG_ODDS, ExactMath.log(odds)));
  }

  /** 1 at the time, halved every half-life; 0 if never. */
  static double freshness(long sinceSeconds, long atSeconds, int halfLifeDays) {
    return sinceSeconds == 0
        ? 0
        : ExactMath.halved(Seconds.daysBetween(sinceSeconds, atSeconds) / halfLifeDays);
  }

  /**
   * log of the ratio of two daily rates, each from a decayed count (a steady rate r gives a decayed
   * count of r * halfLife / ln 2).
   */
  static double trend(double shortCount, int shortDays, double longCount, int longDays) {
    if (shortCount == 0 && longCount == 0) {
      return 0;
    }
    double now = shortCount * ExactMath.LN_2 / shortDays + RATE_FLOOR;
    double before = longCount * ExactMath.LN_2 / longDays + RATE_FLOOR;
    return ExactMath.log(now / before);
  }

  /**
   * Linear counting (Whang et al. 1990): -m ln(share of empty bits); a full map counts one empty.
   */
  static double distinct(long bits) {
    if (bits == 0) {
      return 0;
    }
    int empty = Math.max(1, SKETCH_BITS - Long.bitCount(bits));
    return -SKETCH_BITS * ExactMath.log((double) empty / SKETCH_BITS);
  }
}
