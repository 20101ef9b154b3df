package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.decisions.DeskMemory.Taken;
import io.tidewatch.decisions.DeskMemory.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeskMemoryTest {
  private static final long HOUR = 3_600_000_000L;
  private static final int COOL_DOWN_HOURS = 100;

  private final DeskMemory memory = new DeskMemory(Duration.ofHours(24));
  private final Taken taken = memory.take(10 * HOUR, 20 * HOUR, COOL_DOWN_HOURS);

  @Test
  void letsAnAlertCompeteThatTheDeskNeverTook() {
    assertThat(memory.judge(Optional.empty(), 10 * HOUR, 10 * HOUR, COOL_DOWN_HOURS))
        .isEqualTo(Verdict.COMPETES);
  }

  @Test
  void knowsTheRepetitionOfAnAlertItTook() {
    assertThat(memory.judge(Optional.of(taken), 10 * HOUR, 900 * HOUR, COOL_DOWN_HOURS))
        .isEqualTo(Verdict.ALREADY_TAKEN);
  }

  @Test
  void coolsDownFromTheCallNotFromTheRaising() {
    assertThat(memory.judge(Optional.of(taken), 110 * HOUR, 119 * HOUR, COOL_DOWN_HOURS))
        .isEqualTo(Verdict.COOL_DOWN);
    assertThat(memory.judge(Optional.of(taken), 110 * HOUR, 120 * HOUR, COOL_DOWN_HOURS))
        .isEqualTo(Verdict.COMPETES);
  }

  @Test
  void keepsAnEntryWhileItsAlertComesAgain() {
    assertThat(taken.keepUntilMicros()).isEqualTo(120 * HOUR);
    assertThat(memory.seenAgain(taken, 21 * HOUR).keepUntilMicros()).isEqualTo(120 * HOUR);
    assertThat(memory.seenAgain(taken, 100 * HOUR).keepUntilMicros()).isEqualTo(172 * HOUR);
  }
}
