package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a customer said in tickets: displeasure, urgency and words of leaving, each the sum over
 * messages of 0 to 1, decayed with a half-life of 30 days; and which ticket last said much.
 *
 * <p>A ticket that is closed eases all three. That is the one thing here for which order matters: a
 * message that comes after the close, though it was written before, is not eased.
 */
final class TicketSignals {
  static final int DISPLEASURE = 0;
  static final int URGENCY = 1;
  static final int LEAVING = 2;

  /** A message that says at least so much of displeasure or leaving names its ticket. */
  static final double MUCH = 0.3;

  static final int LONGEST_ID = 32;

  private static final double EASED = 0.5;
  private static final double EASED_BY_SATISFACTION = 0.25;

  private final DecayedSums sums = new DecayedSums(DecayedSums.DAYS_30_30_30);
  private long namedAtSeconds;
  private String named = "";

  void said(long atSeconds, String ticketId, double displeasure, double urgency, double leaving) {
    double unpleasant = share(displeasure);
    double gone = share(leaving);
    sums.addTo(DISPLEASURE, atSeconds, unpleasant);
    sums.addTo(URGENCY, atSeconds, share(urgency));
    sums.addTo(LEAVING, atSeconds, gone);
    if (Math.max(unpleasant, gone) >= MUCH) {
      name(atSeconds, shortened(ticketId));
    }
  }

  /**
   * The newest wins; of two in the same second the first by name, so that order does not matter.
   */
  private void name(long atSeconds, String ticketId) {
    boolean newer = atSeconds > namedAtSeconds;
    if (newer || (atSeconds == namedAtSeconds && ticketId.compareTo(named) < 0)) {
      namedAtSeconds = atSeconds;
      named = ticketId;
    }
  }

  /**
   * A ticket was closed.
   *
   * @param stars 1 to 5, 0 if not asked
   */
  void eased(int stars) {
    if (stars == 0 || stars == 3) {
      sums.scale(EASED);
    } else if (stars > 3) {
      sums.scale(EASED_BY_SATISFACTION);
    }
  }

  double decayed(int lane, long atSeconds) {
    return sums.laneAt(lane, atSeconds);
  }

  /** When a message last said much, 0 if none did. */
  long namedAtSeconds() {
    return namedAtSeconds;
  }

  /** The ticket of that message, its first {@value #LONGEST_ID} characters; "" if there is none. */
  String named() {
    return named;
  }

  boolean isEmpty() {
    return sums.asOfSeconds() == 0;
  }

  boolean isNamed() {
    return namedAtSeconds != 0;
  }

  void clear() {
    sums.clear();
    namedAtSeconds = 0;
    named = "";
  }

  void write(DataOutput out) throws IOException {
    sums.write(out);
    if (isNamed()) {
      out.writeInt((int) namedAtSeconds);
      Packing.writeText(out, named);
    }
  }

  void read(DataInput in, boolean isNamed) throws IOException {
    sums.read(in, "ticket signals");
    if (isNamed) {
      namedAtSeconds = Packing.readSeconds(in);
      named = Packing.readText(in);
    }
  }

  /** NaN, which no analysis gives, counts as nothing. */
  private static double share(double value) {
    return value > 0 ? Math.min(1, value) : 0;
  }

  /** What the layout stores of an id: Latin-1. */
  private static String shortened(String id) {
    var text = new StringBuilder();
    for (int i = 0; i < Math.min(LONGEST_ID, id.length()); i++) {
      text.append(id.charAt(i) > 0xff ? '?' : id.charAt(i));
    }
    return text.toString();
  }
}
