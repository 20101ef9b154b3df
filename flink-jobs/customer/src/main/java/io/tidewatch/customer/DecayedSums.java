package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Sums whose parts lose half their weight every half-life, one lane per half-life: {@code sum
 * amount * 2^(-age / halfLife)}. Kept as of the newest time added; an older part is added with the
 * weight that it has left by then, so the order of adding does not matter (up to rounding, about
 * 1e-11 of the sum).
 */
final class DecayedSums {
  // Shared, so that a state in memory does not hold arrays of its own for them.
  static final int[] DAYS_7 = {7};
  static final int[] DAYS_30_90 = {30, 90};
  static final int[] DAYS_30_30_30 = {30, 30, 30};
  static final int[] DAYS_7_30_90 = {7, 30, 90};
  static final int[] DAYS_90_90_90 = {90, 90, 90};

  private final int[] halfLifeDays;
  private final double[] sums;
  private long asOfSeconds;

  /**
   * Makes sums of zero.
   *
   * @param halfLifeDays one per lane; shared, never changed
   */
  DecayedSums(int[] halfLifeDays) {
    this.halfLifeDays = halfLifeDays;
    this.sums = new double[halfLifeDays.length];
  }

  /** The newest time added, 0 before the first. */
  long asOfSeconds() {
    return asOfSeconds;
  }

  /** Adds to every lane. */
  void add(long atSeconds, double amount) {
    moveTo(atSeconds);
    for (int lane = 0; lane < sums.length; lane++) {
      addAged(lane, atSeconds, amount);
    }
  }

  /** Adds to one lane. */
  void addTo(int lane, long atSeconds, double amount) {
    moveTo(atSeconds);
    addAged(lane, atSeconds, amount);
  }

  /** Multiplies all sums. */
  void scale(double factor) {
    for (int lane = 0; lane < sums.length; lane++) {
      sums[lane] = Packing.roundSum(sums[lane] * factor);
    }
  }

  /** The sum of the lane with this half-life at a time; times before the newest count as it. */
  double at(long atSeconds, int days) {
    for (int lane = 0; lane < sums.length; lane++) {
      if (halfLifeDays[lane] == days) {
        return laneAt(lane, atSeconds);
      }
    }
    throw new IllegalArgumentException("no lane has a half-life of " + days + " days");
  }

  double laneAt(int lane, long atSeconds) {
    double sum = sums[lane];
    return sum == 0 ? 0 : sum * remaining(lane, Math.max(0, atSeconds - asOfSeconds));
  }

  private void moveTo(long atSeconds) {
    if (atSeconds <= asOfSeconds) {
      return;
    }
    for (int lane = 0; lane < sums.length; lane++) {
      if (sums[lane] != 0) {
        sums[lane] = Packing.roundSum(sums[lane] * remaining(lane, atSeconds - asOfSeconds));
      }
    }
    asOfSeconds = atSeconds;
  }

  private void addAged(int lane, long atSeconds, double amount) {
    long age = asOfSeconds - atSeconds;
    double aged = age == 0 ? amount : amount * remaining(lane, age);
    sums[lane] = Packing.roundSum(sums[lane] + aged);
  }

  private double remaining(int lane, long ageSeconds) {
    return ExactMath.halved(ageSeconds / (halfLifeDays[lane] * Seconds.PER_DAY));
  }

  /** Makes all sums zero again. */
  void clear() {
    Arrays.fill(sums, 0);
    asOfSeconds = 0;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt((int) asOfSeconds);
    writeSums(out);
  }

  void read(DataInput in, String what) throws IOException {
    readSums(in, Packing.readSeconds(in), what);
  }

  /** Without the newest time, for sums that share another's. */
  void writeSums(DataOutput out) throws IOException {
    for (double sum : sums) {
      Packing.writeSum(out, sum);
    }
  }

  void readSums(DataInput in, long newestSeconds, String what) throws IOException {
    asOfSeconds = newestSeconds;
    for (int lane = 0; lane < sums.length; lane++) {
      sums[lane] = Packing.readSum(in, what);
    }
  }
}
