package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.platform.embedded.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/** Empties the topics of a bench's broker and looks how far they are. One thread. */
public final class BrokerAdmin implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Connection connection;
  private final Admin admin;

  /** Connects. */
  public BrokerAdmin(Connection connection) {
    this.connection = connection;
    this.admin = Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()));
  }

  /**
   * Empties topics, and forgets how far they were read. Those of the catalogue are made anew,
   * others are gone; what broker and registry keep for themselves stays.
   */
  public void clear(Predicate<String> wanted) throws InterruptedException {
    delete(
        call(() -> admin.listTopics().names().get()).stream()
            .filter(topic -> !topic.startsWith("_"))
            .filter(wanted)
            .toList());
    TopicAdmin.create(connection.configuration(), 1);
    List<String> groups =
        call(() -> admin.listGroups().all().get()).stream()
            // One that a killed process left holds no offsets of topics that are gone.
            .filter(group -> group.groupState().equals(Optional.of(GroupState.EMPTY)))
            .map(GroupListing::groupId)
            .toList();
    call(() -> admin.deleteConsumerGroups(groups).all().get());
  }

  /** Makes a topic anew, stamped with the time of arrival like those of the catalogue. */
  public void recreate(String topic, int partitions) throws InterruptedException {
    if (call(() -> admin.listTopics().names().get()).contains(topic)) {
      delete(List.of(topic));
    }
    NewTopic wanted =
        new NewTopic(topic, partitions, (short) 1)
            .configs(Map.of("message.timestamp.type", "LogAppendTime"));
    call(() -> admin.createTopics(List.of(wanted)).all().get());
  }

  private void delete(Collection<String> topics) throws InterruptedException {
    call(() -> admin.deleteTopics(topics).all().get());
    awaitTrue(
        "the topics to go",
        () -> call(() -> admin.listTopics().names().get()).stream().noneMatch(topics::contains));
  }

  /** Returns how many records each partition of topics holds or held. */
  public Map<TopicPartition, Long> ends(Collection<String> topics) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted =
        call(() -> admin.describeTopics(topics).allTopicNames().get()).values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(info -> new TopicPartition(topic.name(), info.partition())))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        call(() -> admin.listOffsets(wanted).all().get());
    return ends.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  /** Waits until a group has committed that it read all of topics. */
  public void awaitRead(String group, Set<String> topics) throws InterruptedException {
    awaitTrue(
        group + " to read " + topics,
        () -> {
          Map<TopicPartition, OffsetAndMetadata> committed =
              call(
                  () ->
                      admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
          return ends(topics).entrySet().stream()
              .allMatch(
                  end ->
                      end.getValue() == 0
                          || committed.get(end.getKey()) != null
                              && committed.get(end.getKey()).offset() >= end.getValue());
        });
  }

  private interface Condition {
    boolean holds() throws InterruptedException;
  }

  private static void awaitTrue(String what, Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("waited " + PATIENCE.toSeconds() + " s for " + what);
      }
      Thread.sleep(50);
    }
  }

  private interface Call<T> {
    T get() throws ExecutionException, InterruptedException;
  }

  private static <T> T call(Call<T> call) throws InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not answer", e.getCause());
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
