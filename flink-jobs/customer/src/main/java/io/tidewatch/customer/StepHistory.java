package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The last {@value #CAPACITY} steps of a customer, in order of arrival, and how many there ever
 * were. Steps are numbered from 0; those in {@code [max(0, count - 16), count)} are kept. All
 * values are already rounded to what the layout stores, so a state that was written and read gives
 * the same steps to the last bit. Not thread-safe, owned by its {@link CustomerState}.
 */
public final class StepHistory {
  /** How many steps are kept. */
  public static final int CAPACITY = 16;

  private static final int HOUR_BITS = 5;
  private static final int SECONDS_PER_HOUR = 3_600;
  private static final long MAX_GAP = Integer.MAX_VALUE;

  // One step in 5 bytes: kind (3 bits) and hour (5 bits), gap and amount as in Packing.packRough.
  private final byte[] kindAndHour = new byte[CAPACITY];
  private final short[] gaps = new short[CAPACITY];
  private final short[] amounts = new short[CAPACITY];
  private long count;
  private long newestSeconds;

  StepHistory() {}

  void append(StepKind kind, long atSeconds, long amountMinor) {
    int at = (int) (count % CAPACITY);
    int hour = (int) (atSeconds / SECONDS_PER_HOUR % 24);
    kindAndHour[at] = (byte) (kind.ordinal() << HOUR_BITS | hour);
    gaps[at] = Packing.packRough(count == 0 ? 0 : Math.min(atSeconds - newestSeconds, MAX_GAP));
    amounts[at] = Packing.packRough(amountMinor);
    newestSeconds = Math.max(newestSeconds, atSeconds);
    count++;
  }

  /** Returns how many steps were ever appended. */
  public long count() {
    return count;
  }

  /** Returns the kind of a step, 0 to 7: the position of its one-hot input in {@link ChurnStep}. */
  public byte kind(long index) {
    return (byte) ((kindAndHour[position(index)] & 0xff) >>> HOUR_BITS);
  }

  /**
   * Returns the seconds since the newest step before it, 12 significant bits; 0 for the first one
   * and for one that came late.
   */
  public int gapSeconds(long index) {
    return (int) Packing.unpackRough(gaps[position(index)]);
  }

  /**
   * Returns the money of a purchase or refund in minor units, 12 significant bits; 0 for others.
   */
  public float amountMinor(long index) {
    return Packing.unpackRough(amounts[position(index)]);
  }

  /** Returns the hour of the day in UTC, 0 to 23. */
  public int hourOfDay(long index) {
    return kindAndHour[position(index)] & (1 << HOUR_BITS) - 1;
  }

  private int position(long index) {
    if (index < 0 || index >= count || index < count - CAPACITY) {
      throw new IndexOutOfBoundsException(
          "step " + index + " is not kept; there are the last " + CAPACITY + " of " + count);
    }
    return (int) (index % CAPACITY);
  }

  void clear() {
    Arrays.fill(kindAndHour, (byte) 0);
    Arrays.fill(gaps, (short) 0);
    Arrays.fill(amounts, (short) 0);
    count = 0;
    newestSeconds = 0;
  }

  void write(DataOutput out) throws IOException {
    Packing.writeCount(out, count);
    if (count > 0) {
      out.writeInt((int) newestSeconds);
    }
    for (long i = Math.max(0, count - CAPACITY); i < count; i++) {
      int at = (int) (i % CAPACITY);
      out.writeByte(kindAndHour[at]);
      out.writeShort(gaps[at]);
      out.writeShort(amounts[at]);
    }
  }

  void read(DataInput in) throws IOException {
    count = Packing.readCount(in, "steps");
    if (count > 0) {
      newestSeconds = Packing.readSeconds(in);
    }
    for (long i = Math.max(0, count - CAPACITY); i < count; i++) {
      int at = (int) (i % CAPACITY);
      kindAndHour[at] = in.readByte();
      gaps[at] = in.readShort();
      amounts[at] = in.readShort();
      if (hourOfDay(i) > 23) {
        throw Packing.impossible("hour of step " + i, hourOfDay(i) + " > 23");
      }
    }
  }
}
