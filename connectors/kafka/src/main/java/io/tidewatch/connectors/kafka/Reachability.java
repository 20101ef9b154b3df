package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.Role;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Asks Kafka and the schema registry once, before a process that runs for months starts, so that a
 * wrong address, password or a missing topic is said in seconds and by the key to change. Later
 * outages are none of its business: clients wait them out.
 */
public final class Reachability {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final String PROTOCOL = "security.protocol";

  private Reachability() {}

  /**
   * Returns if Kafka lets these credentials in and has the topics, and the registry answers.
   *
   * @param topics what the process reads and writes
   * @throws IllegalArgumentException if a property is no such property of Kafka clients, naming the
   *     key
   * @throws IllegalStateException if Kafka cannot be reached within ten seconds, refuses the
   *     credentials or lacks a topic, naming key, value (never a secret) and remedy
   * @throws RegistryUnavailableException if the registry does not answer, or refuses
   */
  public static void require(ReadableConfig config, Collection<Topic> topics) {
    requireTopics(
        config,
        topics.stream().map(Topic::topicName).toList(),
        "create them (tidewatch topics create), or give the login its rights (tidewatch acl)");
    SchemaRegistryClient.of(config).requireAnswer();
  }

  /**
   * Returns if Kafka lets these credentials in and shows them all topics of a part of the platform,
   * and the registry answers.
   *
   * @throws IllegalArgumentException as the other
   * @throws IllegalStateException as the other
   */
  public static void require(ReadableConfig config, Role role) {
    require(config, role.topics());
  }

  /**
   * Returns if Kafka has a topic that others write.
   *
   * @param key the key of the configuration that names it
   * @throws IllegalStateException as {@link #require}
   */
  public static void requireForeign(ReadableConfig config, String topic, String key) {
    requireTopics(config, List.of(topic), "start what writes them, or correct " + key);
  }

  private static void requireTopics(
      ReadableConfig config, Collection<String> topics, String remedy) {
    try (Admin admin = Admin.create(inHaste(config))) {
      Set<String> present = admin.listTopics().names().get();
      List<String> missing = topics.stream().filter(name -> !present.contains(name)).toList();
      if (!missing.isEmpty()) {
        throw new IllegalStateException(
            address(config)
                + ": these topics are missing, or hidden from these credentials: "
                + String.join(", ", missing)
                + "; "
                + remedy);
      }
    } catch (ExecutionException e) {
      throw because(
          e.getCause(),
          new IllegalStateException(address(config) + ": " + meaning(e.getCause(), config)));
    } catch (KafkaException e) {
      throw because(
          e,
          new IllegalArgumentException(
              address(config)
                  + ": Kafka's client does not start: "
                  + reason(e)
                  + "; correct the key, or the property that it names, in "
                  + place(config)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking Kafka for its topics", e);
    }
  }

  /** The message says all that the cause does; only the stack trace is worth keeping. */
  private static <E extends RuntimeException> E because(Throwable cause, E failure) {
    failure.addSuppressed(cause);
    return failure;
  }

  /** Clients of people who wait: the defaults try for a minute. */
  private static Properties inHaste(ReadableConfig config) {
    Properties properties = ClientProperties.of(config);
    properties.setProperty("default.api.timeout.ms", millis(ANSWER_WITHIN));
    properties.setProperty("request.timeout.ms", millis(CONNECT_WITHIN));
    properties.setProperty("socket.connection.setup.timeout.ms", millis(CONNECT_WITHIN));
    return properties;
  }

  private static String millis(Duration duration) {
    return String.valueOf(duration.toMillis());
  }

  private static String address(ReadableConfig config) {
    return KafkaOptions.BOOTSTRAP_SERVERS.key() + "=" + config.get(KafkaOptions.BOOTSTRAP_SERVERS);
  }

  private static String meaning(Throwable failure, ReadableConfig config) {
    if (failure instanceof SslAuthenticationException) {
      return "TLS fails (" + failure.getMessage() + "); correct ssl.* in " + place(config);
    }
    if (failure instanceof AuthenticationException) {
      return "the broker refuses the login ("
          + failure.getMessage()
          + "); correct sasl.* in "
          + place(config);
    }
    if (failure instanceof TimeoutException) {
      return "no broker answers within "
          + ANSWER_WITHIN.toSeconds()
          + " s; start one there, correct the address, or set "
          + PROTOCOL
          + " in "
          + place(config)
          + " to what the broker speaks there; it is "
          + ClientProperties.of(config).getProperty(PROTOCOL, "PLAINTEXT");
    }
    return failure.getMessage();
  }

  /** Kafka's own words, and what lies at the bottom of them: often a file. */
  private static String reason(Throwable failure) {
    Throwable bottom = failure;
    while (bottom.getCause() != null) {
      bottom = bottom.getCause();
    }
    return bottom == failure
        ? failure.getMessage()
        : "%s (%s: %s)"
            .formatted(
                failure.getMessage(), bottom.getClass().getSimpleName(), bottom.getMessage());
  }

  /** Where a person says how clients log in. */
  private static String place(ReadableConfig config) {
    String file = config.get(KafkaOptions.CLIENT_FILE);
    return file.isBlank()
        ? KafkaOptions.PROPERTIES.key()
        : KafkaOptions.CLIENT_FILE.key() + "=" + file.strip();
  }
}
