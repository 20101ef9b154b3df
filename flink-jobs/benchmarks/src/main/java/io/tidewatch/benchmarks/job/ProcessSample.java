package io.tidewatch.benchmarks.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a Java process uses at one moment, in bytes where nothing else is said.
 *
 * @param atMillis when, milliseconds since 1970
 * @param cpuNanos processor time of all its threads since it began
 * @param heap used heap; after a full collection, if one was asked for
 * @param heapCommitted heap that the process has taken
 * @param direct direct buffers
 * @param mapped mapped buffers
 * @param metaspace metaspace with class space
 * @param codeCache compiled code
 * @param rss resident memory
 * @param threads live threads
 * @param classes loaded classes
 * @param gcMillis time in garbage collections since the process began, milliseconds
 * @param compilerMillis time that the compiler's threads were at work since then, or waited for a
 *     core while they were, milliseconds
 */
public record ProcessSample(
    long atMillis,
    long cpuNanos,
    long heap,
    long heapCommitted,
    long direct,
    long mapped,
    long metaspace,
    long codeCache,
    long rss,
    int threads,
    int classes,
    long gcMillis,
    long compilerMillis) {

  /** Returns what is resident beside the heap: RocksDB, Flink's buffers, code, classes, stacks. */
  public long offHeap() {
    return rss - heapCommitted;
  }

  /** Takes a sample of this process. */
  static ProcessSample take() {
    var memory = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long direct = 0;
    long mapped = 0;
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      if (pool.getName().equals("direct")) {
        direct += pool.getMemoryUsed();
      } else {
        mapped += pool.getMemoryUsed();
      }
    }
    return new ProcessSample(
        System.currentTimeMillis(),
        cpu(),
        memory.getUsed(),
        memory.getCommitted(),
        direct,
        mapped,
        pools("Metaspace"),
        pools("CodeHeap", "CodeCache"),
        residentBytes(Path.of("/proc/self/status")),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .sum(),
        ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** "Metaspace" contains the class space already; counting both would count it twice. */
  private static long pools(String... prefixes) {
    long used = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.NON_HEAP
          && List.of(prefixes).stream().anyMatch(pool.getName()::startsWith)) {
        used += pool.getUsage().getUsed();
      }
    }
    return used;
  }

  /** Returns VmRSS, or 0 where the system does not say. */
  private static long residentBytes(Path status) {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      if (!Files.exists(status)) {
        return 0;
      }
      throw new UncheckedIOException("cannot read " + status, e);
    }
  }

  /** Returns the sample as a JSON object. */
  public ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("atMillis", atMillis)
        .put("cpuNanos", cpuNanos)
        .put("heap", heap)
        .put("heapCommitted", heapCommitted)
        .put("direct", direct)
        .put("mapped", mapped)
        .put("metaspace", metaspace)
        .put("codeCache", codeCache)
        .put("rss", rss)
        .put("threads", threads)
        .put("classes", classes)
        .put("gcMillis", gcMillis)
        .put("compilerMillis", compilerMillis);
  }

  static ProcessSample of(JsonNode json) {
    return new ProcessSample(
        json.get("atMillis").asLong(),
        json.get("cpuNanos").asLong(),
        json.get("heap").asLong(),
        json.get("heapCommitted").asLong(),
        json.get("direct").asLong(),
        json.get("mapped").asLong(),
        json.get("metaspace").asLong(),
        json.get("codeCache").asLong(),
        json.get("rss").asLong(),
        json.get("threads").asInt(),
        json.get("classes").asInt(),
        json.get("gcMillis").asLong(),
        json.get("compilerMillis").asLong());
  }
}
