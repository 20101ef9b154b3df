package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The categories of the last {@value #CAPACITY} purchase lines of a customer, in order of arrival,
 * and how many there ever were. Lines without a category are left out. Items are numbered from 0;
 * those in {@code [max(0, count - 16), count)} are kept. Times are rounded down to 256 seconds. Not
 * thread-safe, owned by its {@link CustomerState}.
 */
public final class ItemHistory {
  /** How many items are kept. */
  public static final int CAPACITY = 16;

  private static final int TIME_SHIFT = 8;

  private final int[] categories = new int[CAPACITY];
  private final int[] times = new int[CAPACITY];
  private long count;

  ItemHistory() {}

  void append(int categoryHash, long seconds) {
    int at = (int) (count % CAPACITY);
    categories[at] = categoryHash;
    times[at] = (int) (seconds >>> TIME_SHIFT);
    count++;
  }

  /** Returns how many items were ever appended. */
  public long count() {
    return count;
  }

  /** Returns the {@link #hash} of an item's category. */
  public int categoryHash(long index) {
    return categories[position(index)];
  }

  /**
   * Returns when an item was bought: seconds since 1970 UTC, a multiple of 256, to be read without
   * a sign ({@link Integer#toUnsignedLong}).
   */
  public int atSeconds(long index) {
    return times[position(index)] << TIME_SHIFT;
  }

  /** Returns the 32-bit hash by which a category is known. */
  public static int hash(String category) {
    return TextHash.of32(category);
  }

  /** The newest time of a category in seconds, 0 if it is not among the kept items. */
  long newestSeconds(int categoryHash) {
    long newest = 0;
    for (int i = 0; i < Math.min(count, CAPACITY); i++) {
      if (categories[i] == categoryHash) {
        newest = Math.max(newest, (long) times[i] << TIME_SHIFT);
      }
    }
    return newest;
  }

  private int position(long index) {
    if (index < 0 || index >= count || index < count - CAPACITY) {
      throw new IndexOutOfBoundsException(
          "item " + index + " is not kept; there are the last " + CAPACITY + " of " + count);
    }
    return (int) (index % CAPACITY);
  }

  void clear() {
    Arrays.fill(categories, 0);
    Arrays.fill(times, 0);
    count = 0;
  }

  void write(DataOutput out) throws IOException {
    Packing.writeCount(out, count);
    for (long i = Math.max(0, count - CAPACITY); i < count; i++) {
      int at = (int) (i % CAPACITY);
      out.writeInt(categories[at]);
      out.writeByte(times[at] >>> 16);
      out.writeShort(times[at]);
    }
  }

  void read(DataInput in) throws IOException {
    count = Packing.readCount(in, "items");
    for (long i = Math.max(0, count - CAPACITY); i < count; i++) {
      int at = (int) (i % CAPACITY);
      categories[at] = in.readInt();
      times[at] = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    }
  }
}
