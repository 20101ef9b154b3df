package io.tidewatch.benchmarks.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How far this process has come at one moment, and at what cost.
 *
 * @param events events processed since it began
 * @param cpuNanos processor time of all its threads since it began: Java, collector, compiler,
 *     native libraries
 * @param compilerMillis time that the compiler's threads were at work since it began, waiting for a
 *     core included
 * @param nanos a clock that only differences of mean anything
 */
public record Reading(long events, long cpuNanos, long compilerMillis, long nanos) {

  /** Takes a reading of this process. */
  public static Reading at(long events) {
    long cpu = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    long compiler = ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    return new Reading(events, cpu, compiler, System.nanoTime());
  }

  /** Returns what was done since an earlier reading, as the bench reads it. */
  public ObjectNode since(Reading earlier) {
    long done = events - earlier.events;
    double cpuSeconds = (cpuNanos - earlier.cpuNanos) / 1e9;
    double seconds = (nanos - earlier.nanos) / 1e9;
    return Fork.object()
        .put("events", done)
        .put("cpuSeconds", cpuSeconds)
        .put("compilerSeconds", (compilerMillis - earlier.compilerMillis) / 1e3)
        .put("seconds", seconds)
        .put("eventsPerCpuSecond", done / cpuSeconds)
        .put("eventsPerSecond", done / seconds);
  }
}
