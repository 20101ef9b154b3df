package io.tidewatch.benchmarks.workload;

import java.util.SplittableRandom;

/**
 * The customers of a workload: numbers 0 to N - 1 and their ids. Which of them are busy has nothing
 * to do with their numbers, so that the keys of busy customers do not lie side by side. Immutable.
 */
public final class Customers {
  // A prime far above any number of customers: multiplying by it permutes them.
  private static final long SCRAMBLE = 2_654_435_761L;
  private static final String PREFIX = "customer-";
  private static final int DIGITS = 7;

  private final int count;
  private final Zipf zipf;

  /**
   * Creates them.
   *
   * @param count how many, 1 to 10,000,000
   */
  public Customers(int count) {
    if (count < 1 || count > 10_000_000) {
      throw new IllegalArgumentException("customers=" + count + " must be 1 to 10,000,000");
    }
    this.count = count;
    this.zipf = new Zipf(count);
  }

  /** Returns how many there are. */
  public int count() {
    return count;
  }

  /** Returns a customer's id, 16 ASCII characters such as {@code customer-0000042}. */
  public static String id(int number) {
    char[] id = (PREFIX + "0".repeat(DIGITS)).toCharArray();
    int left = number;
    for (int at = id.length - 1; left > 0; at--) {
      id[at] = (char) ('0' + left % 10);
      left /= 10;
    }
    return new String(id);
  }

  /** Returns the number of a customer's id. */
  public static int number(String id) {
    return Integer.parseInt(id, PREFIX.length(), id.length(), 10);
  }

  /** Draws the number of the customer of an event. */
  int draw(SplittableRandom random) {
    return (int) (zipf.rank(random) * SCRAMBLE % count);
  }
}
