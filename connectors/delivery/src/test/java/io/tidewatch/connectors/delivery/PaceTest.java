package io.tidewatch.connectors.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.delivery.TargetSettings.Breaker;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");
  private static final Duration TOOK = Duration.ofMillis(3);
  private final Pace pace =
      new Pace(
          Targets.with(
              Targets.of("crm", Targets.webhook(URI.create("https://crm.example/"))),
              new Breaker(4, 50, Duration.ofHours(1))));

  @Test
  void aTargetIsDownWhenTheShareOfFailuresIsReached() {
    answer(Answer.later("HTTP 500"), Answer.delivered("HTTP 200"), Answer.refused("HTTP 400"));
    assertThat(pace.down()).isFalse();
    answer(Answer.later("HTTP 500"));
    assertThat(pace.down()).isTrue();
    assertThat(pace.notBefore()).isEqualTo(NOON.plusSeconds(3600));
    assertThat(pace.admits(NOON)).isFalse();
  }

  @Test
  void whatATargetRefusesSaysThatItIsUp() {
    for (int i = 0; i < 10; i++) {
      answer(Answer.refused("HTTP 422"));
    }
    assertThat(pace.down()).isFalse();
    assertThat(pace.admits(NOON)).isTrue();
  }

  @Test
  void aTargetThatAsksForTimeGetsIt() {
    pace.answered(
        new Answer(Answer.Kind.LATER, "HTTP 429", Optional.of(Duration.ofSeconds(40))), TOOK, NOON);
    answer(Answer.later("HTTP 500"));
    assertThat(pace.notBefore()).isEqualTo(NOON.plusSeconds(40));
    assertThat(pace.down()).isFalse();
  }

  @Test
  void turnsAreSpreadEvenly() {
    TargetSettings slow =
        new TargetSettings(
            "slow",
            Targets.webhook(URI.create("https://crm.example/")),
            java.util.Set.of(),
            Targets.ONE,
            Optional.empty(),
            2,
            Targets.QUICK,
            Targets.NEVER);
    Pace twoAMinute = new Pace(slow);
    assertThat(twoAMinute.turn()).isZero();
    assertThat(twoAMinute.turn()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
    assertThat(twoAMinute.turn()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
  }

  private void answer(Answer... answers) {
    for (Answer answer : answers) {
      pace.answered(answer, TOOK, NOON);
    }
  }
}
