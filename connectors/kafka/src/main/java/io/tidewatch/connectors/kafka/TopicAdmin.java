package io.tidewatch.connectors.kafka;

import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics of the catalogue. */
public final class TopicAdmin {
  /** What a destroyed key has left in the log goes at the latest then. */
  private static final Duration DESTROYED_WITHIN = Duration.ofHours(1);

  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Long UNLIMITED = -1L;

  private TopicAdmin() {}

  /**
   * What was found and done.
   *
   * @param created topics that were missing and are there now
   * @param mismatches one sentence per setting of an existing topic that differs from the
   *     catalogue; they are left as they are
   */
  public record Report(List<Topic> created, List<String> mismatches) {}

  /**
   * Creates the topics that are missing, waits until the brokers know them, and looks at the
   * settings of the others.
   *
   * @param config bootstrap servers and client properties, see {@link KafkaOptions}
   * @param replicationFactor copies of each new topic; 1 on a single broker
   * @throws IllegalStateException if Kafka refuses, for instance for want of rights or brokers
   */
  public static Report create(ReadableConfig config, int replicationFactor) {
    try (Admin admin = Admin.create(ClientProperties.of(config))) {
      Set<String> present = admin.listTopics().names().get();
      List<Topic> existing = new ArrayList<>();
      List<Topic> created = new ArrayList<>();
      for (Topic topic : Topic.values()) {
        boolean isNew =
            !present.contains(topic.topicName()) && create(admin, topic, (short) replicationFactor);
        (isNew ? created : existing).add(topic);
      }
      awaitVisible(admin, created);
      return new Report(List.copyOf(created), mismatches(admin, existing));
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Kafka at "
              + config.get(KafkaOptions.BOOTSTRAP_SERVERS)
              + " did not create or describe the topics: "
              + e.getCause().getMessage()
              + (e.getCause() instanceof AuthorizationException
                  ? " Log in as somebody with the rights of the role admin: tidewatch acl --role"
                      + " admin"
                  : ""),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics", e);
    }
  }

  private static boolean create(Admin admin, Topic topic, short replicationFactor)
      throws ExecutionException, InterruptedException {
    NewTopic wanted =
        new NewTopic(topic.topicName(), topic.partitions(), replicationFactor)
            .configs(settings(topic));
    try {
      admin.createTopics(List.of(wanted)).all().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false; // somebody else was faster
      }
      throw e;
    }
  }

  /** Brokers learn of a new topic a moment after the controller made it. */
  private static void awaitVisible(Admin admin, List<Topic> topics)
      throws ExecutionException, InterruptedException {
    List<String> names = topics.stream().map(Topic::topicName).toList();
    long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    while (true) {
      try {
        admin.describeTopics(names).allTopicNames().get();
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() - deadline > 0) {
          throw e;
        }
        Thread.sleep(POLL.toMillis());
      }
    }
  }

  /** Returns the settings that the catalogue asks for, by their names in Kafka. */
  static Map<String, String> settings(Topic topic) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "cleanup.policy",
        switch (topic.cleanup()) {
          case DELETE -> "delete";
          case COMPACT -> "compact";
          case COMPACT_AND_DELETE -> "compact,delete";
        });
    if (topic.cleanup() != Topic.Cleanup.COMPACT) {
      settings.put(
          "retention.ms", topic.retention().map(Duration::toMillis).orElse(UNLIMITED).toString());
      if (topic.retention().isEmpty()) {
        settings.put("retention.bytes", UNLIMITED.toString()); // a broker's default may be less
      }
    }
    // Retention counts from arrival: with times of events, replayed history would go at once.
    settings.put("message.timestamp.type", "LogAppendTime");
    if (topic == Topic.CUSTOMER_KEYS) {
      settings.put("max.compaction.lag.ms", String.valueOf(DESTROYED_WITHIN.toMillis()));
    }
    if (topic == Topic.DEAD_LETTERS) {
      settings.put("max.message.bytes", String.valueOf(KafkaSinks.MAX_REQUEST_BYTES));
    }
    return settings;
  }

  private static List<String> mismatches(Admin admin, List<Topic> topics)
      throws ExecutionException, InterruptedException {
    List<String> names = topics.stream().map(Topic::topicName).toList();
    Map<String, TopicDescription> found = admin.describeTopics(names).allTopicNames().get();
    Map<ConfigResource, Config> configs =
        admin.describeConfigs(names.stream().map(TopicAdmin::resource).toList()).all().get();
    List<String> mismatches = new ArrayList<>();
    for (Topic topic : topics) {
      int partitions = found.get(topic.topicName()).partitions().size();
      compare(topic, "partitions", String.valueOf(topic.partitions()), "" + partitions, mismatches);
      Config config = configs.get(resource(topic.topicName()));
      settings(topic)
          .forEach(
              (name, wanted) -> compare(topic, name, wanted, config.get(name).value(), mismatches));
    }
    return List.copyOf(mismatches);
  }

  private static void compare(
      Topic topic, String setting, String wanted, String found, List<String> mismatches) {
    if (!wanted.equals(found)) {
      mismatches.add(
          "topic %s has %s=%s; the catalogue says %s"
              .formatted(topic.topicName(), setting, found, wanted));
    }
  }

  private static ConfigResource resource(String topicName) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topicName);
  }
}
