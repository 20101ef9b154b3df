package io.tidewatch.customer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The input of one step of the churn model's recurrent layer, made from what {@link StepHistory}
 * keeps of one event:
 *
 * <pre>
 *   0..7   what it was, one of eight, as 0 or 1
 *   8      log(1 + hours since the step before)     0 .. 13.3
 *   9      1 if less than half an hour since the step before (the same session)
 *   10     log(1 + money / 100 minor units)         0 .. 24.6
 *   11,12  sine and cosine of the hour of day (UTC) -1 .. 1
 * </pre>
 */
public final class ChurnStep {
  private static final StepKind[] KINDS = StepKind.values();
  private static final int GAP = KINDS.length;
  private static final int SAME_SESSION = GAP + 1;
  private static final int MONEY = GAP + 2;
  private static final int HOUR_SIN = GAP + 3;
  private static final int HOUR_COS = GAP + 4;

  /** Number of values of a step. */
  public static final int WIDTH = GAP + 5;

  private static final int SESSION_SECONDS = 1_800;
  private static final double SECONDS_PER_HOUR = 3_600;
  private static final double MINOR_PER_UNIT = 100;

  private static final List<String> NAMES = describe(true);
  private static final List<String> MEANINGS = describe(false);
  private static final float[] SIN = new float[24];
  private static final float[] COS = new float[24];

  static {
    for (int hour = 0; hour < 24; hour++) {
      SIN[hour] = (float) StrictMath.sin(2 * Math.PI * hour / 24);
      COS[hour] = (float) StrictMath.cos(2 * Math.PI * hour / 24);
    }
  }

  private ChurnStep() {}

  /** Returns the names of the values, in order. They are part of a model's contract. */
  public static List<String> names() {
    return NAMES;
  }

  /** One line for each value. */
  static List<String> meanings() {
    return MEANINGS;
  }

  /**
   * Writes the input of one kept step. Allocates nothing.
   *
   * @param index number of the step, in {@code [max(0, count - 16), count)}
   * @param out receives {@link #WIDTH} values from position 0
   * @throws IndexOutOfBoundsException if the step is not kept or {@code out} is too short
   */
  public static void input(StepHistory steps, long index, float[] out) {
    int gap = steps.gapSeconds(index);
    int hour = steps.hourOfDay(index);
    Arrays.fill(out, 0, WIDTH, 0f);
    out[steps.kind(index)] = 1f;
    out[GAP] = (float) ExactMath.log1p(gap / SECONDS_PER_HOUR);
    out[SAME_SESSION] = index > 0 && gap < SESSION_SECONDS ? 1f : 0f;
    out[MONEY] = (float) ExactMath.log1p(steps.amountMinor(index) / MINOR_PER_UNIT);
    out[HOUR_SIN] = SIN[hour];
    out[HOUR_COS] = COS[hour];
  }

  private static List<String> describe(boolean names) {
    List<String> lines = new ArrayList<>();
    for (StepKind kind : KINDS) {
      lines.add(names ? "is_" + kind.name().toLowerCase(java.util.Locale.ROOT) : kind.meaning);
    }
    lines.add(names ? "gap_log_hours" : "log(1 + hours since the newest step before it)");
    lines.add(names ? "same_session" : "1 if less than half an hour since the step before it");
    lines.add(names ? "money_log" : "log(1 + money of the order / 100 minor units)");
    lines.add(names ? "hour_sin" : "sine of the hour of day, UTC");
    lines.add(names ? "hour_cos" : "cosine of the hour of day, UTC");
    return List.copyOf(lines);
  }
}
