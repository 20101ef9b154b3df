package io.tidewatch.connectors.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.connectors.delivery.LocalDelivery.Run;
import io.tidewatch.connectors.delivery.LocalTarget.Request;
import io.tidewatch.connectors.delivery.TargetSettings.Batch;
import io.tidewatch.connectors.delivery.TargetSettings.Breaker;
import io.tidewatch.schemas.AlertDelivery;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.DeliveryState;
import io.tidewatch.schemas.Topic;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Delivery through a real broker to real HTTP and SMTP servers. Each test has a desk of its own.
 */
@Timeout(240)
class DeliveryIT {
  private static final Duration SOON = Duration.ofSeconds(90);

  @RegisterExtension static final LocalDelivery LOCAL = new LocalDelivery();

  private LocalTarget http;

  @BeforeEach
  void startTarget() throws Exception {
    http = LocalTarget.start();
  }

  @AfterEach
  void stopTarget() {
    http.close();
  }

  @Test
  void deliversToWebhooksChatRoomsAndMailboxes() throws Exception {
    TargetSettings hook = Targets.of("hook", Targets.webhook(http.url()));
    TargetSettings mail = Targets.forDesk(Targets.of("mail", mailbox(Language.ZH)), "hook");
    try (LocalTarget room = LocalTarget.start();
        Run run =
            LOCAL.run(
                "hook",
                hook,
                mail,
                Targets.forDesk(Targets.of("room", chat(room, Body.slack(Language.EN))), "hook"))) {
      send("hook", "a1");
      await().atMost(SOON).until(() -> finished("hook", "mail", "room").size() == 3);
      assertThat(finished("hook", "mail", "room"))
          .allMatch(step -> step.getState() == DeliveryState.DELIVERED && step.getAttempts() == 1);
      assertThat(room.requests()).hasSize(1);
      assertThat(json(room.requests().get(0)).get("text").asText())
          .contains("customer-of-a1", "88 % likely to leave", "123.45 EUR", "+12 points");
    }
    Request request = http.requests().get(0);
    assertThat(request.header("webhook-signature"))
        .isEqualTo(
            WebhookSignature.of(Targets.SECRET)
                .sign(
                    request.header("webhook-id"),
                    Long.parseLong(request.header("webhook-timestamp")),
                    request.body().getBytes(StandardCharsets.UTF_8)));
    assertThat(json(request).at("/data/customerId").asText()).isEqualTo("customer-of-a1");
    MimeMessage received = LOCAL.mail().getReceivedMessages()[0];
    assertThat(received.getSubject()).isEqualTo("客户customer-of-a1可能流失");
    assertThat((String) received.getContent()).contains("流失可能性88%", "call-back");
    assertThat(received.getHeader("Message-ID")[0]).matches("<msg_[0-9a-f]{32}@shop\\.example>");
  }

  @Test
  void triesAgainWithTheSameIdUntilTheTargetTakesIt() throws Exception {
    http.answers(503).answers(429, "Retry-After", "1").answers(500);
    Instant start = Instant.now();
    try (Run run = LOCAL.run("again", Targets.of("again", Targets.webhook(http.url())))) {
      send("again", "b1");
      await().atMost(SOON).until(() -> finished("again").size() == 1);
    }
    assertThat(finished("again").get(0).getState()).isEqualTo(DeliveryState.DELIVERED);
    assertThat(finished("again").get(0).getAttempts()).isEqualTo(4);
    assertThat(http.requests()).hasSize(4);
    assertThat(http.requests())
        .extracting(r -> r.header("webhook-id"))
        .containsOnly(id("again", "b1"));
    assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void deliversNothingTwiceAcrossRestartsNotEvenWithoutOffsets() throws Exception {
    TargetSettings target = Targets.of("once", Targets.webhook(http.url()));
    try (Run run = LOCAL.run("once", target)) {
      send("once", "c1", "c2", "c3");
      await().atMost(SOON).until(() -> finished("once").size() == 3);
    }
    try (Run run = LOCAL.run("once", target)) {
      send("once", "c4", "c1"); // an alert that the job wrote twice
      await().atMost(SOON).until(() -> finished("once").size() == 4);
    }
    try (Run run = LOCAL.run("once-without-offsets", target)) {
      send("once", "c5");
      await().atMost(SOON).until(() -> finished("once").size() == 5);
    }
    assertThat(http.requests())
        .extracting(r -> json(r).at("/data/alertId").asText())
        .containsExactlyInAnyOrder("c1", "c2", "c3", "c4", "c5");
  }

  @Test
  void goesOnWithAChainThatARestartInterrupted() throws Exception {
    Retries patient =
        new Retries(2, Duration.ofMinutes(10), Duration.ofMinutes(10), Duration.ofDays(1));
    TargetSettings target = Targets.of("chain", Targets.webhook(http.url()));
    http.answers(503, 503);
    try (Run run = LOCAL.run("chain", Targets.with(target, patient))) {
      send("chain", "d1");
      await().atMost(SOON).until(() -> http.requests().size() == 1);
    }
    assertThat(steps("chain")).hasSize(1).allMatch(s -> s.getState() == DeliveryState.PENDING);
    Retries two = new Retries(2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofDays(1));
    try (Run run = LOCAL.run("chain", Targets.with(target, two))) {
      await().atMost(SOON).until(() -> finished("chain").size() == 1);
    }
    assertThat(finished("chain").get(0).getState()).isEqualTo(DeliveryState.FAILED);
    assertThat(http.requests())
        .as("the second run makes the second of two attempts, not two of its own")
        .extracting(r -> r.header("webhook-id"))
        .containsExactly(id("chain", "d1"), id("chain", "d1"));
  }

  @Test
  void repeatsWithTheSameIdWhatMayHaveArrivedBeforeAKill() throws Exception {
    // What a process leaves that was killed between the target's 200 and the journal's last step.
    Message message = Message.of("killed", List.of(alert("killed", "e1"), alert("killed", "e2")));
    LOCAL.producer().send(pending("killed", "e1", message.id()));
    LOCAL.producer().send(pending("killed", "e2", message.id()));
    send("killed", "e1", "e2");
    TargetSettings target =
        Targets.with(
            Targets.of("killed", Targets.webhook(http.url())), new Batch(2, Duration.ofSeconds(2)));
    try (Run run = LOCAL.run("killed", target)) {
      await().atMost(SOON).until(() -> finished("killed").size() == 2);
    }
    assertThat(http.requests()).hasSize(1);
    assertThat(http.requests().get(0).header("webhook-id")).isEqualTo(message.id());
    assertThat(finished("killed")).allMatch(step -> step.getAttempts() == 2);
  }

  @Test
  void settlesTheRestOfABatchOfWhichOneAlertIsSettled() throws Exception {
    Message message = Message.of("rest", List.of(alert("rest", "f1"), alert("rest", "f2")));
    LOCAL.producer().send(pending("rest", "f1", message.id()));
    LOCAL.producer().send(pending("rest", "f2", message.id()));
    AlertDelivery delivered = pending("rest", "f1", message.id());
    delivered.setState(DeliveryState.DELIVERED);
    LOCAL.producer().send(delivered);
    send("rest", "f1", "f2");
    try (Run run = LOCAL.run("rest", Targets.of("rest", Targets.webhook(http.url())))) {
      await().atMost(SOON).until(() -> finished("rest").size() == 2);
    }
    assertThat(finished("rest")).allMatch(s -> s.getState() == DeliveryState.DELIVERED);
    assertThat(http.requests()).isEmpty();
  }

  @Test
  void leavesATargetAloneThatIsDownWhileOthersGetTheirs() throws Exception {
    http.always(500);
    TargetSettings down =
        Targets.with(
            Targets.with(
                Targets.of("down", Targets.webhook(http.url())),
                new Retries(100, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofDays(1))),
            new Breaker(4, 50, Duration.ofSeconds(1)));
    try (LocalTarget other = LocalTarget.start();
        Run run =
            LOCAL.run(
                "down",
                down,
                Targets.forDesk(Targets.of("up", Targets.webhook(other.url())), "down"))) {
      send("down", "g1", "g2", "g3");
      await().atMost(SOON).until(() -> run.down("down") == 1);
      assertThat(http.requests()).hasSize(4);
      await().atMost(SOON).until(() -> finished("up").size() == 3);
      http.always(200);
      await().atMost(SOON).until(() -> finished("down").size() == 3);
      assertThat(run.down("down")).isZero();
    }
    assertThat(http.requests()).as("four that failed, three that did not").hasSize(7);
  }

  @Test
  void givesUpWhatWaitsTooLongForATargetThatStaysDown() throws Exception {
    http.always(500);
    TargetSettings dead =
        Targets.with(
            Targets.with(
                Targets.of("dead", Targets.webhook(http.url())),
                new Retries(
                    100, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(2))),
            new Breaker(2, 50, Duration.ofHours(1)));
    try (Run run = LOCAL.run("dead", dead)) {
      send("dead", "i1", "i2", "i3", "i4");
      await().atMost(SOON).until(() -> finished("dead").size() == 4);
    }
    assertThat(finished("dead")).allMatch(step -> step.getState() == DeliveryState.FAILED);
    assertThat(http.requests()).hasSizeLessThanOrEqualTo(2);
    assertThat(LOCAL.read(Topic.DEAD_LETTERS, DeadLetter.class))
        .filteredOn(letter -> letter.getDetail().contains("target dead "))
        .hasSize(4);
  }

  @Test
  void buriesWhatTheTargetRefusesAndFollowsNoRedirect() throws Exception {
    http.answers(400).answers(302, "Location", http.url().resolve("/elsewhere").toString());
    try (Run run = LOCAL.run("bury", Targets.of("bury", Targets.webhook(http.url())))) {
      send("bury", "h1");
      await().atMost(SOON).until(() -> finished("bury").size() == 1);
      send("bury", "h2");
      await().atMost(SOON).until(() -> finished("bury").size() == 2);
    }
    assertThat(finished("bury"))
        .allMatch(step -> step.getState() == DeliveryState.FAILED && step.getAttempts() == 1);
    assertThat(http.requests()).hasSize(2).allMatch(request -> request.path().equals("/hook"));
    assertThat(LOCAL.read(Topic.DEAD_LETTERS, DeadLetter.class))
        .filteredOn(letter -> letter.getDetail().contains("target bury "))
        .hasSize(2)
        .allMatch(letter -> letter.getReason() == DeadLetterReason.UNDELIVERABLE)
        .allMatch(letter -> letter.getTopic().equals("churn-alerts") && letter.getValue() != null)
        .anyMatch(letter -> letter.getDetail().contains("alert h1 in 1 attempts: HTTP 400"))
        .anyMatch(letter -> letter.getDetail().contains("redirect"));
  }

  @Test
  void sharesPartitionsAmongProcessesAndDeliversEachAlertOnce() throws Exception {
    TargetSettings target = Targets.of("share", Targets.webhook(http.url()));
    List<String> sent = new ArrayList<>();
    try (Run first = LOCAL.run("share", target)) {
      sent.addAll(sendMany("share", 0, 20));
      try (Run second = LOCAL.run("share", target)) {
        sent.addAll(sendMany("share", 20, 40));
        await().atMost(SOON).until(() -> finished("share").size() == 40);
      }
      sent.addAll(sendMany("share", 40, 60));
      await().atMost(SOON).until(() -> finished("share").size() == 60);
    }
    assertThat(http.requests())
        .extracting(r -> json(r).at("/data/alertId").asText())
        .containsExactlyInAnyOrderElementsOf(sent);
  }

  private static List<String> sendMany(String desk, int from, int to) {
    List<String> ids = IntStream.range(from, to).mapToObj(i -> desk + "-" + i).toList();
    send(desk, ids.toArray(String[]::new));
    return ids;
  }

  private static void send(String desk, String... ids) {
    for (String id : ids) {
      LOCAL.producer().send(alert(desk, id));
    }
    LOCAL.producer().flush();
  }

  private static ChurnAlert alert(String desk, String id) {
    return Alerts.of(id, "customer-of-" + id, desk);
  }

  private static String id(String target, String alertId) {
    return Message.of(target, List.of(alert(target, alertId))).id();
  }

  private static AlertDelivery pending(String target, String alertId, String messageId) {
    return AlertDelivery.newBuilder()
        .setKey(Journal.key(alertId, target))
        .setAlertId(alertId)
        .setTarget(target)
        .setChangedAt(Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MICROS))
        .setState(DeliveryState.PENDING)
        .setAttempts(1)
        .setMessageId(messageId)
        .build();
  }

  private static List<AlertDelivery> steps(String... targets) {
    return LOCAL.read(Topic.ALERT_DELIVERIES, AlertDelivery.class).stream()
        .filter(step -> List.of(targets).contains(step.getTarget()))
        .toList();
  }

  private static List<AlertDelivery> finished(String... targets) {
    List<AlertDelivery> finished =
        steps(targets).stream().filter(s -> s.getState() != DeliveryState.PENDING).toList();
    assertThat(new HashSet<>(finished.stream().map(AlertDelivery::getKey).toList()))
        .as("no delivery is settled twice")
        .hasSameSizeAs(finished);
    return finished;
  }

  private static HttpTarget chat(LocalTarget room, Body body) {
    return new HttpTarget(room.url(), body, Optional.empty(), Duration.ofSeconds(5));
  }

  private static MailTarget mailbox(Language language) {
    return new MailTarget(
        "127.0.0.1",
        LOCAL.mail().getSmtp().getPort(),
        MailTarget.Security.NONE,
        Optional.empty(),
        "tidewatch@shop.example",
        List.of("desk@shop.example"),
        language,
        Duration.ofSeconds(5));
  }

  private static JsonNode json(Request request) {
    try {
      return new ObjectMapper().readTree(request.body());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
