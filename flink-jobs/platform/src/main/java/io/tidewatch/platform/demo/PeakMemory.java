package io.tidewatch.platform.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process held at most. */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String FIELD = "VmHWM:";
  private static final long KIB = 1024;

  private PeakMemory() {}

  /** Returns the peak resident set on Linux; elsewhere the sum of the peaks of the JVM's pools. */
  static long bytes() {
    if (Files.isReadable(STATUS)) {
      try {
        for (String line : Files.readAllLines(STATUS)) {
          if (line.startsWith(FIELD)) {
            return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
          }
        }
      } catch (IOException e) {
        return pools();
      }
    }
    return pools();
  }

  private static long pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}
