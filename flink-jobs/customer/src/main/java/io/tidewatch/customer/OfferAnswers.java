package io.tidewatch.customer;

import io.tidewatch.schemas.OutcomeKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How a customer answers offers: counts of offers sent, accepted and declined, decayed with a
 * half-life of 90 days.
 */
final class OfferAnswers {
  static final int SENT = 0;
  static final int ACCEPTED = 1;
  static final int DECLINED = 2;

  private final DecayedSums counts = new DecayedSums(DecayedSums.DAYS_90_90_90);

  void fold(OutcomeKind kind, long atSeconds) {
    switch (kind) {
      case DELIVERED -> counts.addTo(SENT, atSeconds, 1);
      case ACCEPTED, CONVERTED -> counts.addTo(ACCEPTED, atSeconds, 1);
      case DECLINED -> counts.addTo(DECLINED, atSeconds, 1);
      case VIEWED, CLICKED, UNKNOWN -> {}
    }
  }

  double decayed(int lane, long atSeconds) {
    return counts.laneAt(lane, atSeconds);
  }

  boolean isEmpty() {
    return counts.asOfSeconds() == 0;
  }

  void clear() {
    counts.clear();
  }

  void write(DataOutput out) throws IOException {
    counts.write(out);
  }

  void read(DataInput in) throws IOException {
    counts.read(in, "offer answers");
  }
}
