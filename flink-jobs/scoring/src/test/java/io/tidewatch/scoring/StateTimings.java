package io.tidewatch.scoring;

import io.tidewatch.customer.CustomerState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Times the serializer of customer states as RocksDB uses it, and weighs states on the heap. The
 * state is the one of the layout's committed bytes: all histories full, two recurrent states. To be
 * run by hand:
 *
 * <pre>{@code
 * mvn -pl flink-jobs/scoring test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.tidewatch.scoring.StateTimings
 * }</pre>
 */
final class StateTimings {
  private static final Path BYTES =
      Path.of("../customer/src/test/resources/io/tidewatch/customer/state-v1.bin");
  private static final int CALLS = 200_000;
  private static final int ROUNDS = 8;
  private static final int HEAP_STATES = 10_000;

  private StateTimings() {}

  public static void main(String[] args) throws Exception {
    byte[] bytes = Files.readAllBytes(args.length == 0 ? BYTES : Path.of(args[0]));
    CustomerStateSerializer serializer = new CustomerStateSerializer();
    DataInputDeserializer in = new DataInputDeserializer();
    DataOutputSerializer out = new DataOutputSerializer(128);
    double read = Double.MAX_VALUE;
    double write = Double.MAX_VALUE;
    long sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        in.setBuffer(bytes);
        sum += serializer.deserialize(in).now();
      }
      read = Math.min(read, micros(start));
      in.setBuffer(bytes);
      CustomerState state = serializer.deserialize(in);
      start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        out.clear();
        serializer.serialize(state, out);
        sum += out.length();
      }
      write = Math.min(write, micros(start));
    }
    System.out.printf(
        "%d bytes: read %.3f us, write %.3f us (checked %d)%n", bytes.length, read, write, sum);
    System.out.printf("heap: %d bytes a state%n", heapBytes(serializer, bytes));
  }

  private static long heapBytes(CustomerStateSerializer serializer, byte[] bytes) throws Exception {
    CustomerState[] states = new CustomerState[HEAP_STATES];
    long before = used();
    for (int i = 0; i < states.length; i++) {
      states[i] = serializer.deserialize(new DataInputDeserializer(bytes));
    }
    long after = used();
    if (states[HEAP_STATES - 1].now() == 0) {
      throw new IllegalStateException("the state is not the one that was written");
    }
    return (after - before) / states.length;
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static double micros(long start) {
    return (System.nanoTime() - start) / 1_000.0 / CALLS;
  }
}
