package io.tidewatch.connectors.delivery;

import io.tidewatch.connectors.delivery.TargetSettings.Batch;
import io.tidewatch.connectors.delivery.TargetSettings.Breaker;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Settings of targets for tests. */
final class Targets {
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  static final Batch ONE = new Batch(1, Duration.ZERO);
  static final Retries QUICK =
      new Retries(5, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofDays(1));
  static final Breaker NEVER = new Breaker(100, 100, Duration.ofMinutes(1));
  private static final int FAST = 60_000;

  private Targets() {}

  /**
   * A target whose name is that of its desk too, so that tests leave one another's alerts alone.
   */
  static TargetSettings of(String name, Endpoint endpoint) {
    return new TargetSettings(
        name, endpoint, Set.of(name), ONE, Optional.empty(), FAST, QUICK, NEVER);
  }

  static HttpTarget webhook(URI url) {
    return new HttpTarget(
        url, Body.webhook(), Optional.of(WebhookSignature.of(SECRET)), Duration.ofSeconds(5));
  }

  static TargetSettings with(TargetSettings target, Batch batch) {
    return new TargetSettings(
        target.name(),
        target.endpoint(),
        target.desks(),
        batch,
        target.quiet(),
        target.perMinute(),
        target.retries(),
        target.breaker());
  }

  static TargetSettings with(TargetSettings target, Retries retries) {
    return new TargetSettings(
        target.name(),
        target.endpoint(),
        target.desks(),
        target.batch(),
        target.quiet(),
        target.perMinute(),
        retries,
        target.breaker());
  }

  static TargetSettings with(TargetSettings target, Breaker breaker) {
    return new TargetSettings(
        target.name(),
        target.endpoint(),
        target.desks(),
        target.batch(),
        target.quiet(),
        target.perMinute(),
        target.retries(),
        breaker);
  }

  static TargetSettings with(TargetSettings target, QuietHours quiet) {
    return new TargetSettings(
        target.name(),
        target.endpoint(),
        target.desks(),
        target.batch(),
        Optional.of(quiet),
        target.perMinute(),
        target.retries(),
        target.breaker());
  }

  static TargetSettings forDesk(TargetSettings target, String desk) {
    return new TargetSettings(
        target.name(),
        target.endpoint(),
        Set.of(desk),
        target.batch(),
        target.quiet(),
        target.perMinute(),
        target.retries(),
        target.breaker());
  }
}
