package io.tidewatch.scoring;

import io.tidewatch.customer.CustomerState;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Counts what the cache of customers spares, by its sizes: reads and writes per event where a
 * million customers come with probabilities of a Zipf law of exponent 1, in bundles of 128; beside
 * it the reads that exact LRU would need. To be run by hand:
 *
 * <pre>{@code
 * mvn -pl flink-jobs/scoring test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.tidewatch.scoring.HotCustomersTimings
 * }</pre>
 */
final class HotCustomersTimings {
  private static final int CUSTOMERS = 1_000_000;
  private static final int EVENTS = 4_000_000;
  private static final int MEASURED_FROM = 2_000_000;
  private static final int BUNDLE = 128;
  private static final int GROUPS = 128;

  private HotCustomersTimings() {}

  public static void main(String[] args) throws Exception {
    String[] events = events();
    System.out.printf(
        "%9s %7s %12s %12s %12s %10s%n",
        "capacity", "dirty", "reads/event", "LRU reads", "writes/event", "ns/event");
    for (int capacity : new int[] {0, 4_096, 16_384, 65_536, 131_072, 262_144}) {
      for (int dirty : new int[] {4_096, 8_192, 16_384, 65_536}) {
        if (dirty <= Math.max(capacity, 4_096)) {
          run(events, capacity, dirty);
        }
      }
    }
  }

  private static void run(String[] events, int capacity, int dirty) throws Exception {
    CustomerState state = new CustomerState();
    long[] calls = new long[2];
    HotCustomers customers =
        new HotCustomers(
            capacity,
            new HotCustomers.Store() {
              @Override
              public CustomerState read(String customerId) {
                calls[0]++;
                return state;
              }

              @Override
              public void write(String customerId, CustomerState written) {
                calls[1]++;
              }

              @Override
              public void remove(String customerId) {}

              @Override
              public int groups() {
                return GROUPS;
              }

              @Override
              public int group(String customerId) {
                return KeyGroupRangeAssignment.assignToKeyGroup(customerId, GROUPS);
              }
            });
    customers.allowDirty(dirty);
    Bundle bundle = new Bundle(BUNDLE);
    long start = 0;
    for (int i = 0; i < events.length; i++) {
      if (i == MEASURED_FROM) {
        Arrays.fill(calls, 0);
        start = System.nanoTime();
      }
      bundle.add(events[i], null);
      if (bundle.isFull()) {
        bundle.firstWave(customers);
        while (bundle.waveSize() > 0) {
          for (int turn = 0; turn < bundle.waveSize(); turn++) {
            customers.changed(bundle.wave()[turn].customer);
          }
          bundle.nextWave();
        }
        bundle.release(customers);
      }
    }
    double measured = EVENTS - MEASURED_FROM;
    double nanos = (System.nanoTime() - start) / measured;
    System.out.printf(
        "%9d %7d %12.3f %12.3f %12.3f %10.0f%n",
        capacity,
        dirty,
        calls[0] / measured,
        lruReads(events, capacity) / measured,
        calls[1] / measured,
        nanos);
  }

  private static long lruReads(String[] events, int capacity) {
    Map<String, Boolean> lru =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > capacity;
          }
        };
    long reads = 0;
    for (int i = 0; i < events.length; i++) {
      if (lru.get(events[i]) == null) {
        reads += i >= MEASURED_FROM ? 1 : 0;
        lru.put(events[i], true);
      }
    }
    return reads;
  }

  private static String[] events() {
    double[] upTo = new double[CUSTOMERS];
    double sum = 0;
    for (int i = 0; i < CUSTOMERS; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
    String[] ids = new String[CUSTOMERS];
    Arrays.setAll(ids, i -> "customer-" + Integer.toString(10_000_000 + i).substring(1));
    Random random = new Random(1);
    String[] events = new String[EVENTS];
    for (int i = 0; i < EVENTS; i++) {
      int at = Arrays.binarySearch(upTo, random.nextDouble() * sum);
      events[i] = ids[Math.min(CUSTOMERS - 1, at < 0 ? -at - 1 : at)];
    }
    return events;
  }
}
