package io.tidewatch.connectors.delivery;

import io.tidewatch.schemas.DeliveryState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings alerts to one target, one message after the other, on a thread of its own. Alerts may come
 * from any thread.
 */
final class Lane implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /** The longest time without a look at the clock, which somebody may set. */
  private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

  private final TargetSettings target;
  private final Channel channel;
  private final Ledger ledger;
  private final DeliveryMetrics metrics;
  private final Clock clock;
  private final RandomGenerator random;
  private final CountDownLatch stop;
  private final Outbox outbox;
  private final Pace pace;
  private final LinkedBlockingQueue<Parcel> inbox = new LinkedBlockingQueue<>();
  private volatile Optional<Throwable> failure = Optional.empty();

  /**
   * Creates a lane.
   *
   * @param stop ends it after the attempt that is under way
   */
  Lane(
      TargetSettings target,
      Channel channel,
      Ledger ledger,
      DeliveryMetrics metrics,
      Clock clock,
      RandomGenerator random,
      CountDownLatch stop) {
    this.target = target;
    this.channel = channel;
    this.ledger = ledger;
    this.metrics = metrics;
    this.clock = clock;
    this.random = random;
    this.stop = stop;
    this.outbox = new Outbox(target, random);
    this.pace = new Pace(target);
    metrics.waiting(target.name(), 0);
    metrics.down(target.name(), false);
  }

  TargetSettings target() {
    return target;
  }

  /** Takes in an alert that the journal has claimed. */
  void add(Parcel parcel) {
    inbox.add(parcel);
  }

  /** Returns what ended the lane before its time. */
  Optional<Throwable> failure() {
    return failure;
  }

  @Override
  public void run() {
    try {
      while (stop.getCount() > 0) {
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failure = Optional.of(e);
    }
  }

  private void step() throws InterruptedException {
    for (Parcel parcel = inbox.poll(); parcel != null; parcel = inbox.poll()) {
      receive(parcel);
    }
    Instant now = clock.instant();
    boolean resting = pace.notBefore().isAfter(now);
    Optional<Outgoing> next = resting ? givenUp() : outbox.take(now);
    if (next.isPresent() && resting) {
      fail(next.get(), "the target was down for too long");
    } else if (next.isPresent()) {
      attempt(next.get());
    } else {
      Parcel parcel = inbox.poll(nap(now).toNanos(), TimeUnit.NANOSECONDS);
      if (parcel != null) {
        receive(parcel);
      }
    }
    metrics.waiting(target.name(), outbox.waiting());
  }

  /** A target that stays down must not hold its alerts, and the others' offsets, for ever. */
  private Optional<Outgoing> givenUp() {
    return pace.down() ? outbox.takeAny(this::tooOld) : Optional.empty();
  }

  private Duration nap(Instant now) {
    Instant next = outbox.next(now).orElse(Instant.MAX);
    Instant until = next.isBefore(pace.notBefore()) ? pace.notBefore() : next;
    if (until.isAfter(now.plus(LONGEST_NAP))) {
      return LONGEST_NAP;
    }
    return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
  }

  private void receive(Parcel parcel) throws InterruptedException {
    if (!ledger.settleWithItsMessage(parcel, target.name())) {
      outbox.add(parcel, clock.instant());
    }
  }

  private void attempt(Outgoing waiting) throws InterruptedException {
    if (waiting.attempts() > target.retries().attempts()) {
      fail(waiting, "runs ended in its last attempts, so that nobody knows whether it arrived");
      return;
    }
    if (!pace.admits(clock.instant())) {
      outbox.putBack(waiting, waiting.due());
      return;
    }
    if (stop.await(pace.turn().toNanos(), TimeUnit.NANOSECONDS)) {
      return; // the next run finds it where it stood
    }
    Outgoing message = waiting.begun();
    ledger.write(message, target.name(), DeliveryState.PENDING, "");
    long start = System.nanoTime();
    Answer answer = sent(message.message());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    note(answer, took);
    switch (answer.kind()) {
      case DELIVERED -> settle(message, DeliveryState.DELIVERED, answer.detail());
      case REFUSED -> fail(message, answer.detail());
      case LATER -> tryLater(message, answer);
    }
  }

  /** What a channel did not foresee would be as wrong at the next attempt, and the next run. */
  private Answer sent(Message message) throws InterruptedException {
    try {
      return channel.send(message);
    } catch (RuntimeException e) {
      LOG.warn("target {}: a message cannot be sent", target.name(), e);
      return Answer.refused("cannot be sent: " + e.getClass().getSimpleName());
    }
  }

  private void note(Answer answer, Duration took) {
    pace.answered(answer, took, clock.instant());
    metrics.attempted(target.name(), answer.kind(), took);
    metrics.down(target.name(), pace.down());
    if (pace.down()) {
      LOG.warn(
          "target {} counts as down ({}); the next attempt is at {}",
          target.name(),
          answer.detail(),
          pace.notBefore());
    }
  }

  private void tryLater(Outgoing message, Answer answer) throws InterruptedException {
    if (message.attempts() >= target.retries().attempts() || tooOld(message)) {
      fail(message, answer.detail());
      return;
    }
    Duration pause = target.retries().pause(message.attempts(), random);
    Duration asked = answer.retryAfter().orElse(Duration.ZERO);
    Duration wait = pause.compareTo(asked) > 0 ? pause : asked;
    LOG.debug(
        "target {}: {} after attempt {}; the next follows in {}",
        target.name(),
        answer.detail(),
        message.attempts(),
        wait);
    outbox.putBack(message, clock.instant().plus(wait));
  }

  private boolean tooOld(Outgoing message) {
    return clock.instant().isAfter(message.arrivedAt().plus(target.retries().giveUpAfter()));
  }

  private void settle(Outgoing message, DeliveryState state, String detail)
      throws InterruptedException {
    ledger.write(message, target.name(), state, detail);
    if (state == DeliveryState.DELIVERED) {
      metrics.delivered(target.name(), message.parcels().size());
    } else {
      metrics.failed(target.name(), message.parcels().size());
    }
  }

  private void fail(Outgoing message, String detail) throws InterruptedException {
    LOG.warn(
        "target {} did not take {} alerts in {} attempts: {}; see dead-letters",
        target.name(),
        message.parcels().size(),
        message.attempts(),
        detail);
    ledger.bury(message, target.name(), detail);
    settle(message, DeliveryState.FAILED, detail);
  }
}
