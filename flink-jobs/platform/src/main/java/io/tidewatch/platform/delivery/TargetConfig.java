package io.tidewatch.platform.delivery;

import io.tidewatch.connectors.delivery.Body;
import io.tidewatch.connectors.delivery.Endpoint;
import io.tidewatch.connectors.delivery.HttpTarget;
import io.tidewatch.connectors.delivery.MailTarget;
import io.tidewatch.connectors.delivery.QuietHours;
import io.tidewatch.connectors.delivery.Retries;
import io.tidewatch.connectors.delivery.TargetSettings;
import io.tidewatch.connectors.delivery.WebhookSignature;
import io.tidewatch.platform.delivery.TargetOptions.Kind;
import io.tidewatch.platform.options.Secrets;
import io.tidewatch.scoring.ConfigKeys;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.configuration.ReadableConfig;

/** Makes a target of its keys. */
final class TargetConfig {
  private final Secrets secrets;

  TargetConfig(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * Checks keys and values, those that the target's kind has and no others.
   *
   * @param entries values by key, without what stands before the target's own keys
   * @throws IllegalArgumentException naming the target, the key at fault and the remedy
   */
  TargetSettings target(String name, Map<String, String> entries) {
    try {
      return checked(name, entries);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          DeliveryOptions.TARGETS.key() + "." + name + ": " + e.getMessage(), e);
    }
  }

  private TargetSettings checked(String name, Map<String, String> entries) {
    Kind kind = kind(entries);
    ReadableConfig config =
        new ConfigKeys(
                Stream.of(TargetOptions.ALL, kind.options()).flatMap(List::stream).toList(),
                List.of(),
                "")
            .checked(entries);
    return new TargetSettings(
        name,
        endpoint(kind, config),
        Set.copyOf(config.get(TargetOptions.DESKS)),
        new TargetSettings.Batch(
            config.get(TargetOptions.BATCH_SIZE), config.get(TargetOptions.BATCH_TIME)),
        quiet(config),
        config.get(TargetOptions.PER_MINUTE),
        new Retries(
            config.get(TargetOptions.ATTEMPTS),
            config.get(TargetOptions.FIRST_PAUSE),
            config.get(TargetOptions.LONGEST_PAUSE),
            config.get(TargetOptions.GIVE_UP_AFTER)),
        new TargetSettings.Breaker(
            config.get(TargetOptions.BREAKER_ATTEMPTS),
            config.get(TargetOptions.BREAKER_FAILED_PERCENT),
            config.get(TargetOptions.BREAKER_PAUSE)));
  }

  private static Kind kind(Map<String, String> entries) {
    String given = entries.get(TargetOptions.KIND.key());
    Map<String, String> alone = given == null ? Map.of() : Map.of(TargetOptions.KIND.key(), given);
    try {
      return new ConfigKeys(List.of(TargetOptions.KIND), List.of(), "")
          .checked(alone)
          .get(TargetOptions.KIND);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "kind "
              + (given == null ? "is missing" : "'" + given + "' is unknown")
              + "; it must be webhook, slack, teams or mail",
          e);
    }
  }

  private Endpoint endpoint(Kind kind, ReadableConfig config) {
    return switch (kind) {
      case WEBHOOK ->
          new HttpTarget(
              config.get(TargetOptions.URL).isEmpty() ? secretAddress(config) : openAddress(config),
              Body.webhook(),
              Optional.of(
                  WebhookSignature.of(
                      secrets.read(config, TargetOptions.SECRET_FILE, TargetOptions.SECRET_ENV))),
              config.get(TargetOptions.TIMEOUT));
      case SLACK ->
          new HttpTarget(
              secretAddress(config),
              Body.slack(config.get(TargetOptions.LANGUAGE)),
              Optional.empty(),
              config.get(TargetOptions.TIMEOUT));
      case TEAMS ->
          new HttpTarget(
              secretAddress(config),
              Body.teams(config.get(TargetOptions.LANGUAGE)),
              Optional.empty(),
              config.get(TargetOptions.TIMEOUT));
      case MAIL -> mail(config);
    };
  }

  private URI secretAddress(ReadableConfig config) {
    return address(secrets.read(config, TargetOptions.URL_FILE, TargetOptions.URL_ENV));
  }

  private static URI openAddress(ReadableConfig config) {
    if (!config.get(TargetOptions.URL_FILE).isEmpty()
        || !config.get(TargetOptions.URL_ENV).isEmpty()) {
      throw new IllegalArgumentException("url stands beside url-file or url-env; remove one");
    }
    return address(config.get(TargetOptions.URL));
  }

  private static URI address(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // Without its cause, which quotes the address.
      throw new IllegalArgumentException(
          "the address is none; it should look like https://crm.example/alerts");
    }
  }

  private MailTarget mail(ReadableConfig config) {
    String user = config.get(TargetOptions.SMTP_USER);
    boolean password =
        !config.get(TargetOptions.SMTP_PASSWORD_FILE).isEmpty()
            || !config.get(TargetOptions.SMTP_PASSWORD_ENV).isEmpty();
    if (user.isEmpty() && password) {
      throw new IllegalArgumentException("there is a password and no smtp.user; set it");
    }
    return new MailTarget(
        config.get(TargetOptions.SMTP_HOST),
        config.get(TargetOptions.SMTP_PORT),
        config.get(TargetOptions.SMTP_SECURITY),
        user.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new MailTarget.Login(
                    user,
                    secrets.read(
                        config,
                        TargetOptions.SMTP_PASSWORD_FILE,
                        TargetOptions.SMTP_PASSWORD_ENV))),
        config.get(TargetOptions.FROM),
        config.get(TargetOptions.TO),
        config.get(TargetOptions.LANGUAGE),
        config.get(TargetOptions.TIMEOUT));
  }

  private static Optional<QuietHours> quiet(ReadableConfig config) {
    String hours = config.get(TargetOptions.QUIET_HOURS);
    String zone = config.get(TargetOptions.TIME_ZONE);
    if (hours.isEmpty() != zone.isEmpty()) {
      throw new IllegalArgumentException(
          "quiet-hours='" + hours + "' and time-zone='" + zone + "' go together; set both or none");
    }
    return hours.isEmpty() ? Optional.empty() : Optional.of(QuietHours.parse(hours, zone));
  }
}
