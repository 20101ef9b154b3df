package io.tidewatch.connectors.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.delivery.TargetSettings.Batch;
import io.tidewatch.schemas.AlertDelivery;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DeliveryState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");
  private static final TargetSettings SINGLE =
      Targets.of("crm", Targets.webhook(URI.create("https://crm.example/")));
  private static final TargetSettings THREE =
      Targets.with(SINGLE, new Batch(3, Duration.ofMinutes(1)));

  @Test
  void singleAlertsGoAtOnce() {
    Outbox outbox = outbox(SINGLE);
    outbox.add(fresh("a"), NOON);
    assertThat(outbox.waiting()).isEqualTo(1);
    assertThat(ids(outbox.take(NOON))).containsExactly("a");
    assertThat(outbox.take(NOON)).isEmpty();
    assertThat(outbox.waiting()).isZero();
    assertThat(outbox.next(NOON)).isEmpty();
  }

  @Test
  void batchesGoWhenTheyAreFullOrTheirTimeIsOver() {
    Outbox outbox = outbox(THREE);
    for (String id : List.of("a", "b", "c", "d")) {
      outbox.add(fresh(id), NOON);
    }
    assertThat(ids(outbox.take(NOON))).containsExactly("a", "b", "c");
    assertThat(outbox.take(NOON.plusSeconds(59))).isEmpty();
    assertThat(outbox.next(NOON)).contains(NOON.plusSeconds(60));
    assertThat(ids(outbox.take(NOON.plusSeconds(60)))).containsExactly("d");
  }

  @Test
  void whatFailedWaitsWhileOthersGo() {
    Outbox outbox = outbox(SINGLE);
    outbox.add(fresh("a"), NOON);
    Outgoing failed = outbox.take(NOON).orElseThrow();
    outbox.putBack(failed, NOON.plusSeconds(30));
    outbox.add(fresh("b"), NOON);
    assertThat(ids(outbox.take(NOON))).containsExactly("b");
    assertThat(outbox.take(NOON.plusSeconds(29))).isEmpty();
    assertThat(ids(outbox.take(NOON.plusSeconds(30)))).containsExactly("a");
  }

  @Test
  void nothingGoesInQuietHoursAndAllAfterThem() {
    Outbox outbox = outbox(Targets.with(THREE, QuietHours.parse("11:00-14:00", "UTC")));
    outbox.add(fresh("a"), NOON);
    outbox.add(fresh("b"), NOON);
    assertThat(outbox.take(NOON.plusSeconds(3600))).isEmpty();
    Instant end = Instant.parse("2026-01-15T14:00:00Z");
    assertThat(outbox.next(NOON)).contains(end);
    assertThat(ids(outbox.take(end))).containsExactly("a", "b");
  }

  @Test
  void messagesOfAnEarlierRunKeepIdAttemptsAndPauseWhateverTheOrder() {
    Message before = Message.of("crm", List.of(alert("a"), alert("b")));
    Outbox outbox = outbox(THREE);
    outbox.add(begun("b", before.id(), 4, NOON), NOON);
    outbox.add(fresh("x"), NOON);
    assertThat(outbox.take(NOON)).isEmpty();
    outbox.add(begun("a", before.id(), 4, NOON), NOON);
    assertThat(outbox.take(NOON)).as("its pause is not over").isEmpty();
    Outgoing next = outbox.take(NOON.plusSeconds(1)).orElseThrow();
    assertThat(next.message()).isEqualTo(before);
    assertThat(next.attempts()).isEqualTo(4);
  }

  @Test
  void alertsWhoseMessageNeverWentOutJoinAnother() {
    // Killed while the first attempt was written: of a and b only a is in the journal.
    Message never = Message.of("crm", List.of(alert("a"), alert("b")));
    Outbox outbox = outbox(THREE);
    outbox.add(begun("a", never.id(), 1, NOON), NOON);
    outbox.add(fresh("x"), NOON);
    assertThat(outbox.take(NOON.plusSeconds(59))).isEmpty();
    Outgoing together = outbox.take(NOON.plusSeconds(60)).orElseThrow();
    assertThat(ids(Optional.of(together))).containsExactly("a", "x");
    assertThat(together.message().id()).isNotEqualTo(never.id());
    assertThat(together.attempts()).isEqualTo(1);
  }

  private static Outbox outbox(TargetSettings target) {
    return new Outbox(target, new SplittableRandom(1));
  }

  private static List<String> ids(Optional<Outgoing> message) {
    return message.orElseThrow().message().alerts().stream().map(ChurnAlert::getAlertId).toList();
  }

  private static ChurnAlert alert(String id) {
    return Alerts.of(id, "c", "crm");
  }

  private static Parcel fresh(String id) {
    return new Parcel(null, alert(id), Optional.empty());
  }

  private static Parcel begun(String id, String messageId, int attempts, Instant at) {
    return new Parcel(
        null,
        alert(id),
        Optional.of(
            AlertDelivery.newBuilder()
                .setKey(Journal.key(id, "crm"))
                .setAlertId(id)
                .setTarget("crm")
                .setChangedAt(at)
                .setState(DeliveryState.PENDING)
                .setAttempts(attempts)
                .setMessageId(messageId)
                .build()));
  }
}
