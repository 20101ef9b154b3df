package io.tidewatch.scoring;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackendParametersImpl;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.ttl.TtlTimeProvider;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;

/**
 * Times reads and writes of states of 1 KiB under uniformly drawn keys through Flink's RocksDB
 * backend: CPU time a call, with options of Flink, those of {@link RocksDbOptions}, and those with
 * one value changed. To be run by hand:
 *
 * <pre>{@code
 * mvn -pl flink-jobs/scoring test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.tidewatch.scoring.RocksDbTimings -Dexec.args="1000000 512m"
 * }</pre>
 *
 * Arguments: customers, memory of RocksDB, and names of settings to be measured if not all.
 */
final class RocksDbTimings {
  private static final int VALUE = 1_024;
  private static final String FACTORY = "state.backend.rocksdb.options-factory";
  private static final int KEY_GROUPS = 128;
  private static final int CALLS = 100_000;
  private static final int ROUNDS = 3;

  private RocksDbTimings() {}

  public static void main(String[] args) throws Exception {
    int customers = Integer.parseInt(args[0]);
    System.out.printf(
        "%-22s %10s %10s %10s %12s %12s%n",
        "options", "fill us", "get us", "put us", "sorted put", "get+put us");
    for (Map.Entry<String, Map<String, String>> settings : settings().entrySet()) {
      if (args.length == 2 || List.of(args).contains(settings.getKey())) {
        Configuration configuration = Configuration.fromMap(settings.getValue());
        configuration.setString("state.backend.rocksdb.memory.fixed-per-slot", args[1]);
        measure(settings.getKey(), configuration, customers);
      }
    }
  }

  private static Map<String, Map<String, String>> settings() {
    Map<String, Map<String, String>> settings = new TreeMap<>();
    settings.put("1-flink", Map.of());
    settings.put("2-flink+bloom", Map.of("state.backend.rocksdb.use-bloom-filter", "true"));
    settings.put("3-ours", Map.of(FACTORY, RocksDbOptions.class.getName()));
    settings.put("4-16k-blocks", with("state.backend.rocksdb.block.blocksize", "16kb"));
    settings.put("4-8k-blocks", with("state.backend.rocksdb.block.blocksize", "8kb"));
    settings.put("5-lz4", with("state.backend.rocksdb.compression.per.level", "LZ4_COMPRESSION"));
    settings.put("6-universal", with("state.backend.rocksdb.compaction.style", "UNIVERSAL"));
    settings.put(
        "7-level-base-1g",
        with("state.backend.rocksdb.compaction.level.max-size-level-base", "1gb"));
    return settings;
  }

  private static Map<String, String> with(String key, String value) {
    return Map.of(FACTORY, RocksDbOptions.class.getName(), key, value);
  }

  private static void measure(String name, Configuration configuration, int customers)
      throws Exception {
    Path directory = Files.createTempDirectory("rocksdb-timings");
    EmbeddedRocksDBStateBackend backend =
        new EmbeddedRocksDBStateBackend()
            .configure(configuration, RocksDbTimings.class.getClassLoader());
    backend.setDbStoragePath(directory.toString());
    try (MockEnvironment environment = new MockEnvironmentBuilder().build();
        CloseableRegistry closeables = new CloseableRegistry()) {
      var keyed =
          backend.createKeyedStateBackend(
              new KeyedStateBackendParametersImpl<>(
                  environment,
                  new JobID(),
                  "timings",
                  StringSerializer.INSTANCE,
                  KEY_GROUPS,
                  KeyGroupRange.of(0, KEY_GROUPS - 1),
                  environment.getTaskKvStateRegistry(),
                  TtlTimeProvider.DEFAULT,
                  new UnregisteredMetricsGroup(),
                  (key, value) -> {},
                  List.of(),
                  closeables,
                  1.0));
      try {
        ValueState<byte[]> states =
            keyed.getPartitionedState(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                new ValueStateDescriptor<>("customer", BytePrimitiveArraySerializer.INSTANCE));
        byte[] value = new byte[VALUE];
        Random random = new Random(1);
        long start = cpu();
        for (int i = 0; i < customers; i++) {
          random.nextBytes(value);
          keyed.setCurrentKey(key(i));
          states.update(value);
        }
        double fill = micros(start, customers);
        double get = Double.MAX_VALUE;
        double put = Double.MAX_VALUE;
        double sorted = Double.MAX_VALUE;
        double both = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
          start = cpu();
          for (int i = 0; i < CALLS; i++) {
            keyed.setCurrentKey(key(random.nextInt(customers)));
            if (states.value() == null) {
              throw new IllegalStateException("a state is missing");
            }
          }
          get = Math.min(get, micros(start, CALLS));
          start = cpu();
          for (int i = 0; i < CALLS; i++) {
            keyed.setCurrentKey(key(random.nextInt(customers)));
            states.update(value);
          }
          put = Math.min(put, micros(start, CALLS));
          String[] keys = inOrder(random, customers);
          start = cpu();
          for (String key : keys) {
            keyed.setCurrentKey(key);
            states.update(value);
          }
          sorted = Math.min(sorted, micros(start, CALLS));
          start = cpu();
          for (int i = 0; i < CALLS; i++) {
            keyed.setCurrentKey(key(random.nextInt(customers)));
            byte[] read = states.value();
            read[0]++;
            states.update(read);
          }
          both = Math.min(both, micros(start, CALLS));
        }
        System.out.printf(
            "%-22s %10.2f %10.2f %10.2f %12.2f %12.2f%n", name, fill, get, put, sorted, both);
      } finally {
        keyed.dispose();
      }
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Drawn keys in the order in which RocksDB keeps them, and HotCustomers writes them. */
  private static String[] inOrder(Random random, int customers) {
    return random
        .ints(CALLS, 0, customers)
        .mapToObj(RocksDbTimings::key)
        .sorted(
            Comparator.<String>comparingInt(
                    key -> KeyGroupRangeAssignment.assignToKeyGroup(key, KEY_GROUPS))
                .thenComparing(Comparator.naturalOrder()))
        .toArray(String[]::new);
  }

  private static String key(int customer) {
    String digits = Integer.toString(10_000_000 + customer);
    return "customer-" + digits.substring(1);
  }

  /** CPU time of all threads, flush and compaction too, so that other processes hardly matter. */
  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static double micros(long start, int calls) {
    return (cpu() - start) / 1_000.0 / calls;
  }
}
