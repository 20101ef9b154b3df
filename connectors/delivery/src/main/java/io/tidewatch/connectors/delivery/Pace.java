package io.tidewatch.connectors.delivery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * When a target may be bothered: not faster than its rate, not before it asks to be, and not while
 * it counts as down. One thread.
 */
final class Pace {
  /** Attempts that a target which was down has to pass. */
  private static final int PROBES = 1;

  /** Parts of the breaker's pause after which it is asked again, if it opens later than thought. */
  private static final int PARTS = 10;

  private final Duration pause;
  private final CircuitBreaker breaker;
  private final RateLimiter limiter;
  private Instant notBefore = Instant.MIN;

  Pace(TargetSettings target) {
    this.pause = target.breaker().pause();
    this.breaker =
        CircuitBreaker.of(
            target.name(),
            CircuitBreakerConfig.custom()
                .slidingWindowSize(target.breaker().attempts())
                .minimumNumberOfCalls(target.breaker().attempts())
                .failureRateThreshold(target.breaker().failedPercent())
                .waitDurationInOpenState(pause)
                .permittedNumberOfCallsInHalfOpenState(PROBES)
                .recordResult(answer -> ((Answer) answer).kind() == Answer.Kind.LATER)
                .build());
    this.limiter =
        RateLimiter.of(
            target.name(),
            RateLimiterConfig.custom()
                .limitForPeriod(1)
                .limitRefreshPeriod(Duration.ofMinutes(1).dividedBy(target.perMinute()))
                .timeoutDuration(Duration.ofHours(1))
                .build());
  }

  /** Returns the moment before which nothing should be sent; in the past while there is none. */
  Instant notBefore() {
    return notBefore;
  }

  /** Asks for one attempt; if it may not be, {@link #notBefore} says when to ask again. */
  boolean admits(Instant now) {
    boolean admitted = breaker.tryAcquirePermission();
    if (!admitted) {
      rest(now.plus(pause.dividedBy(PARTS)));
    }
    return admitted;
  }

  /** Takes the place of the admitted attempt, and returns how long to wait for it. */
  Duration turn() {
    return Duration.ofNanos(limiter.reservePermission());
  }

  /** Notes what came of the attempt. */
  void answered(Answer answer, Duration took, Instant now) {
    breaker.onResult(took.toNanos(), TimeUnit.NANOSECONDS, answer);
    answer.retryAfter().ifPresent(asked -> rest(now.plus(asked)));
    if (down()) {
      rest(now.plus(pause));
    }
  }

  /** Returns whether the target counts as down. */
  boolean down() {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }

  private void rest(Instant until) {
    if (until.isAfter(notBefore)) {
      notBefore = until;
    }
  }
}
