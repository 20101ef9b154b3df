package io.tidewatch.connectors.delivery;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.schemas.ChurnAlert;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/**
 * Deliveries between two changes of what this process reads: with each assignment of partitions the
 * journal is read anew and all goes on from the committed offsets, because others may have worked
 * on them meanwhile. One thread, beside those of its lanes.
 */
final class Session implements AutoCloseable {
  /**
   * Longer than an attempt and the writes after it, shorter than those wait who end the process.
   */
  private static final Duration STOP_WITHIN = Duration.ofSeconds(50);

  private final Journal journal;
  private final OpenAlerts open = new OpenAlerts();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Ledger ledger;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private Session(Journal journal, RecordProducer producer, Clock clock) {
    this.journal = journal;
    this.ledger = new Ledger(new Acknowledged(producer, stop), journal, open, clock);
  }

  /** Starts a lane for each target. */
  static Session start(
      Map<TargetSettings, Channel> targets,
      Journal journal,
      RecordProducer producer,
      DeliveryMetrics metrics,
      Clock clock) {
    Session session = new Session(journal, producer, clock);
    targets.forEach(
        (target, channel) -> {
          Lane lane =
              new Lane(
                  target,
                  channel,
                  session.ledger,
                  metrics,
                  clock,
                  new SplittableRandom(),
                  session.stop);
          session.lanes.add(lane);
          session.threads.add(new Thread(lane, "deliver-" + target.name()));
        });
    session.threads.forEach(Thread::start);
    return session;
  }

  /** Takes in what was read; what is settled already costs nothing. */
  void accept(List<ConsumedRecord> records) throws InterruptedException {
    for (ConsumedRecord record : records) {
      switch (record.kind()) {
        case RECORD -> accept(record, (ChurnAlert) record.record().orElseThrow());
        case UNDECODABLE -> {
          ledger.bury(record);
          open.read(record.partition(), record.offset(), 0);
        }
        case REMOVAL, HEARTBEAT -> open.read(record.partition(), record.offset(), 0);
      }
    }
  }

  private void accept(ConsumedRecord record, ChurnAlert alert) {
    List<Lane> takers = new ArrayList<>();
    for (Lane lane : lanes) {
      if (lane.target().takes(alert.getDesk()) && journal.claim(key(alert, lane))) {
        takers.add(lane);
      }
    }
    open.read(record.partition(), record.offset(), takers.size());
    takers.forEach(lane -> lane.add(new Parcel(record, alert, journal.pending(key(alert, lane)))));
  }

  private static String key(ChurnAlert alert, Lane lane) {
    return Journal.key(alert.getAlertId(), lane.target().name());
  }

  /** Returns how many records are not done with at all of their targets. */
  int open() {
    return open.open();
  }

  /** Returns the offsets that may be committed, by partition. */
  Map<Integer, Long> committable() {
    return open.committable();
  }

  /**
   * Checks that all lanes work.
   *
   * @throws IllegalStateException if one ended before its time
   */
  void check() {
    for (Lane lane : lanes) {
      lane.failure()
          .ifPresent(
              failure -> {
                throw new IllegalStateException(
                    "deliveries to target '" + lane.target().name() + "' ended", failure);
              });
    }
  }

  /** Waits for attempts that are under way and for what is written after them; starts no more. */
  @Override
  public void close() {
    stop.countDown();
    try {
      long deadline = System.nanoTime() + STOP_WITHIN.toNanos();
      for (Thread thread : threads) {
        thread.join(Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
    }
  }
}
