package io.tidewatch.scoring;

/** What becomes of a champion on which a guard trips, if there is none to go back to. */
public enum WithoutPrevious {
  /** It goes on serving; model-status says that it is suspect. */
  KEEP,
  /** It is retired: customers are not scored until another release is pushed. */
  RETIRE
}
