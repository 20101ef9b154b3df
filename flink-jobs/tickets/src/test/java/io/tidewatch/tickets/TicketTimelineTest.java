package io.tidewatch.tickets;

import static io.tidewatch.tickets.Rules.HOUR;
import static io.tidewatch.tickets.Rules.MINUTE;
import static io.tidewatch.tickets.Rules.berlin;
import static io.tidewatch.tickets.Rules.level;
import static io.tidewatch.tickets.Rules.levels;
import static io.tidewatch.tickets.Rules.nineToFive;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketKind;
import io.tidewatch.schemas.TicketPromise;
import io.tidewatch.schemas.TicketStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Days are those of a week in March 2026 that begins with Monday the second. */
class TicketTimelineTest {
  private static final TicketStep OPENED =
      step("2T09:00", TicketKind.OPENED, TicketAuthor.CUSTOMER);

  @Test
  void warnsBeforeEachPromiseIsBroken() {
    assertThat(moments(levels(), OPENED))
        .containsExactly(
            "OPENED 2T09:00",
            "BREACH_NEAR FIRST_RESPONSE 2T10:30",
            "BREACHED FIRST_RESPONSE 2T11:00",
            "BREACH_NEAR RESOLUTION 2T16:30",
            "BREACHED RESOLUTION 2T17:00");
  }

  @Test
  void anAgentsAnswerKeepsTheFirstPromiseAndPausesTheSecond() {
    List<TicketMoment> moments =
        timeline(
            levels(),
            OPENED,
            agent("2T10:00"),
            customer("4T09:00"),
            step("4T15:29", TicketKind.CLOSED, TicketAuthor.AGENT));

    assertThat(shown(moments))
        .containsExactly("OPENED 2T09:00", "WAITING 2T10:00", "RESUMED 4T09:00", "CLOSED 4T15:29");
    Standing end = moments.get(3).standing();
    assertThat(end.status()).isEqualTo(TicketStatus.CLOSED);
    assertThat(end.firstResponseMicros()).isEqualTo(HOUR);
    assertThat(end.firstResponseAtMicros()).isEqualTo(berlin("2026-03-02T10:00"));
    assertThat(end.resolutionMicros()).isEqualTo(7 * HOUR + 29 * MINUTE);
  }

  @Test
  void theTimeToTheResolutionGoesOnWhileWaitingIfTheRulesSaySo() {
    ServiceLevels strict =
        ServiceLevels.of(
            nineToFive()
                .setPauseWhileWaiting(false)
                .setServiceLevels(List.of(level("", 120, 480)))
                .build());
    assertThat(moments(strict, OPENED, agent("2T10:00")))
        .contains("BREACH_NEAR RESOLUTION 2T16:30", "BREACHED RESOLUTION 2T17:00");
  }

  @Test
  void aReopenedTicketGoesOnWhereItStood() {
    TicketStep closed = step("2T16:00", TicketKind.CLOSED, TicketAuthor.AGENT);
    List<TicketMoment> moments =
        timeline(
            levels(), OPENED, agent("2T10:00"), customer("2T11:00"), closed, customer("5T09:00"));

    assertThat(shown(moments))
        .containsExactly(
            "OPENED 2T09:00",
            "WAITING 2T10:00",
            "RESUMED 2T11:00",
            "CLOSED 2T16:00",
            "REOPENED 5T09:00",
            "BREACH_NEAR RESOLUTION 5T10:30",
            "BREACHED RESOLUTION 5T11:00");
    assertThat(moments.get(6).standing().reopenings()).isEqualTo(1);
    assertThat(moments.get(6).standing().resolutionMicros()).isEqualTo(8 * HOUR);
  }

  @Test
  void warnsAgainAfterAReopeningButSaysABreachOnce() {
    List<String> moments =
        moments(
            levels(),
            OPENED,
            agent("2T10:00"),
            customer("2T11:00"),
            step("3T09:31", TicketKind.CLOSED, TicketAuthor.AGENT),
            step("4T09:00", TicketKind.OPENED, TicketAuthor.CUSTOMER),
            step("4T12:00", TicketKind.CLOSED, TicketAuthor.AGENT),
            step("5T09:00", TicketKind.OPENED, TicketAuthor.CUSTOMER));
    assertThat(moments).containsOnlyOnce("BREACH_NEAR RESOLUTION 3T09:30");
    assertThat(moments).containsOnlyOnce("BREACH_NEAR RESOLUTION 4T09:00");
    assertThat(moments).filteredOn(moment -> moment.startsWith("BREACHED")).hasSize(1);
  }

  @Test
  void aCloseEndsThePromiseOfAnAnswerButOnlyAnAgentsIsOne() {
    TicketStep byMachine = step("2T10:00", TicketKind.CLOSED, TicketAuthor.SYSTEM);
    assertThat(moments(levels(), OPENED, byMachine))
        .containsExactly("OPENED 2T09:00", "CLOSED 2T10:00");
    assertThat(last(OPENED, byMachine).firstResponseAtMicros()).isZero();
    TicketStep byAgent = step("2T10:00", TicketKind.CLOSED, TicketAuthor.AGENT);
    assertThat(last(OPENED, byAgent).firstResponseAtMicros()).isEqualTo(berlin("2026-03-02T10:00"));
  }

  @Test
  void anAnswerAtTheVeryMomentIsInTime() {
    assertThat(moments(levels(), OPENED, agent("2T11:00")))
        .doesNotContain("BREACHED FIRST_RESPONSE 2T11:00");
  }

  @Test
  void aMachinesMessageIsNoAnswer() {
    TicketStep machine = step("2T09:01", TicketKind.MESSAGE, TicketAuthor.SYSTEM);
    assertThat(moments(levels(), OPENED, machine)).contains("BREACHED FIRST_RESPONSE 2T11:00");
  }

  @Test
  void aHigherPriorityPromisesAnewCountedFromTheOpening() {
    ServiceLevels levels =
        ServiceLevels.of(
            nineToFive()
                .setServiceLevels(List.of(level("", 480, null), level("urgent", 60, null)))
                .build());
    TicketStep raised =
        new TicketStep(
            "raised",
            berlin("2026-03-02T12:00"),
            TicketKind.MESSAGE,
            TicketAuthor.SYSTEM,
            "urgent",
            0);
    List<TicketMoment> moments = timeline(levels, OPENED, raised);
    assertThat(shown(moments)).containsExactly("OPENED 2T09:00", "BREACHED FIRST_RESPONSE 2T12:00");
    assertThat(moments.get(1).standing().priority()).isEqualTo("urgent");
  }

  @Test
  void theFirstStepOpensATicketWhateverItIs() {
    assertThat(moments(ServiceLevels.NONE, customer("2T09:00"))).containsExactly("OPENED 2T09:00");
    assertThat(moments(ServiceLevels.NONE, agent("2T09:00"))).containsExactly("WAITING 2T09:00");
    assertThat(moments(ServiceLevels.NONE, step("2T09:00", TicketKind.CLOSED, TicketAuthor.SYSTEM)))
        .containsExactly("CLOSED 2T09:00");
  }

  static TicketStep agent(String at) {
    return step(at, TicketKind.MESSAGE, TicketAuthor.AGENT);
  }

  static TicketStep customer(String at) {
    return step(at, TicketKind.MESSAGE, TicketAuthor.CUSTOMER);
  }

  static TicketStep step(String at, TicketKind kind, TicketAuthor author) {
    return new TicketStep(at + kind, berlin("2026-03-0" + at), kind, author, "", 0);
  }

  private static Standing last(TicketStep... steps) {
    List<TicketMoment> moments = timeline(levels(), steps);
    return moments.get(moments.size() - 1).standing();
  }

  private static List<TicketMoment> timeline(ServiceLevels levels, TicketStep... steps) {
    return TicketTimeline.of(List.of(steps), levels);
  }

  private static List<String> moments(ServiceLevels levels, TicketStep... steps) {
    return shown(timeline(levels, steps));
  }

  static List<String> shown(List<TicketMoment> moments) {
    return moments.stream()
        .map(
            moment ->
                moment.change()
                    + (moment.promise() == TicketPromise.UNKNOWN ? "" : " " + moment.promise())
                    + " "
                    + wall(moment.atMicros()))
        .toList();
  }

  private static String wall(long micros) {
    return Micros.toInstant(micros)
        .atZone(Rules.BERLIN)
        .toLocalDateTime()
        .toString()
        .replace("2026-03-0", "");
  }
}
