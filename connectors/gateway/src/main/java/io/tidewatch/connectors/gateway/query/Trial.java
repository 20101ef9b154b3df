package io.tidewatch.connectors.gateway.query;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One customer's part in the comparison of offers with the holdout: the arm drawn by the holdout's
 * lot, when the first chance of an offer came, and whether a purchase followed in {@link #WINDOW}.
 * The result is the same in whatever order decisions and purchases come, as long as no more than
 * {@value #PURCHASES} purchases come before the decision. Immutable.
 *
 * <pre>
 * 1 byte arm, 8 bytes first chance, 8 bytes for each purchase; times in milliseconds
 * </pre>
 *
 * @param arm empty until the first chance
 * @param enteredMillis time of the first chance; 0 if there was none
 * @param purchases times of the newest purchases, milliseconds
 */
record Trial(Optional<Arm> arm, long enteredMillis, TreeSet<Long> purchases) {
  /** In which purchases after the first chance count. */
  static final Duration WINDOW = Duration.ofDays(28);

  private static final int PURCHASES = 16;

  /** How the lot fell. */
  enum Arm {
    /** May get offers. */
    OFFERED,
    /** Gets none, so that what offers bring is seen. */
    HELD_OUT
  }

  static Trial read(Optional<byte[]> value) {
    TreeSet<Long> purchases = new TreeSet<>();
    if (value.isEmpty()) {
      return new Trial(Optional.empty(), 0, purchases);
    }
    ByteBuffer bytes = ByteBuffer.wrap(value.get());
    int arm = bytes.get();
    long entered = bytes.getLong();
    while (bytes.hasRemaining()) {
      purchases.add(bytes.getLong());
    }
    return new Trial(
        arm < 0 ? Optional.empty() : Optional.of(Arm.values()[arm]), entered, purchases);
  }

  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(1 + Long.BYTES * (1 + purchases.size()));
    bytes.put((byte) arm.map(Arm::ordinal).orElse(-1).intValue()).putLong(enteredMillis);
    purchases.forEach(bytes::putLong);
    return bytes.array();
  }

  /** Returns it after a chance of an offer: the first one counts, and among equals the offer. */
  Trial chance(Arm drawn, long atMillis) {
    boolean first =
        arm.isEmpty()
            || atMillis < enteredMillis
            || (atMillis == enteredMillis && drawn == Arm.OFFERED);
    return first ? new Trial(Optional.of(drawn), atMillis, purchases) : this;
  }

  /**
   * Returns it after a purchase. First chances only move back, so purchases behind the window never
   * count.
   */
  Trial purchase(long atMillis) {
    if (arm.isPresent() && atMillis > enteredMillis + WINDOW.toMillis()) {
      return this;
    }
    TreeSet<Long> newest = new TreeSet<>(purchases);
    newest.add(atMillis);
    if (newest.size() > PURCHASES) {
      newest.pollFirst();
    }
    return new Trial(arm, enteredMillis, newest);
  }

  /** Returns whether the customer bought in the window after the first chance. */
  boolean bought() {
    if (arm.isEmpty()) {
      return false;
    }
    Long next = purchases.higher(enteredMillis);
    return next != null && next <= enteredMillis + WINDOW.toMillis();
  }
}
