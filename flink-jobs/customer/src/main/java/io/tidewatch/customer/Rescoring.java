package io.tidewatch.customer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What scoring remembers of a customer: last score, open alert, next rescoring. Micros. */
final class Rescoring {
  long nextAt;
  float lastScore;
  long lastScoreAt;
  boolean alertOpen;
  long lastAlertAt;

  void clear() {
    nextAt = 0;
    lastScore = 0;
    lastScoreAt = 0;
    alertOpen = false;
    lastAlertAt = 0;
  }

  void writeScore(DataOutput out) throws IOException {
    out.writeFloat(lastScore);
    out.writeLong(lastScoreAt);
  }

  void readScore(DataInput in) throws IOException {
    lastScore = in.readFloat();
    lastScoreAt = in.readLong();
  }
}
