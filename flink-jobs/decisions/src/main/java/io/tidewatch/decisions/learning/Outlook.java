package io.tidewatch.decisions.learning;

/** What is believed at one moment of the acceptance of some offers. One thread. */
public interface Outlook {

  /**
   * Returns what is believed of one of them.
   *
   * @param place its place among the offers
   */
  Activation of(int place, LearningInputs inputs);
}
