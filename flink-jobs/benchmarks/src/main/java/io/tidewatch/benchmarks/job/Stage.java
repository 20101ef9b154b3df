package io.tidewatch.benchmarks.job;

import io.tidewatch.benchmarks.pipeline.BrokerProcess;
import io.tidewatch.benchmarks.pipeline.Prefill;
import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.connectors.kafka.TopicAdmin;
import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.schemas.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What the jobs of a bench have around them: a broker in its own process, customers with a past,
 * releases, offers and a policy in service. One thread.
 */
public final class Stage implements AutoCloseable {
  /** Draws pasts, releases and events. */
  public static final long SEED = Workload.SEED;

  /** Options of a process that runs a job. */
  public static final List<String> JOB_OPTIONS =
      List.of(
          "-Xms2g",
          "-Xmx2g",
          "-XX:+AlwaysPreTouch",
          "-XX:+UseParallelGC",
          "-XX:ParallelGCThreads=1",
          "-XX:MaxDirectMemorySize=512m",
          "--add-modules=jdk.incubator.vector",
          "-XX:-OmitStackTraceInFastThrow",
          "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

  private static final String CONTROL_SUFFIX = "-control";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BrokerProcess broker;
  private final Prefill prefill;
  private final Admin admin;

  private Stage(BrokerProcess broker, Prefill prefill) {
    this.broker = broker;
    this.prefill = prefill;
    this.admin = Admin.create(Map.of("bootstrap.servers", broker.connection().bootstrapServers()));
  }

  /**
   * Starts the broker and fills the states.
   *
   * @param customers how many customers
   * @param folder for everything that is written
   */
  public static Stage open(int customers, Path folder) throws InterruptedException {
    BrokerProcess broker = BrokerProcess.start(folder.resolve("broker"));
    try {
      return new Stage(
          broker, Prefill.make(broker.connection(), customers, SEED, folder.resolve("prefill")));
    } catch (InterruptedException | RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  /** Returns where clients reach the broker and the registry. */
  public Connection connection() {
    return broker.connection();
  }

  /** Returns what the jobs begin with. */
  public Prefill prefill() {
    return prefill;
  }

  /**
   * Returns the settings of a job: the defaults, and where things are.
   *
   * @param folder for its checkpoints and its working state
   */
  public Map<String, String> settings(Path folder) {
    Map<String, String> settings = new TreeMap<>(connection().entries());
    settings.put(
        "flink.execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
    settings.put("flink.io.tmp.dirs", folder.resolve("tmp").toString());
    settings.put("flink.taskmanager.memory.managed.size", "1 gb");
    settings.put("flink.taskmanager.memory.network.min", "64 mb");
    settings.put("flink.taskmanager.memory.network.max", "64 mb");
    settings.put("flink.restart-strategy.type", "none");
    return settings;
  }

  /** Writes a record to its topic, such as another policy, and waits until it is there. */
  public void send(SpecificRecord record) {
    try (RecordProducer producer = new RecordProducer(connection().configuration())) {
      producer.send(record);
    }
  }

  /**
   * Empties the topics of events and of what jobs write, so that the next job begins as the first
   * one did. Models, offers and policies stay.
   */
  public void clear() throws InterruptedException {
    delete(names(topic -> !topic.isControl()));
    TopicAdmin.create(connection().configuration(), 1);
    // What the last job committed says nothing about the next one.
    List<String> groups =
        call(() -> admin.listGroups().all().get()).stream().map(GroupListing::groupId).toList();
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

  private void delete(List<String> topics) throws InterruptedException {
    call(() -> admin.deleteTopics(topics).all().get());
    awaitTrue(
        "the topics to go",
        () -> call(() -> admin.listTopics().names().get()).stream().noneMatch(topics::contains));
  }

  /** Returns how many records a topic holds or held. */
  public long end(Topic topic) throws InterruptedException {
    return end(List.of(topic.topicName()));
  }

  /** Returns how many records jobs have written. */
  public long outputs() throws InterruptedException {
    return end(names(topic -> !topic.isControl() && !topic.isEvent()));
  }

  private long end(List<String> topics) throws InterruptedException {
    return ends(topics).values().stream()
        .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
        .sum();
  }

  private Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> ends(
      Collection<String> topics) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted =
        call(() -> admin.describeTopics(topics).allTopicNames().get()).values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(info -> new TopicPartition(topic.name(), info.partition())))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    return call(() -> admin.listOffsets(wanted).all().get());
  }

  /**
   * Waits until the scoring job has everything in force that was said on the control topics: a
   * checkpoint has passed behind it, which commits the offsets.
   */
  public void awaitControlInForce() throws InterruptedException {
    String group = KafkaOptions.GROUP_ID.defaultValue() + CONTROL_SUFFIX;
    List<String> topics = names(Topic::isControl);
    awaitTrue(
        "the control topics to be read",
        () -> {
          Map<TopicPartition, OffsetAndMetadata> committed =
              call(
                  () ->
                      admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get());
          return ends(topics).entrySet().stream()
              .allMatch(
                  end ->
                      end.getValue().offset() == 0
                          || committed.get(end.getKey()) != null
                              && committed.get(end.getKey()).offset() >= end.getValue().offset());
        });
  }

  private static List<String> names(Predicate<Topic> wanted) {
    return Arrays.stream(Topic.values()).filter(wanted).map(Topic::topicName).toList();
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
    try (broker) {
      admin.close();
    }
  }
}
