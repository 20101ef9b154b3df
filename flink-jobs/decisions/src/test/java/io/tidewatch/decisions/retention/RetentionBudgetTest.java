package io.tidewatch.decisions.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.decisions.retention.RetentionBudget.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RetentionBudgetTest {
  private static final long LIMIT = 8_000;

  @Test
  void takesWhatACompleteCheckpointCountsAsTaken() {
    RetentionBudget budget = new RetentionBudget(Mode.LEASED);
    budget.start(1);
    assertThat(budget.availableMinor(LIMIT)).isZero();
    budget.lease(LIMIT, 1_500);
    RetentionBudget.State first = budget.state();
    assertThat(budget.availableMinor(LIMIT)).isZero();
    budget.confirm(first);
    assertThat(budget.availableMinor(LIMIT)).isEqualTo(1_500);
    budget.take(1_500);
    assertThat(budget.availableMinor(LIMIT)).isZero();
    assertThat(budget.leftMinor(LIMIT)).isEqualTo(6_500);
  }

  @Test
  void beginsADayWithTheFirstPieceThatACheckpointOfAnEarlierDayCounts() {
    RetentionBudget budget = new RetentionBudget(Mode.LEASED);
    budget.start(1);
    budget.lease(LIMIT, 0);
    budget.confirm(budget.state());
    budget.start(5);
    assertThat(budget.availableMinor(LIMIT)).isEqualTo(1_000);
  }

  @Test
  void givesUpAtARestartWhatTheLifeBeforeMayHaveTaken() {
    RetentionBudget budget = new RetentionBudget(Mode.LEASED);
    budget.start(1);
    budget.lease(LIMIT, 1_500);
    RetentionBudget next = new RetentionBudget(Mode.LEASED, budget.state(), 2);
    assertThat(next.leftMinor(LIMIT)).isEqualTo(6_500);
    next.start(2);
    assertThat(next.leftMinor(LIMIT)).isEqualTo(7_000);
    next.start(3);
    assertThat(next.leftMinor(LIMIT)).isEqualTo(LIMIT);
  }

  @Test
  void takesAllThatIsLeftWhereLeasesAreNotNeeded() {
    RetentionBudget budget = new RetentionBudget(Mode.EXACT);
    budget.start(1);
    budget.take(3_000);
    budget.lease(LIMIT, 3_000);
    RetentionBudget next = new RetentionBudget(Mode.EXACT, budget.state(), 1);
    assertThat(next.availableMinor(LIMIT)).isEqualTo(5_000);
  }

  /** Whatever is taken may have been sent, also by lives that left no checkpoint. */
  @Property(tries = 300)
  void allLivesTogetherNeverTakeMoreThanTheBudgetOfADay(@ForAll long seed) {
    Random random = new Random(seed);
    Map<Long, Long> taken = new HashMap<>();
    List<RetentionBudget.State> unconfirmed = new ArrayList<>();
    RetentionBudget budget = new RetentionBudget(Mode.LEASED);
    RetentionBudget.State complete = null;
    long today = 100; // stream time goes back with a restart, the clock on the wall does not
    long newest = today;
    budget.start(today);
    for (int i = 0; i < 1_000; i++) {
      switch (random.nextInt(8)) {
        case 0 -> {
          today += random.nextInt(20) == 0 ? 1 + random.nextInt(2) : 0;
          newest = Math.max(newest, today);
          if (today > budget.day()) {
            budget.start(today);
          }
        }
        case 1 -> unconfirmed.add(budget.state());
        case 2 -> {
          if (!unconfirmed.isEmpty()) {
            // It is complete before the life hears of it, if ever.
            complete = unconfirmed.get(unconfirmed.size() - 1);
            if (random.nextBoolean()) {
              budget.confirm(complete);
            }
            unconfirmed.clear();
          }
        }
        case 3 -> {
          if (complete != null && random.nextInt(4) == 0) {
            budget = new RetentionBudget(Mode.LEASED, complete, newest + random.nextInt(2));
            today = complete.day();
            unconfirmed.clear();
          }
        }
        default -> {
          long wanted = 1 + random.nextInt(3_000);
          if (wanted <= budget.availableMinor(LIMIT)) {
            budget.take(wanted);
            taken.merge(budget.day(), wanted, Long::sum);
          }
          budget.lease(LIMIT, wanted);
        }
      }
    }
    assertThat(taken.values()).allMatch(minor -> minor <= LIMIT);
  }

  @Test
  void mostOfABudgetCanBeTakenInSpiteOfLeases() {
    RetentionBudget budget = new RetentionBudget(Mode.LEASED);
    long taken = 0;
    budget.start(1);
    for (int checkpoint = 0; checkpoint < 50; checkpoint++) {
      budget.lease(LIMIT, 700);
      budget.confirm(budget.state());
      while (budget.availableMinor(LIMIT) >= 700) {
        budget.take(700);
        taken += 700;
      }
    }
    assertThat(taken).isEqualTo(7_700);
  }
}
