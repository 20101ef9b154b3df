package io.tidewatch.platform.chaos;

import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.replay.Replay;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.configuration.Configuration;

/**
 * Sends events at a fixed rate, well or badly, until it is stopped. It has a thread of its own; may
 * be told and asked by others.
 */
final class ChaosLoad implements AutoCloseable {
  /** How events are sent, beside one after the other. */
  enum Manner {
    /** Each twice. */
    TWICE,
    /** In disorder, within windows of {@value #WINDOW} events. */
    SHUFFLED,
    /** Each followed by one of the hot customer, who then has half of all. */
    HOT
  }

  /** How far stream time goes on after the last event. */
  static final Duration BEYOND = Duration.ofDays(2);

  private static final int WINDOW = 40;
  private static final Duration HEARTBEAT = Duration.ofMillis(250);

  private final RecordProducer producer;
  private final LoadScript script;
  private final Iterator<Event> history;
  private final long nanosPerEvent;
  private final Random random;
  private final Set<Manner> manners = Collections.newSetFromMap(new ConcurrentHashMap<>());
  private final AtomicInteger poisonWanted = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "sends the load");
  private volatile boolean stopped;
  private volatile RuntimeException failure;
  private volatile long atMicros = Long.MIN_VALUE;
  private volatile long poison;

  /**
   * Creates it.
   *
   * @param perSecond events a second
   */
  ChaosLoad(Configuration kafka, LoadScript script, int perSecond, long seed) {
    this.producer = new RecordProducer(patient(kafka));
    this.script = script;
    this.history = script.history();
    this.nanosPerEvent = 1_000_000_000L / perSecond;
    this.random = new Random(seed);
  }

  /** A broker may be away for longer than a producer waits by default. */
  private static Configuration patient(Configuration kafka) {
    Configuration patient = new Configuration(kafka);
    patient.setString("kafka.properties.max.block.ms", "300000");
    patient.setString("kafka.properties.delivery.timeout.ms", "300000");
    return patient;
  }

  void start() {
    thread.start();
  }

  /** Sends in a manner until {@link #without}. */
  void with(Manner manner) {
    manners.add(manner);
  }

  void without(Manner manner) {
    manners.remove(manner);
  }

  /** Sends records that cannot be read among the next events. */
  void poison(int records) {
    poisonWanted.addAndGet(records);
  }

  /** Returns the stream time that has been reached, in microseconds. */
  long atMicros() {
    return atMicros;
  }

  /** Returns how many records were sent that cannot be read. */
  long poison() {
    return poison;
  }

  void failIfBroken() {
    if (failure != null) {
      throw new IllegalStateException("sending the load failed", failure);
    }
  }

  private void run() {
    try {
      long due = System.nanoTime();
      long beat = due;
      while (!stopped) {
        List<Event> window = new ArrayList<>();
        boolean shuffled = manners.contains(Manner.SHUFFLED);
        boolean twice = manners.contains(Manner.TWICE);
        for (int i = 0; i < (shuffled ? WINDOW : 1); i++) {
          take(window, twice);
        }
        long reached = window.get(window.size() - 1).availableAtMicros();
        if (shuffled) {
          Collections.shuffle(window, random);
        }
        for (Event event : window) {
          send(event, twice);
          due = Math.max(due + nanosPerEvent, System.nanoTime() - nanosPerEvent);
          LockSupport.parkNanos(due - System.nanoTime());
        }
        atMicros = reached;
        if (System.nanoTime() - beat >= HEARTBEAT.toNanos()) {
          producer.heartbeat(reached);
          beat = System.nanoTime();
        }
      }
      producer.flush();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void take(List<Event> window, boolean twice) {
    Event event = history.next();
    boolean hot = manners.contains(Manner.HOT);
    script.sent(hot, twice);
    window.add(event);
    if (hot) {
      window.add(LoadScript.hotClick(event));
    }
  }

  private void send(Event event, boolean twice) {
    producer.send(event.record());
    if (twice) {
      producer.send(event.record());
    }
    if (poisonWanted.get() > 0) {
      poisonWanted.decrementAndGet();
      sendPoison();
    }
  }

  private void sendPoison() {
    List<Topic> topics = EnumSet.allOf(Topic.class).stream().filter(Topic::isEvent).toList();
    byte[] value = new byte[1 + random.nextInt(200)];
    random.nextBytes(value);
    value[0] = 1; // no frame of a registry begins so
    producer.sendBytes(
        topics.get(random.nextInt(topics.size())),
        "poison".getBytes(StandardCharsets.UTF_8),
        value);
    poison++;
  }

  /** Ends the load and waits until Kafka has all of it. */
  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
    failIfBroken();
  }

  /** Says again, after the end, that stream time has gone on beyond everything that was sent. */
  void remind() {
    producer.heartbeat(Replay.after(atMicros, BEYOND));
    producer.flush();
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
      producer.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
