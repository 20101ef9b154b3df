package io.tidewatch.platform.demo;

import java.util.Objects;

/** Where a running demo is; written by the demo, read by the view. Thread-safe. */
final class DemoStatus {
  /** A moment of it. */
  record Snapshot(String phase, double fraction, String detail, long sent, long processed) {}

  private String phase = "starting";
  private String detail = "";
  private double fraction;
  private long sent;
  private long processed;

  /** Enters a phase. */
  synchronized void enter(String name) {
    phase = Objects.requireNonNull(name, "name");
    detail = "";
    fraction = 0;
  }

  /** Says how far the phase is. */
  synchronized void at(double share, String what) {
    fraction = share;
    detail = what;
  }

  /** Says how many events were sent so far. */
  synchronized void sent(long events) {
    sent = events;
  }

  /** Says how many events the job has processed so far. */
  synchronized void processed(long events) {
    processed = events;
  }

  synchronized Snapshot snapshot() {
    return new Snapshot(phase, fraction, detail, sent, processed);
  }
}
