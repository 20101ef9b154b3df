package io.tidewatch.training;

/** Hears how far a training has come. Called from the training thread; must return quickly. */
@FunctionalInterface
public interface Progress {
  /**
   * Takes one report.
   *
   * @param fraction share of the work that is done, 0 to 1, never falling within one training
   * @param message what is being done, a few words
   */
  void at(double fraction, String message);

  /** Returns a listener that ignores everything. */
  static Progress none() {
    return (fraction, message) -> {};
  }

  /** Returns a listener for a part of the work: 0 to 1 there is {@code from} to {@code to} here. */
  default Progress part(double from, double to) {
    return (fraction, message) -> at(from + (to - from) * fraction, message);
  }
}
