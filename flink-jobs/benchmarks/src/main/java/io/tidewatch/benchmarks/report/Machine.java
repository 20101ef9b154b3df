package io.tidewatch.benchmarks.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.tidewatch.platform.terminal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What was measured on.
 *
 * @param cpu model name as the processor gives it
 * @param vectors widest vector instructions, such as avx512f; "unknown" where the system does not
 *     say
 * @param cores processors that this process may use
 * @param memoryBytes physical memory
 * @param os name, version, architecture
 * @param jdk vendor and version
 * @param loadAverage runnable threads over the last minute, before the benchmark began; negative
 *     where the system does not say
 */
public record Machine(
    String cpu,
    String vectors,
    int cores,
    long memoryBytes,
    String os,
    String jdk,
    double loadAverage) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final List<String> VECTORS = List.of("avx512f", "avx2", "asimd", "sse4_2");
  private static final String UNKNOWN = "unknown";
  private static final double GIB = 1L << 30;

  /** Looks at this machine, now. */
  public static Machine here() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    List<String> info = cpuInfo();
    String flags = " " + field(info, "flags").concat(field(info, "Features")) + " ";
    return new Machine(
        field(info, "model name").isEmpty() ? UNKNOWN : field(info, "model name"),
        VECTORS.stream().filter(set -> flags.contains(" " + set + " ")).findFirst().orElse(UNKNOWN),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        system.getName() + " " + system.getVersion() + " " + system.getArch(),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        system.getSystemLoadAverage());
  }

  private static List<String> cpuInfo() {
    try {
      return Files.isReadable(CPU_INFO) ? Files.readAllLines(CPU_INFO) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + CPU_INFO, e);
    }
  }

  /** Returns the first value of a field of the form {@code name : value}, or "". */
  private static String field(List<String> info, String name) {
    return info.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse("");
  }

  /** Returns one line for people. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%s (%s), %d cores, %.1f GiB, %s, JDK %s, load average %.2f",
        cpu,
        vectors,
        cores,
        memoryBytes / GIB,
        os,
        jdk,
        loadAverage);
  }

  /** Returns the JSON object. */
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("cpu", cpu);
    json.put("vectors", vectors);
    json.put("cores", cores);
    json.put("memoryBytes", memoryBytes);
    json.put("os", os);
    json.put("jdk", jdk);
    json.put("loadAverage", loadAverage);
    return json;
  }
}
