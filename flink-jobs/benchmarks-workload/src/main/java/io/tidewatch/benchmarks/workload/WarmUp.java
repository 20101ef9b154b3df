package io.tidewatch.benchmarks.workload;

import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Tells when a process is warm: it has processed so many events, and the compiler of its JVM is
 * quiet, which depends on the machine and not on a number of events. One thread asks, many times a
 * second.
 */
public final class WarmUp {
  private static final long SPAN_NANOS = 5_000_000_000L;
  private static final int MOST_PERCENT = 10; // of the span, all compiler threads together

  private final long least;
  private final long most;
  private final LongSupplier nanos;
  private final LongSupplier compilerMillis;
  private long spanStart;
  private long compilerAtStart;
  private boolean quiet;

  /**
   * Begins to watch the compiler of this JVM.
   *
   * @param least events that warm up in any case: caches and files are then as full as they get
   * @param most events after which it counts as warm whatever the compiler does, because those that
   *     are left must be enough to measure
   */
  public WarmUp(long least, long most) {
    this(
        least,
        most,
        System::nanoTime,
        ManagementFactory.getCompilationMXBean()::getTotalCompilationTime);
  }

  /**
   * Begins to watch the compiler of a JVM, also of another one.
   *
   * @param least as above
   * @param most as above
   * @param nanos a clock that only moves forward, nanoseconds
   * @param compilerMillis how long the compiler's threads have been at work, milliseconds
   */
  public WarmUp(long least, long most, LongSupplier nanos, LongSupplier compilerMillis) {
    this.least = least;
    this.most = Math.max(least, most);
    this.nanos = nanos;
    this.compilerMillis = compilerMillis;
    spanStart = nanos.getAsLong();
    compilerAtStart = compilerMillis.getAsLong();
  }

  /** Returns whether the process is warm after so many events. */
  public boolean isOver(long events) {
    long now = nanos.getAsLong();
    if (now - spanStart >= SPAN_NANOS) {
      long compiler = compilerMillis.getAsLong();
      quiet = (compiler - compilerAtStart) * 1e6 * 100 < (double) MOST_PERCENT * (now - spanStart);
      spanStart = now;
      compilerAtStart = compiler;
    }
    return events >= most || events >= least && quiet;
  }
}
