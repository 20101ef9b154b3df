package io.tidewatch.decisions.retention;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a checkpoint keeps of a {@link RetentionDesk}. Immutable.
 *
 * @param budget of the day
 * @param seen customers of that day so far who competed for it
 * @param learnedDays days that expected is learned from
 * @param expected customers expected per day
 * @param price of a unit of the budget
 * @param savedMarginMinor margin that the actions of that day are expected to save, minor units
 */
public record RetentionState(
    RetentionBudget.State budget,
    int seen,
    int learnedDays,
    double expected,
    double price,
    double savedMarginMinor) {
  /** Layout version that {@link #write} writes. */
  public static final int VERSION = 1;

  /** Returns the state of a desk that has seen nothing. */
  public static RetentionState empty() {
    return RetentionDesk.exact().state();
  }

  /** Writes the state: a version byte, then the fields in a fixed order, big endian. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeLong(budget.day());
    out.writeLong(budget.takenMinor());
    out.writeLong(budget.leasedMinor());
    out.writeLong(budget.aheadMinor());
    out.writeInt(budget.lost().size());
    for (Map.Entry<Long, Long> lost : new TreeMap<>(budget.lost()).entrySet()) {
      out.writeLong(lost.getKey());
      out.writeLong(lost.getValue());
    }
    out.writeInt(seen);
    out.writeInt(learnedDays);
    out.writeDouble(expected);
    out.writeDouble(price);
    out.writeDouble(savedMarginMinor);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the layout version is unknown or the bytes end early
   */
  public static RetentionState read(DataInput in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "state of a desk's retention budget has layout version "
              + version
              + "; this build reads version "
              + VERSION);
    }
    return new RetentionState(
        readBudget(in),
        in.readInt(),
        in.readInt(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble());
  }

  private static RetentionBudget.State readBudget(DataInput in) throws IOException {
    long day = in.readLong();
    long takenMinor = in.readLong();
    long leasedMinor = in.readLong();
    long aheadMinor = in.readLong();
    Map<Long, Long> lost = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      lost.put(in.readLong(), in.readLong());
    }
    return new RetentionBudget.State(day, takenMinor, leasedMinor, aheadMinor, lost);
  }
}
