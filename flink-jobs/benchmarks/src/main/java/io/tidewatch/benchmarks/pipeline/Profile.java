package io.tidewatch.benchmarks.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.benchmarks.workload.Fork;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a process's processor time goes, from the inside: looks at all threads some hundred times a
 * second and charges the time that each used since to where it stands. That a thread is in native
 * code, such as RocksDB's, does not matter. Java only stops at safepoints, so within a loop the
 * line is a guess; the component is not. Native threads (collector, compiler, RocksDB's background)
 * come from the system's own count.
 */
final class Profile implements AutoCloseable {
  private static final long EVERY_MILLIS = 7; // not a divisor of the periods of others
  private static final int TOP = 40;
  private static final int DEPTH = 60;
  private static final String OTHER = "other";

  /** Frames by which a stack is known, the more special before the more general. */
  private static final List<Map.Entry<String, String>> COMPONENTS =
      List.of(
          Map.entry("org.rocksdb.RocksDB.get", "RocksDB get"),
          Map.entry("org.rocksdb.RocksDB.put", "RocksDB put"),
          Map.entry("org.rocksdb", "RocksDB, other calls"),
          Map.entry("io.tidewatch.models.Explainer", "models: explanations"),
          Map.entry("io.tidewatch.models", "models: kernels"),
          Map.entry("io.tidewatch.customer.CustomerStateLayout", "state: (de)serialization"),
          Map.entry("io.tidewatch.customer.Fold", "fold"),
          Map.entry("io.tidewatch.customer.FeatureCatalogue", "features"),
          Map.entry("io.tidewatch.customer.Feature", "features"),
          Map.entry("io.tidewatch.scoring.HotCustomers", "customer cache"),
          Map.entry("io.tidewatch.scoring.Bundle", "bundles"),
          Map.entry("io.tidewatch.scoring.DecisionWriter", "writing decisions"),
          Map.entry("io.tidewatch.decisions", "decisions"),
          Map.entry("io.tidewatch.connectors.kafka.InboundReader", "source: decode and validate"),
          Map.entry("io.tidewatch.connectors.kafka.RecordEncoder", "sink: encode"),
          Map.entry("io.tidewatch.connectors.kafka.RecordSerializer", "shuffle: (de)serialization"),
          Map.entry("io.tidewatch.connectors.kafka.RecordCodec", "shuffle: (de)serialization"),
          Map.entry("org.apache.kafka.clients.producer", "sink: producer"),
          Map.entry("org.apache.kafka.clients.consumer", "source: consumer"),
          Map.entry("org.deeplearning4j", "DL4J"),
          Map.entry("org.nd4j", "DL4J"),
          Map.entry("org.apache.flink.streaming.api.operators.InternalTimer", "timers"),
          Map.entry("io.tidewatch.scoring.CustomerOperator", "customer operator"),
          Map.entry("io.tidewatch.scoring", "scoring, other"),
          Map.entry("org.apache.flink.connector.kafka", "Flink's Kafka connector"),
          Map.entry("org.apache.flink.runtime.io.network", "shuffle: buffers"),
          Map.entry("org.apache.flink.streaming.runtime.io", "shuffle: buffers"),
          Map.entry("org.apache.flink.runtime.state", "Flink's state and snapshots"),
          Map.entry("org.apache.flink.state", "Flink's state and snapshots"),
          Map.entry("org.apache.flink.streaming", "Flink, other"),
          Map.entry("org.apache.flink", "Flink, other"));

  private final Map<String, Long> components = new HashMap<>();
  private final Map<String, Long> methods = new HashMap<>();
  private final Map<String, Long> threads = new HashMap<>();
  private final Map<Long, Long> cpuByThread = new HashMap<>();
  private final Map<String, Long> nativeTicksBefore;
  private final Thread sampler = new Thread(this::sample, "profile");
  private volatile boolean closed;
  private long total;

  private Profile() {
    nativeTicksBefore = ticks();
    sampler.setDaemon(true);
    sampler.start();
  }

  /** Begins. */
  static Profile start() {
    return new Profile();
  }

  private void sample() {
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long own = Thread.currentThread().getId();
    long[] ids = bean.getAllThreadIds();
    for (int round = 0; !closed; round++) {
      if (round % 100 == 0) {
        ids = bean.getAllThreadIds();
      }
      long[] cpu = bean.getThreadCpuTime(ids);
      for (int i = 0; i < ids.length; i++) {
        Long before = cpuByThread.put(ids[i], cpu[i]);
        // What is used before the first look belongs to nobody.
        if (before != null && cpu[i] > before && ids[i] != own) {
          charge(bean.getThreadInfo(ids[i], DEPTH), cpu[i] - before);
        }
      }
      try {
        Thread.sleep(EVERY_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void charge(ThreadInfo info, long nanos) {
    if (info == null || info.getStackTrace().length == 0) {
      return;
    }
    total += nanos;
    StackTraceElement[] stack = info.getStackTrace();
    components.merge(component(stack), nanos, Long::sum);
    methods.merge(stack[0].getClassName() + "." + stack[0].getMethodName(), nanos, Long::sum);
    threads.merge(info.getThreadName().replaceAll("[0-9]+", "N"), nanos, Long::sum);
  }

  /** The innermost frame that belongs to a component decides. */
  private static String component(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      String name = frame.getClassName() + "." + frame.getMethodName();
      for (Map.Entry<String, String> component : COMPONENTS) {
        if (name.startsWith(component.getKey())) {
          return component.getValue();
        }
      }
    }
    return OTHER;
  }

  /** Returns shares of all processor time, largest first, as lists of name and share. */
  ObjectNode result(double cpuSecondsOfProcess) {
    ObjectNode result = Fork.object();
    double all = cpuSecondsOfProcess * 1e9;
    put(result, "components", components, all);
    put(result, "methods", methods, all);
    put(result, "threads", threads, all);
    Map<String, Long> natives = new HashMap<>();
    ticks()
        .forEach(
            (name, now) -> {
              long used = now - nativeTicksBefore.getOrDefault(name, 0L);
              natives.merge(name, used * 10_000_000L, Long::sum);
            });
    put(result, "systemThreads", natives, all);
    result.put("sampledShare", total / all);
    return result;
  }

  private static void put(ObjectNode result, String key, Map<String, Long> nanos, double all) {
    ObjectNode shares = result.putObject(key);
    nanos.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .filter(entry -> entry.getValue() / all > 0.001)
        .limit(TOP)
        .forEach(entry -> shares.put(entry.getKey(), entry.getValue() / all));
  }

  /** Processor time by the names that the system has for threads, in hundredths of a second. */
  private static Map<String, Long> ticks() {
    Map<String, Long> ticks = new HashMap<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        String stat = Files.readString(task.resolve("stat"));
        String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        ticks.merge(
            name.replaceAll("[0-9]+", "N"),
            Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
            Long::sum);
      }
    } catch (IOException e) {
      // No such file system here, or a thread ended: the Java threads are known all the same.
    }
    return ticks;
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    sampler.join();
  }
}
