package io.tidewatch.benchmarks.workload;

/** The change that contenders without models make to a state: cheap, and different each time. */
public final class StateChange {
  // Where CustomerStateLayout has the customer's stream time.
  private static final int FROM = 2;
  private static final int TO = 10;

  private StateChange() {}

  /** Adds 1 to eight bytes in the state, as if stream time went on. */
  public static void apply(byte[] state) {
    for (int at = TO - 1; at >= FROM; at--) {
      if (++state[at] != 0) {
        return;
      }
    }
  }
}
