package io.tidewatch.platform.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.connectors.delivery.HttpTarget;
import io.tidewatch.connectors.delivery.Language;
import io.tidewatch.connectors.delivery.MailTarget;
import io.tidewatch.connectors.delivery.TargetSettings;
import io.tidewatch.connectors.kafka.KafkaOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryConfigTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String ROOM = "https://chat.example/services/T0/B0/very-secret";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("CRM_SECRET", SECRET, "ROOM_URL", ROOM, "MAIL_PASSWORD", "pass word");

  @TempDir private Path directory;

  @Test
  void readsTargetsOfEveryKind() throws IOException {
    Path url = Files.writeString(directory.resolve("teams-url"), ROOM + "\n");
    Map<String, String> entries = entries();
    entries.put("delivery.targets.crm.desks", "vip;standard");
    entries.put("delivery.targets.crm.batch.size", "20");
    entries.put("delivery.targets.crm.batch.time", "5 min");
    entries.put("delivery.targets.crm.quiet-hours", "22:00-07:30");
    entries.put("delivery.targets.crm.time-zone", "Asia/Shanghai");
    entries.put("delivery.targets.room.kind", "slack");
    entries.put("delivery.targets.room.url-env", "ROOM_URL");
    entries.put("delivery.targets.team.kind", "Teams");
    entries.put("delivery.targets.team.url-file", url.toString());
    entries.put("delivery.targets.post.kind", "mail");
    entries.put("delivery.targets.post.smtp.host", "mail.example");
    entries.put("delivery.targets.post.smtp.user", "tidewatch");
    entries.put("delivery.targets.post.smtp.password-env", "MAIL_PASSWORD");
    entries.put("delivery.targets.post.from", "tidewatch@shop.example");
    entries.put("delivery.targets.post.to", "a@shop.example;b@shop.example");
    entries.put("delivery.targets.post.language", "zh");
    DeliveryConfig config = DeliveryConfig.of(entries, ENVIRONMENT::get);
    assertThat(config.targets())
        .extracting(TargetSettings::name)
        .containsExactly("crm", "post", "room", "team");
    TargetSettings crm = config.targets().get(0);
    assertThat(crm.desks()).containsExactlyInAnyOrder("vip", "standard");
    assertThat(crm.batch()).isEqualTo(new TargetSettings.Batch(20, Duration.ofMinutes(5)));
    assertThat(crm.quiet().orElseThrow().zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
    assertThat(((HttpTarget) crm.endpoint()).signature()).isPresent();
    MailTarget post = (MailTarget) config.targets().get(1).endpoint();
    assertThat(post.to()).containsExactly("a@shop.example", "b@shop.example");
    assertThat(post.language()).isEqualTo(Language.ZH);
    assertThat(post.login().orElseThrow().password()).isEqualTo("pass word");
    assertThat(((HttpTarget) config.targets().get(3).endpoint()).url()).hasToString(ROOM);
    assertThat(config.toString()).doesNotContain("very-secret", "pass word", "MfKQ9r8");
    assertThat(config.kafka().toMap().keySet()).noneMatch(key -> key.startsWith("delivery"));
    assertThat(config.kafka().get(KafkaOptions.BOOTSTRAP_SERVERS)).isEqualTo("host:9092");
  }

  @Test
  void refusesKeysThatItDoesNotKnowOrThatTheKindDoesNotHave() {
    assertRefused("delivery.target.crm.kind", "webhook").hasMessageContaining("did you mean");
    assertRefused("delivery.targets.crm.batch.sise", "3")
        .hasMessageContaining("delivery.targets.crm: unknown key 'batch.sise'")
        .hasMessageContaining("did you mean 'batch.size'");
    assertRefused("delivery.targets.crm.smtp.host", "mail.example")
        .hasMessageContaining("unknown key 'smtp.host'");
    assertRefused("delivery.targets.crm", "webhook").hasMessageContaining("crm.kind");
    assertRefused("delivery.targets.crm.kind", "pager")
        .hasMessageContaining("'pager' is unknown")
        .hasMessageContaining("webhook, slack, teams or mail");
  }

  @Test
  void refusesValuesThatMakeNoSense() {
    assertRefused("delivery.targets.crm.attempts", "many")
        .hasMessageContaining("'attempts' has the value 'many'");
    assertRefused("delivery.targets.crm.attempts", "0").hasMessageContaining("at least 1");
    assertRefused("delivery.targets.crm.batch.size", "0").hasMessageContaining("1 to 100");
    assertRefused("delivery.targets.crm.quiet-hours", "22:00-07:00")
        .hasMessageContaining("set both or none");
    assertRefused("delivery.targets.crm.per-minute", "0").hasMessageContaining("1 to 60000");
    assertRefused("delivery.targets.crm.timeout", "0 s").hasMessageContaining("longer than 0");
    assertRefused("delivery.targets.CRM.kind", "webhook").hasMessageContaining("targets.CRM");
  }

  @Test
  void refusesAddressesThatAreNoneOrLeadElsewhere() {
    for (String address :
        new String[] {
          "file:///etc/passwd", "ftp://crm.example/", "//crm.example", "https://u:p@h/"
        }) {
      assertRefused("delivery.targets.crm.url", address)
          .hasMessageContaining("must begin with https:// or http://");
    }
    assertRefused("delivery.targets.crm.url", "https://crm.example/a b\r\nX-Evil: 1")
        .hasMessageContaining("the address is none");
    assertRefused("delivery.targets.crm.url-env", "ROOM_URL").hasMessageContaining("remove one");
  }

  @Test
  void takesSecretsFromFilesAndVariablesAloneAndNeverQuotesThem() throws IOException {
    assertRefused("delivery.targets.crm.secret", SECRET)
        .hasMessageContaining("unknown key 'secret'")
        .hasMessageNotContaining("MfKQ9r8");
    assertRefused("delivery.targets.crm.secret-env", "NO_SUCH")
        .hasMessageContaining("secret-env=NO_SUCH")
        .hasMessageContaining("no such environment variable");
    assertRefused("delivery.targets.crm.secret-env", "MAIL_PASSWORD")
        .hasMessageContaining("openssl rand")
        .hasMessageNotContaining("pass word");
    assertRefused("delivery.targets.crm.secret-file", directory.resolve("none").toString())
        .hasMessageContaining("both secret-file and secret-env");
    Map<String, String> entries = entries();
    entries.remove("delivery.targets.crm.secret-env");
    assertThatThrownBy(() -> DeliveryConfig.of(entries, ENVIRONMENT::get))
        .hasMessageContaining("neither secret-file nor secret-env");
    entries.put("delivery.targets.crm.secret-file", directory.resolve("none").toString());
    assertThatThrownBy(() -> DeliveryConfig.of(entries, ENVIRONMENT::get))
        .hasMessageContaining("cannot be read");
    Files.writeString(directory.resolve("none"), SECRET + "\n");
    assertThat(DeliveryConfig.of(entries, ENVIRONMENT::get).targets()).hasSize(1);
  }

  @Test
  void needsATarget() {
    assertThatThrownBy(
            () ->
                DeliveryConfig.of(
                    Map.of(
                        "kafka.bootstrap.servers", "host:9092",
                        "schema.registry.url", "http://host:8081"),
                    ENVIRONMENT::get))
        .hasMessageContaining("no target");
  }

  @Test
  void namesTheFile() throws IOException {
    Path file = Files.writeString(directory.resolve("delivery.yaml"), "delivery.group: x\n");
    assertThatThrownBy(() -> DeliveryConfig.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delivery.yaml")
        .hasMessageContaining("did you mean 'delivery.group-id'");
  }

  @Test
  void isDescribedByTheReferencePage() throws IOException {
    Path page = Path.of("../../docs/reference/delivery.md");
    if (Boolean.getBoolean("tidewatch.regenerate")) {
      Files.writeString(page, DeliveryReference.page());
    }
    assertThat(page)
        .as(
            "written by: mvn -pl flink-jobs/platform -am test -Dtest=DeliveryConfigTest"
                + " -Dtidewatch.regenerate=true")
        .hasContent(DeliveryReference.page());
  }

  private static Map<String, String> entries() {
    return new HashMap<>(
        Map.of(
            "kafka.bootstrap.servers", "host:9092",
            "schema.registry.url", "http://host:8081",
            "delivery.targets.crm.kind", "webhook",
            "delivery.targets.crm.url", "https://crm.example/alerts",
            "delivery.targets.crm.secret-env", "CRM_SECRET"));
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(String key, String value) {
    Map<String, String> entries = entries();
    entries.put(key, value);
    return assertThatThrownBy(() -> DeliveryConfig.of(entries, ENVIRONMENT::get))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
