package io.tidewatch.benchmarks.latency;

import io.tidewatch.benchmarks.pipeline.PassThroughContender;
import io.tidewatch.benchmarks.workload.Fork;
import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.RecordEncoder;
import io.tidewatch.connectors.kafka.SchemaRegistryClient;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends load and reads what comes out of it, in a process of its own, so that it can be kept on the
 * broker's core, away from the job's. Writes JSON lines on standard output: {@value #SENT} whenever
 * it needs a word, {@value #WARMING} after each part of the warm-up, {@value #WARM}, and one {@code
 * window} for each of the plan.
 */
public final class LoadProcess {
  /** Asks the bench whether all events so far have been processed, and committed. */
  static final String SENT = "sent";

  /** Asks the bench whether so many events warmed the job up. */
  static final String WARMING = "warming";

  /** The bench's yes. */
  static final String ENOUGH = "enough";

  /** The bench's no. */
  static final String MORE = "more";

  /** Says that the first window begins. */
  static final String WARM = "warm";

  /** The bench's yes. */
  static final String DRAINED = "drained";

  /** The bench's no. */
  static final String LATE = "late";

  private static final Duration FIRST_DECISION_WITHIN = Duration.ofMinutes(3);
  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(90);
  private static final Duration QUIET = Duration.ofMillis(500);
  private static final int PROBES_PER_SECOND = 200;

  private final LoadPlan plan;
  private final NumberedEvents events;
  private final OpenLoop loop;
  private final DecisionReader reader;

  private LoadProcess(LoadPlan plan, NumberedEvents events, OpenLoop loop, DecisionReader reader) {
    this.plan = plan;
    this.events = events;
    this.loop = loop;
    this.reader = reader;
  }

  /** Carries out the {@link LoadPlan} that the only argument holds. */
  public static void main(String[] args) {
    Fork.run(args, (plan, fork) -> run(LoadPlan.of(plan), fork));
  }

  private static void run(LoadPlan plan, Fork fork) throws Exception {
    try (Producer<byte[], byte[]> producer = producer(plan.bootstrapServers());
        DecisionReader reader =
            plan.copies()
                ? DecisionReader.ofCopies(plan.bootstrapServers(), PassThroughContender.TOPIC)
                : DecisionReader.ofDecisions(plan.bootstrapServers())) {
      new LoadProcess(plan, events(plan), new OpenLoop(producer), reader).run(fork);
    }
  }

  private static Producer<byte[], byte[]> producer(String bootstrapServers) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", bootstrapServers);
    properties.setProperty("linger.ms", "0"); // an event is sent when it is due
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static NumberedEvents events(LoadPlan plan) {
    Configuration registry =
        Configuration.fromMap(Map.of(KafkaOptions.SCHEMA_REGISTRY_URL.key(), plan.registryUrl()));
    return new NumberedEvents(
        new Workload(plan.customers(), plan.seed()),
        new RecordEncoder(SchemaRegistryClient.of(registry)));
  }

  private void run(Fork fork) throws InterruptedException {
    awaitFirstDecision();
    warmUp(fork);
    awaitDrained(fork);
    fork.say(WARM, Fork.object());
    for (LoadPlan.Window window : plan.windows()) {
      fork.say("window", measure(window, fork).toJson());
    }
  }

  /** The job may still be starting, or not know its models yet: knocks until it answers. */
  private void awaitFirstDecision() {
    long deadline = System.nanoTime() + FIRST_DECISION_WITHIN.toNanos();
    while (reader.count() == 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "no decision came out within " + FIRST_DECISION_WITHIN.toSeconds() + " s");
      }
      send(PROBES_PER_SECOND, Duration.ofMillis(500));
    }
  }

  private void warmUp(Fork fork) throws InterruptedException {
    do {
      send(plan.warmUpPerSecond(), plan.warmUp());
      fork.say(WARMING, Fork.object().put("events", events.nextNumber()));
    } while (fork.await().equals(MORE));
  }

  private void send(double perSecond, Duration length) {
    int count = new LoadPlan.Window(0, perSecond, length).events();
    if (count > 0) {
      long first = events.nextNumber();
      loop.send(events.next(count), first, perSecond);
    }
  }

  /**
   * Waits until everything that was sent has come out. Copies can be counted; which events lead to
   * a decision only the job knows, so the bench, which hears of it, is asked.
   */
  private boolean awaitDrained(Fork fork) throws InterruptedException {
    if (plan.copies()) {
      return reader.awaitTotal(events.nextNumber(), DRAINED_WITHIN);
    }
    fork.say(SENT, Fork.object().put("events", events.nextNumber()));
    boolean drained = fork.await().equals(DRAINED);
    return reader.awaitQuiet(QUIET, DRAINED_WITHIN) && drained;
  }

  private WindowResult measure(LoadPlan.Window window, Fork fork) throws InterruptedException {
    long first = events.nextNumber();
    // Encoded before the clock runs: the sender then only sends.
    var encoded = events.next(window.events());
    reader.clear();
    long startMillis = System.currentTimeMillis();
    Sent sent = loop.send(encoded, first, window.perSecond());
    long endMillis = System.currentTimeMillis();
    boolean drained = awaitDrained(fork);
    return new WindowResult(
        window,
        first,
        sent.count(),
        startMillis,
        endMillis,
        sent.behindMicros(),
        Math.max(0, reader.lastAppendedMillis(sent) - sent.lastAppendedMillis()),
        drained,
        reader.latencies(sent));
  }
}
