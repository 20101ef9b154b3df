package io.tidewatch.benchmarks.job;

import io.tidewatch.benchmarks.pipeline.BrokerAdmin;
import io.tidewatch.benchmarks.pipeline.Prefill;
import io.tidewatch.benchmarks.pipeline.Venue;
import io.tidewatch.benchmarks.workload.Workload;
import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.schemas.Topic;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * A venue on which jobs run as they do in production, one after the other, and what a bench sees of
 * them. One thread.
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

  private final Venue venue;
  private final BrokerAdmin admin;

  /** Takes a venue. */
  public Stage(Venue venue) {
    this.venue = venue;
    this.admin = new BrokerAdmin(venue.connection());
  }

  /** Returns where clients reach the broker and the registry. */
  public Connection connection() {
    return venue.connection();
  }

  /** Returns what the jobs begin with. */
  public Prefill prefill() {
    return venue.prefill();
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
    Set<String> control = names(Topic::isControl);
    admin.clear(topic -> !control.contains(topic));
  }

  /** Makes a topic anew, stamped with the time of arrival like those of the catalogue. */
  public void recreate(String topic, int partitions) throws InterruptedException {
    admin.recreate(topic, partitions);
  }

  /** Returns how many records a topic holds or held. */
  public long end(Topic topic) throws InterruptedException {
    return end(Set.of(topic.topicName()));
  }

  /** Returns how many records jobs have written. */
  public long outputs() throws InterruptedException {
    return end(names(topic -> !topic.isControl() && !topic.isEvent()));
  }

  private long end(Set<String> topics) throws InterruptedException {
    return admin.ends(topics).values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Waits until the scoring job has everything in force that was said on the control topics: a
   * checkpoint has passed behind it, which commits the offsets.
   */
  public void awaitControlInForce() throws InterruptedException {
    admin.awaitRead(KafkaOptions.GROUP_ID.defaultValue() + CONTROL_SUFFIX, names(Topic::isControl));
  }

  private static Set<String> names(Predicate<Topic> wanted) {
    return Arrays.stream(Topic.values())
        .filter(wanted)
        .map(Topic::topicName)
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    admin.close();
  }
}
