package io.tidewatch.platform.delivery;

import io.tidewatch.connectors.delivery.Language;
import io.tidewatch.connectors.delivery.MailTarget.Security;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options of one target, each behind {@code delivery.targets.NAME.} */
final class TargetOptions {
  static final ConfigOption<Kind> KIND =
      ConfigOptions.key("kind")
          .enumType(Kind.class)
          .noDefaultValue()
          .withDescription(
              "webhook: any server of yours, with signatures by Standard Webhooks. slack: Slack and"
                  + " servers that take its incoming webhooks. teams: a workflow of Teams that waits"
                  + " for a webhook. mail: mailboxes, by SMTP.");

  static final ConfigOption<List<String>> DESKS =
      ConfigOptions.key("desks")
          .stringType()
          .asList()
          .defaultValues()
          .withDescription("Desks whose alerts it gets, separated by ;. None means all.");

  static final ConfigOption<Integer> BATCH_SIZE =
      ConfigOptions.key("batch.size")
          .intType()
          .defaultValue(1)
          .withDescription("Alerts that go out as one message, 1 to 100.");

  static final ConfigOption<Duration> BATCH_TIME =
      ConfigOptions.key("batch.time")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription("How long the first alert of a message waits for others.");

  static final ConfigOption<String> QUIET_HOURS =
      ConfigOptions.key("quiet-hours")
          .stringType()
          .defaultValue("")
          .withDescription(
              "Hours of each day in which nothing is sent, such as 22:00-07:30; what comes then is"
                  + " sent at their end. Needs time-zone.");

  static final ConfigOption<String> TIME_ZONE =
      ConfigOptions.key("time-zone")
          .stringType()
          .defaultValue("")
          .withDescription("Time zone of the quiet hours, such as Europe/Berlin.");

  static final ConfigOption<Integer> PER_MINUTE =
      ConfigOptions.key("per-minute")
          .intType()
          .defaultValue(60)
          .withDescription("Messages that go out in a minute at most, evenly spread.");

  static final ConfigOption<Integer> ATTEMPTS =
      ConfigOptions.key("attempts")
          .intType()
          .defaultValue(10)
          .withDescription("Most attempts for one message; then its alerts become dead letters.");

  static final ConfigOption<Duration> FIRST_PAUSE =
      ConfigOptions.key("pause.first")
          .durationType()
          .defaultValue(Duration.ofSeconds(5))
          .withDescription(
              "Pause after the first attempt, doubled after each further one; each is shortened by"
                  + " up to a half, by chance.");

  static final ConfigOption<Duration> LONGEST_PAUSE =
      ConfigOptions.key("pause.longest")
          .durationType()
          .defaultValue(Duration.ofMinutes(15))
          .withDescription("The longest pause.");

  static final ConfigOption<Duration> GIVE_UP_AFTER =
      ConfigOptions.key("give-up-after")
          .durationType()
          .defaultValue(Duration.ofDays(1))
          .withDescription("Age of an alert on the topic from which a failed attempt is the last.");

  static final ConfigOption<Integer> BREAKER_ATTEMPTS =
      ConfigOptions.key("breaker.attempts")
          .intType()
          .defaultValue(10)
          .withDescription("Newest attempts by which a target is found to be down.");

  static final ConfigOption<Integer> BREAKER_FAILED_PERCENT =
      ConfigOptions.key("breaker.failed-percent")
          .intType()
          .defaultValue(60)
          .withDescription("Share of them that failed from which it counts as down.");

  static final ConfigOption<Duration> BREAKER_PAUSE =
      ConfigOptions.key("breaker.pause")
          .durationType()
          .defaultValue(Duration.ofMinutes(1))
          .withDescription("How long a target that is down is left alone, until one attempt.");

  static final ConfigOption<Duration> TIMEOUT =
      ConfigOptions.key("timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "Time for an attempt; with mail for connecting and for each answer of the server.");

  static final ConfigOption<Language> LANGUAGE =
      ConfigOptions.key("language")
          .enumType(Language.class)
          .defaultValue(Language.EN)
          .withDescription("Language of the texts: en or zh.");

  static final ConfigOption<String> URL =
      ConfigOptions.key("url")
          .stringType()
          .defaultValue("")
          .withDescription("Address that is posted to, https:// or http://. webhook only.");

  static final ConfigOption<String> URL_FILE =
      ConfigOptions.key("url-file")
          .stringType()
          .defaultValue("")
          .withDescription(
              "File that holds the address. That of a chat room lets in whoever knows it, so it has"
                  + " no place in this configuration.");

  static final ConfigOption<String> URL_ENV =
      ConfigOptions.key("url-env")
          .stringType()
          .defaultValue("")
          .withDescription("Environment variable that holds the address, in place of the file.");

  static final ConfigOption<String> SECRET_FILE =
      ConfigOptions.key("secret-file")
          .stringType()
          .defaultValue("")
          .withDescription(
              "File that holds the secret that signs: whsec_ and 24 to 64 random bytes in Base64.");

  static final ConfigOption<String> SECRET_ENV =
      ConfigOptions.key("secret-env")
          .stringType()
          .defaultValue("")
          .withDescription("Environment variable that holds the secret, in place of the file.");

  static final ConfigOption<String> SMTP_HOST =
      ConfigOptions.key("smtp.host").stringType().noDefaultValue().withDescription("Mail server.");

  static final ConfigOption<Integer> SMTP_PORT =
      ConfigOptions.key("smtp.port").intType().defaultValue(587).withDescription("Its port.");

  static final ConfigOption<Security> SMTP_SECURITY =
      ConfigOptions.key("smtp.security")
          .enumType(Security.class)
          .defaultValue(Security.STARTTLS)
          .withDescription(
              "starttls, tls (from the start, usually port 465), or none, for a server on this"
                  + " machine.");

  static final ConfigOption<String> SMTP_USER =
      ConfigOptions.key("smtp.user")
          .stringType()
          .defaultValue("")
          .withDescription("Name at the server, where it asks for one.");

  static final ConfigOption<String> SMTP_PASSWORD_FILE =
      ConfigOptions.key("smtp.password-file")
          .stringType()
          .defaultValue("")
          .withDescription("File that holds the password.");

  static final ConfigOption<String> SMTP_PASSWORD_ENV =
      ConfigOptions.key("smtp.password-env")
          .stringType()
          .defaultValue("")
          .withDescription("Environment variable that holds the password, in place of the file.");

  static final ConfigOption<String> FROM =
      ConfigOptions.key("from")
          .stringType()
          .noDefaultValue()
          .withDescription("Address of the sender.");

  static final ConfigOption<List<String>> TO =
      ConfigOptions.key("to")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription("Addresses of the receivers, separated by ;.");

  static final List<ConfigOption<?>> ALL =
      List.of(
          KIND,
          DESKS,
          BATCH_SIZE,
          BATCH_TIME,
          QUIET_HOURS,
          TIME_ZONE,
          PER_MINUTE,
          ATTEMPTS,
          FIRST_PAUSE,
          LONGEST_PAUSE,
          GIVE_UP_AFTER,
          BREAKER_ATTEMPTS,
          BREAKER_FAILED_PERCENT,
          BREAKER_PAUSE,
          TIMEOUT);
  static final List<ConfigOption<?>> WEBHOOK =
      List.of(URL, URL_FILE, URL_ENV, SECRET_FILE, SECRET_ENV);
  static final List<ConfigOption<?>> CHAT = List.of(URL_FILE, URL_ENV, LANGUAGE);
  static final List<ConfigOption<?>> MAIL =
      List.of(
          SMTP_HOST,
          SMTP_PORT,
          SMTP_SECURITY,
          SMTP_USER,
          SMTP_PASSWORD_FILE,
          SMTP_PASSWORD_ENV,
          FROM,
          TO,
          LANGUAGE);

  private TargetOptions() {}

  /** What a target is. */
  enum Kind {
    WEBHOOK(TargetOptions.WEBHOOK),
    SLACK(CHAT),
    TEAMS(CHAT),
    MAIL(TargetOptions.MAIL);

    private final List<ConfigOption<?>> options;

    Kind(List<ConfigOption<?>> options) {
      this.options = options;
    }

    List<ConfigOption<?>> options() {
      return options;
    }
  }
}
