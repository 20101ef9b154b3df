package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A customer's support tickets: opened, closed, how satisfied the customer was at last, and what
 * they said.
 */
final class Tickets {
  // Beside the stars, in their byte.
  private static final int STARS = 7;
  private static final int SIGNALS = 128;
  private static final int NAMED = 64;

  final TicketSignals signals = new TicketSignals();

  private final Activity opened = new Activity(DecayedSums.DAYS_30_90);
  private long closed;
  private long ratedAtSeconds;
  private int satisfaction;

  void opened(long atSeconds) {
    opened.add(atSeconds);
  }

  void closed() {
    closed++;
  }

  /** The newest rating wins; of two in the same second the worse, so that order does not matter. */
  void rated(long atSeconds, int stars) {
    int rating = Math.max(1, Math.min(5, stars));
    boolean newer = atSeconds > ratedAtSeconds || satisfaction == 0;
    if (newer || (atSeconds == ratedAtSeconds && rating < satisfaction)) {
      ratedAtSeconds = atSeconds;
      satisfaction = rating;
    }
  }

  Activity opened() {
    return opened;
  }

  /** Tickets opened and not yet closed; a close whose opening was not seen does not count. */
  long open() {
    return Math.max(0, opened.count() - closed);
  }

  /** 1 (worst) to 5, 0 if never asked. */
  int satisfaction() {
    return satisfaction;
  }

  /** When the newest rating was given if it is 1 or 2 stars, else 0. */
  long complainedAtSeconds() {
    return satisfaction == 1 || satisfaction == 2 ? ratedAtSeconds : 0;
  }

  boolean isEmpty() {
    return opened.count() == 0 && closed == 0 && satisfaction == 0 && signals.isEmpty();
  }

  void clear() {
    signals.clear();
    opened.clear();
    closed = 0;
    ratedAtSeconds = 0;
    satisfaction = 0;
  }

  void write(DataOutput out) throws IOException {
    opened.write(out);
    Packing.writeCount(out, closed);
    out.writeByte(
        satisfaction | (signals.isEmpty() ? 0 : SIGNALS) | (signals.isNamed() ? NAMED : 0));
    if (satisfaction > 0) {
      out.writeInt((int) ratedAtSeconds);
    }
    if (!signals.isEmpty()) {
      signals.write(out);
    }
  }

  void read(DataInput in, int version) throws IOException {
    opened.read(in, "tickets opened");
    closed = Packing.readCount(in, "tickets closed");
    int flagged = in.readUnsignedByte();
    satisfaction = version < 3 ? flagged : flagged & STARS;
    if (satisfaction > 5) {
      throw Packing.impossible("satisfaction", satisfaction + " > 5");
    }
    if (satisfaction > 0) {
      ratedAtSeconds = Packing.readSeconds(in);
    }
    if ((flagged & SIGNALS) != 0) {
      signals.read(in, (flagged & NAMED) != 0);
    }
  }
}
