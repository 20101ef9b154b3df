package io.tidewatch.benchmarks.kernel;

/** What is computed. */
public enum KernelCase {
  /** Dense layers 64 to 64 to 32 to 1: relu, relu, sigmoid. */
  MLP("mlp", "MLP 64-64-32-1"),
  /** One step of an LSTM 32 to 64 from a given state, and a dense head to one sigmoid. */
  LSTM_STEP("lstmStep", "LSTM step 32-64 and head"),
  /** Fifty steps of the same LSTM from zeros, and the head behind the last. */
  LSTM50("lstm50", "LSTM 32-64 over 50 steps and head"),
  /** The 20 largest of 10,000 inner products of width 64. */
  TOP20("top20", "Top 20 of 10,000 items x 64");

  static final int MLP_INPUTS = 64;
  static final int MLP_FIRST = 64;
  static final int MLP_SECOND = 32;
  static final int INPUTS = 32;
  static final int UNITS = 64;
  static final int STEPS = 50;
  static final int ITEMS = 10_000;
  static final int TOP = 20;

  private final String key;
  private final String title;

  KernelCase(String key, String title) {
    this.key = key;
    this.title = title;
  }

  /** Returns the name in ratios. */
  public String key() {
    return key;
  }

  /** Returns the name for people. */
  public String title() {
    return title;
  }
}
