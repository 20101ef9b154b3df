package io.tidewatch.connectors.delivery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
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

  /** Attempts that a target which was down has to pass. */
  private static final int PROBES = 1;

  private final TargetSettings target;
  private final Channel channel;
  private final Ledger ledger;
  private final DeliveryMetrics metrics;
  private final Clock clock;
  private final RandomGenerator random;
  private final CountDownLatch stop;
  private final Outbox outbox;
  private final CircuitBreaker breaker;
  private final RateLimiter limiter;
  private final LinkedBlockingQueue<Parcel> inbox = new LinkedBlockingQueue<>();
  private Instant notBefore = Instant.MIN;
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
    this.breaker = breaker(target);
    this.limiter = limiter(target);
    metrics.waiting(target.name(), 0);
    metrics.down(target.name(), false);
  }

  private static CircuitBreaker breaker(TargetSettings target) {
    return CircuitBreaker.of(
        target.name(),
        CircuitBreakerConfig.custom()
            .slidingWindowSize(target.breaker().attempts())
            .minimumNumberOfCalls(target.breaker().attempts())
            .failureRateThreshold(target.breaker().failedPercent())
            .waitDurationInOpenState(target.breaker().pause())
            .permittedNumberOfCallsInHalfOpenState(PROBES)
            .recordResult(answer -> answer instanceof Answer a && a.kind() == Answer.Kind.LATER)
            .build());
  }

  private static RateLimiter limiter(TargetSettings target) {
    return RateLimiter.of(
        target.name(),
        RateLimiterConfig.custom()
            .limitForPeriod(1)
            .limitRefreshPeriod(Duration.ofMinutes(1).dividedBy(target.perMinute()))
            .timeoutDuration(Duration.ofHours(1))
            .build());
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
    Optional<Outgoing> next = notBefore.isAfter(now) ? Optional.empty() : outbox.take(now);
    if (next.isPresent()) {
      attempt(next.get());
    } else {
      Parcel parcel = inbox.poll(nap(now).toNanos(), TimeUnit.NANOSECONDS);
      if (parcel != null) {
        receive(parcel);
      }
    }
    metrics.waiting(target.name(), outbox.waiting());
  }

  private Duration nap(Instant now) {
    Instant next = outbox.next(now).orElse(Instant.MAX);
    Instant until = next.isBefore(notBefore) ? notBefore : next;
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
    if (!breaker.tryAcquirePermission()) {
      heldByBreaker(waiting);
      return;
    }
    if (stop.await(limiter.reservePermission(), TimeUnit.NANOSECONDS)) {
      return; // the next run finds it where it stood
    }
    Outgoing message = waiting.begun();
    ledger.write(message, target.name(), DeliveryState.PENDING, "");
    long start = System.nanoTime();
    Answer answer = channel.send(message.message());
    long nanos = System.nanoTime() - start;
    breaker.onResult(nanos, TimeUnit.NANOSECONDS, answer);
    metrics.attempted(target.name(), answer.kind(), nanos);
    switch (answer.kind()) {
      case DELIVERED -> settle(message, DeliveryState.DELIVERED, answer.detail());
      case REFUSED -> fail(message, answer.detail());
      case LATER -> tryLater(message, answer);
    }
    noteBreaker(answer);
  }

  /** A target that stays down must not hold its alerts, and the others' offsets, for ever. */
  private void heldByBreaker(Outgoing message) throws InterruptedException {
    if (tooOld(message)) {
      fail(message, "the target was down for too long");
    } else {
      notBefore = clock.instant().plus(target.breaker().pause().dividedBy(10));
      outbox.putBack(message, message.due());
    }
  }

  private void tryLater(Outgoing message, Answer answer) throws InterruptedException {
    if (message.attempts() >= target.retries().attempts() || tooOld(message)) {
      fail(message, answer.detail());
      return;
    }
    Instant now = clock.instant();
    Duration pause = target.retries().pause(message.attempts(), random);
    Duration asked = answer.retryAfter().orElse(Duration.ZERO);
    if (answer.retryAfter().isPresent()) {
      notBefore = now.plus(asked); // it asks for itself, not for this message
    }
    LOG.debug(
        "target {}: {} after attempt {}; the next follows in {}",
        target.name(),
        answer.detail(),
        message.attempts(),
        pause.compareTo(asked) > 0 ? pause : asked);
    outbox.putBack(message, now.plus(pause.compareTo(asked) > 0 ? pause : asked));
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

  private void noteBreaker(Answer answer) {
    boolean isDown = breaker.getState() == CircuitBreaker.State.OPEN;
    if (isDown) {
      Instant end = clock.instant().plus(target.breaker().pause());
      notBefore = notBefore.isAfter(end) ? notBefore : end;
      LOG.warn(
          "target {} counts as down ({}); the next attempt is at {}",
          target.name(),
          answer.detail(),
          notBefore);
    }
    metrics.down(target.name(), isDown);
  }
}
