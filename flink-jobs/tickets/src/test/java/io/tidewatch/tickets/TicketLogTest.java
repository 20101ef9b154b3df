package io.tidewatch.tickets;

import static io.tidewatch.tickets.Rules.HOUR;
import static io.tidewatch.tickets.Rules.MINUTE;
import static io.tidewatch.tickets.Rules.berlin;
import static io.tidewatch.tickets.Rules.levels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketChange;
import io.tidewatch.schemas.TicketKind;
import io.tidewatch.schemas.TicketPromise;
import io.tidewatch.schemas.TicketStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TicketLogTest {
  private static final long NEVER = BusinessClock.NEVER;

  @Test
  void saysEachMomentOnce() {
    TicketLog log = new TicketLog();
    log.add(TicketTimelineTest.step("2T09:00", TicketKind.OPENED, TicketAuthor.CUSTOMER));
    TicketLog.Due first = log.take(levels(), 0);
    assertThat(first.moments())
        .extracting(TicketMoment::change)
        .containsExactly(TicketChange.OPENED);
    assertThat(first.nextMicros()).isEqualTo(berlin("2026-03-02T10:30"));

    TicketLog.Due second = log.take(levels(), berlin("2026-03-02T10:30"));
    assertThat(second.moments())
        .extracting(TicketMoment::change)
        .containsExactly(TicketChange.BREACH_NEAR);
    assertThat(second.nextMicros()).isEqualTo(berlin("2026-03-02T11:00"));
    assertThat(log.take(levels(), berlin("2026-03-02T10:59")).moments()).isEmpty();
  }

  @Test
  void aStepThatComesLateNeitherRepeatsNorTakesBackABreach() {
    TicketLog log = new TicketLog();
    log.add(TicketTimelineTest.step("2T09:00", TicketKind.OPENED, TicketAuthor.CUSTOMER));
    log.take(levels(), berlin("2026-03-02T12:00"));
    log.add(TicketTimelineTest.agent("2T10:00"));
    log.add(TicketTimelineTest.customer("2T10:10"));

    List<TicketMoment> moments = log.take(levels(), berlin("2026-03-02T12:00")).moments();
    assertThat(moments)
        .extracting(TicketMoment::change)
        .containsExactly(TicketChange.WAITING, TicketChange.RESUMED);
    assertThat(moments.get(0).standing().firstResponseMicros()).isEqualTo(HOUR);
  }

  @Test
  void anEventThatComesAgainIsDropped() {
    TicketLog log = new TicketLog();
    TicketStep step = TicketTimelineTest.agent("2T09:00");
    assertThat(log.add(step)).isEqualTo(TicketLog.Added.NEW);
    assertThat(log.add(step)).isEqualTo(TicketLog.Added.DUPLICATE);
  }

  @Test
  void keepsAThousandMessagesAndEveryClose() {
    TicketLog log = new TicketLog();
    for (int i = 0; i < TicketLog.MOST_MESSAGES; i++) {
      log.add(new TicketStep("m" + i, i, TicketKind.MESSAGE, TicketAuthor.SYSTEM, "", 0));
    }
    TicketStep more = new TicketStep("m", 5_000, TicketKind.MESSAGE, TicketAuthor.SYSTEM, "", 0);
    TicketStep close = new TicketStep("c", 5_000, TicketKind.CLOSED, TicketAuthor.SYSTEM, "", 0);
    assertThat(log.add(more)).isEqualTo(TicketLog.Added.FULL);
    assertThat(log.add(close)).isEqualTo(TicketLog.Added.NEW);
  }

  @Property(tries = 100)
  void whatIsSaidDoesNotDependOnTheOrderOfArrivalNorOnRestarts(@ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    List<TicketStep> steps = steps(random);
    List<TicketMoment> expected = TicketTimeline.of(steps, levels());

    List<TicketStep> shuffled = new ArrayList<>(steps);
    Collections.shuffle(shuffled, random);
    TicketLog log = new TicketLog();
    shuffled.forEach(log::add);
    List<TicketMoment> said = new ArrayList<>();
    for (long until : new long[] {steps.get(steps.size() / 2).atMicros(), NEVER - 1}) {
      said.addAll(log.take(levels(), until).moments());
      log = copy(log);
    }
    assertThat(said).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(log.take(levels(), NEVER - 1).moments()).isEmpty();
  }

  @Property(tries = 100)
  void theClockCountsOnlyWhileTheHelpDeskIsToAct(@ForAll long seed) {
    List<TicketStep> steps = steps(new Random(seed));
    BusinessClock clock = levels().clock();
    long spent = 0;
    TicketMoment before = null;
    for (TicketMoment moment : TicketTimeline.of(steps, levels())) {
      if (before != null && before.standing().status() == TicketStatus.OPEN) {
        spent += clock.between(before.atMicros(), moment.atMicros());
      }
      assertThat(moment.standing().resolutionMicros()).isEqualTo(spent);
      before = moment;
    }
  }

  @Property(tries = 100)
  void aPromiseIsBrokenExactlyIfItsTimeRanOut(@ForAll long seed) {
    List<TicketMoment> moments = TicketTimeline.of(steps(new Random(seed)), levels());
    for (TicketMoment moment : moments) {
      long spent =
          moment.promise() == TicketPromise.RESOLUTION
              ? moment.standing().resolutionMicros()
              : moment.standing().firstResponseMicros();
      if (moment.change() == TicketChange.BREACHED) {
        assertThat(spent).isEqualTo(moment.promisedMicros());
      } else if (moment.change() == TicketChange.BREACH_NEAR) {
        assertThat(moment.breachAtMicros()).isGreaterThan(moment.atMicros());
        assertThat(spent)
            .isBetween(moment.promisedMicros() - 30 * MINUTE, moment.promisedMicros() - 1);
      }
    }
    Standing end = moments.get(moments.size() - 1).standing();
    boolean broken =
        moments.stream()
            .anyMatch(
                m ->
                    m.change() == TicketChange.BREACHED && m.promise() == TicketPromise.RESOLUTION);
    assertThat(end.resolutionMicros() > 8 * HOUR && !broken).isFalse();
  }

  @Test
  void refusesALayoutThatItDoesNotKnow() {
    assertThatThrownBy(
            () -> TicketLog.read(new DataInputStream(new ByteArrayInputStream(new byte[] {9}))))
        .hasMessage("ticket log has layout version 9; this build reads version 1");
  }

  /** An opened ticket and up to 12 steps within a week. */
  private static List<TicketStep> steps(Random random) {
    long opened = berlin("2026-03-25T08:00") + random.nextInt(2_000) * MINUTE;
    List<TicketStep> steps = new ArrayList<>();
    steps.add(new TicketStep("e", opened, TicketKind.OPENED, TicketAuthor.CUSTOMER, "", 0));
    TicketKind[] kinds = {
      TicketKind.MESSAGE, TicketKind.MESSAGE, TicketKind.CLOSED, TicketKind.OPENED
    };
    for (int i = random.nextInt(13); i > 0; i--) {
      steps.add(
          new TicketStep(
              "e" + i,
              opened + random.nextInt(7 * 1_440) * MINUTE,
              kinds[random.nextInt(kinds.length)],
              TicketAuthor.values()[random.nextInt(4)],
              "",
              random.nextInt(6)));
    }
    steps.sort(TicketStep.ORDER);
    return steps;
  }

  private static TicketLog copy(TicketLog log) throws IOException {
    var bytes = new ByteArrayOutputStream();
    log.write(new DataOutputStream(bytes));
    return TicketLog.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }
}
