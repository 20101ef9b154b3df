package io.tidewatch.scoring;

import io.tidewatch.customer.CustomerState;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Times the customers in memory as objects and as bytes: processor time per event with the
 * collector's, and the collector's alone, where a million customers come with probabilities of a
 * Zipf law of exponent 1 in bundles of 256, with a checkpoint every 300,000 events. Reads and
 * writes of the store cost the layout only. To be run by hand, with the collector of the job:
 *
 * <pre>{@code
 * MAVEN_OPTS="-Xms2g -Xmx2g -XX:+UseParallelGC -XX:ParallelGCThreads=1" \
 * mvn -pl flink-jobs/scoring test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.tidewatch.scoring.PackedCustomersTimings -Dexec.args="800000 2048"
 * }</pre>
 *
 * Arguments: customers in memory, and how many of them as objects; one of each run, because the
 * heap remembers.
 */
final class PackedCustomersTimings {
  private static final Path BYTES =
      Path.of("../customer/src/test/resources/io/tidewatch/customer/state-v1.bin");
  private static final int CUSTOMERS = 1_000_000;
  private static final int EVENTS = 3_000_000;
  private static final int MEASURED_FROM = 1_000_000;
  private static final int CHECKPOINT_EVERY = 300_000;
  private static final int EVENTS_PER_MILLI = 30;
  private static final int BUNDLE = 256;
  private static final int GARBAGE = 600; // bytes that the rest of the job makes at an event

  private PackedCustomersTimings() {}

  /** Knows everybody, all with the same state, and forgets what it is given. */
  private static final class Everybody implements HotCustomers.Store {
    private final CustomerStateSerializer serializer = new CustomerStateSerializer();
    private final DataInputDeserializer in = new DataInputDeserializer();
    private final DataOutputSerializer out = new DataOutputSerializer(2_048);
    private final byte[] state;
    private long reads;
    private long writes;

    Everybody(byte[] state) {
      this.state = state;
    }

    @Override
    public CustomerState read(String customerId) throws Exception {
      reads++;
      in.setBuffer(state);
      return serializer.deserialize(in);
    }

    @Override
    public void write(String customerId, CustomerState written) throws Exception {
      writes++;
      out.clear();
      serializer.serialize(written, out);
    }

    @Override
    public void remove(String customerId) {}
  }

  public static void main(String[] args) throws Exception {
    int inMemory = Integer.parseInt(args[0]);
    Bundling bundling =
        new Bundling(BUNDLE, Duration.ofMillis(5), inMemory, 2_048, Integer.parseInt(args[1]));
    Everybody store = new Everybody(Files.readAllBytes(BYTES));
    HotCustomers customers =
        new HotCustomers(
            bundling.live(inMemory), new PackedCustomers(bundling.packedBytes(inMemory), store));
    CheckpointPace pace = new CheckpointPace(bundling.dirtyCustomers(), inMemory);
    Bundle bundle = new Bundle(BUNDLE);
    double[] upTo = upTo();
    Random random = new Random(1);
    long cpu = 0;
    long gc = 0;
    for (int i = 0; i < EVENTS; i++) {
      if (i % CHECKPOINT_EVERY == 0) {
        customers.flush();
        pace.checkpoint(i / EVENTS_PER_MILLI);
      }
      if (i == MEASURED_FROM) {
        cpu = cpuNanos();
        gc = gcMillis();
        store.reads = 0;
        store.writes = 0;
      }
      int rank = Arrays.binarySearch(upTo, random.nextDouble() * upTo[CUSTOMERS - 1]);
      bundle.add("customer-" + (10_000_000 + (rank < 0 ? -rank - 1 : rank)), null);
      if (bundle.isFull()) {
        customers.allowDirty(pace.allowed(i / EVENTS_PER_MILLI));
        process(bundle, customers);
      }
    }
    double events = EVENTS - MEASURED_FROM;
    System.out.printf(
        "%d in memory, %d as objects: %.2f us/event, collector %d ms, reads %.3f, writes %.3f%n",
        inMemory,
        bundling.live(inMemory),
        (cpuNanos() - cpu) / 1e3 / events,
        gcMillis() - gc,
        store.reads / events,
        store.writes / events);
  }

  private static void process(Bundle bundle, HotCustomers customers) throws Exception {
    bundle.firstWave(customers);
    while (bundle.waveSize() > 0) {
      for (int i = 0; i < bundle.waveSize(); i++) {
        Customer customer = bundle.wave()[i].customer;
        customer.state.advanceTo(customer.state.now() + new byte[GARBAGE].length);
        customers.changed(customer);
      }
      bundle.nextWave();
    }
    bundle.release(customers);
  }

  private static double[] upTo() {
    double[] upTo = new double[CUSTOMERS];
    double sum = 0;
    for (int i = 0; i < CUSTOMERS; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
    return upTo;
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long gcMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }
}
