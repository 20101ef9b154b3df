package io.tidewatch.scoring;

import io.tidewatch.schemas.ClickEvent;
import io.tidewatch.schemas.ClickKind;
import io.tidewatch.schemas.Event;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/**
 * CPU time per event of the customer operator alone on RocksDB, with and without bundles and cache:
 * clicks of customers who come by a Zipf law of exponent 1, small models, no network, no
 * checkpoints. To be run by hand:
 *
 * <pre>{@code
 * mvn -pl flink-jobs/scoring test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.tidewatch.scoring.OperatorTimings -Dexec.args="200000 1000000"
 * }</pre>
 *
 * Arguments: customers and events, and the names of the variants to be measured if not all.
 */
final class OperatorTimings {
  private static final int WATERMARK_EVERY = 500;
  private static final Duration GAP = Duration.ofNanos(100_000);

  private OperatorTimings() {}

  public static void main(String[] args) throws Exception {
    int customers = Integer.parseInt(args[0]);
    int events = Integer.parseInt(args[1]);
    System.out.printf("%-28s %12s%n", "variant", "us/event");
    run(args, "event by event", customers, events, new Bundling(1, Duration.ofMillis(5), 0, 0));
    run(args, "bundles", customers, events, new Bundling(256, Duration.ofMillis(5), 0, 0));
    run(
        args,
        "bundles and cache",
        customers,
        events,
        new Bundling(256, Duration.ofMillis(5), customers / 16, customers / 128));
    run(
        args,
        "all in memory",
        customers,
        events,
        new Bundling(256, Duration.ofMillis(5), customers, customers));
  }

  private static void run(
      String[] args, String variant, int customers, int events, Bundling bundling)
      throws Exception {
    if (args.length > 2 && !Arrays.asList(args).contains(variant)) {
      return;
    }
    double[] upTo = new double[customers];
    double sum = 0;
    for (int i = 0; i < customers; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
    Random random = new Random(1);
    try (CustomerHarness operator = new CustomerHarness(Ordering.ARRIVAL, bundling, 1, 0)) {
      operator.onRocksDb("256mb", "64mb").start(Optional.empty());
      operator.serveEverything();
      Instant at = TestEvents.START;
      int count = 0;
      for (int i = 0; i < customers; i++) {
        at = at.plus(GAP);
        operator.event(click(count++, i, at));
        pass(operator, count, at);
      }
      long start = 0;
      int measuredFrom = events / 2;
      for (int i = 0; i < events; i++) {
        if (i == measuredFrom) {
          start = cpu();
        }
        at = at.plus(GAP);
        int rank = Arrays.binarySearch(upTo, random.nextDouble() * sum);
        operator.event(click(count++, Math.min(customers - 1, rank < 0 ? -rank - 1 : rank), at));
        pass(operator, count, at);
      }
      operator.beforeCheckpoint();
      System.out.printf(
          "%-28s %12.2f%n", variant, (cpu() - start) / 1_000.0 / (events - measuredFrom));
    }
  }

  private static void pass(CustomerHarness operator, int count, Instant at) throws Exception {
    if (count % WATERMARK_EVERY == 0) {
      operator.watermark(at.minusSeconds(5));
      operator.forgetOutput();
    }
  }

  private static Event click(int number, int customer, Instant at) {
    return Event.of(
        ClickEvent.newBuilder()
            .setEventId("e" + number)
            .setCustomerId("customer-" + Integer.toString(10_000_000 + customer).substring(1))
            .setOccurredAt(at)
            .setKind(ClickKind.VIEW)
            .build());
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
