package io.tidewatch.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.benchmarks.SharedVenues;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every contender on a real broker, with so few events that each can be counted. */
@ExtendWith(SharedVenues.class)
class ContendersIT {
  private static final long WARM_UP = 1_000;
  private static final long WINDOW = 2_000;
  private static final int CUSTOMERS = 500;

  private static Scratch scratch;
  private static Arena arena;

  @BeforeAll
  static void open(Venues venues) throws Exception {
    scratch = Scratch.create();
    arena =
        Arena.open(
            venues.venue(CUSTOMERS),
            new Arena.Plan(WARM_UP + WINDOW, Duration.ofMillis(500)),
            scratch.folder("arena"));
  }

  @AfterAll
  static void close() {
    scratch.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Contender.class,
      names = {"SCORING", "OFFERS_0", "OFFERS_200", "OFFERS_200_FREE", "DL4J_PER_EVENT"},
      mode = EnumSource.Mode.EXCLUDE)
  void processesEveryEventOnce(Contender contender) throws Exception {
    Outcome outcome = run(contender, WARM_UP, WINDOW);
    assertThat(outcome.figure("totalEvents")).hasValue(WARM_UP + WINDOW);
    // So few events may all be processed before the checkpoint that begins the window.
    assertThat(outcome.events()).isBetween(0L, WINDOW);
  }

  @Test
  void dl4jScoresEachEvent() throws Exception {
    long before = written(Dl4jContender.TOPIC);
    Outcome outcome = run(Contender.DL4J_PER_EVENT, 5, 10);
    assertThat(outcome.figure("totalEvents").orElseThrow()).isBetween(15.0, 3_000.0);
    assertThat(written(Dl4jContender.TOPIC) - before)
        .isGreaterThanOrEqualTo((long) outcome.figure("totalOutputs").orElseThrow());
  }

  @Test
  void theScoringJobProcessesEveryEventOnceAndItsOutputsAreInTheTopics() throws Exception {
    String[] outputs =
        Arrays.stream(Topic.values())
            .filter(topic -> !topic.isEvent() && !topic.isControl())
            .map(Topic::topicName)
            .toArray(String[]::new);
    long before = written(outputs);
    Outcome outcome = run(Contender.SCORING, WARM_UP, WINDOW);
    assertThat(outcome.figure("totalEvents")).hasValue(WARM_UP + WINDOW);
    assertThat((double) (written(outputs) - before))
        .isEqualTo(outcome.figure("totalOutputs").orElseThrow())
        .isPositive();
    assertThat(outcome.metric("hits")).isPresent();
    assertThat(outcome.metric("misses")).isPresent();
    assertThat(outcome.checkpointMillis()).isNotEmpty();
    assertThat(outcome.figure("fullCheckpointSeconds").orElseThrow()).isPositive();
    assertThat(outcome.figure("stateBytes").orElseThrow())
        .isGreaterThan(CUSTOMERS * arena.prefill().meanStateBytes() / 2);
  }

  private static Outcome run(Contender contender, long warmUp, long window) throws Exception {
    return arena.run(new Arena.Run(contender, warmUp, warmUp, window, false, Map.of()));
  }

  private static long written(String... topics) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) arena.bootstrap()))) {
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      admin
          .describeTopics(List.of(topics))
          .allTopicNames()
          .get()
          .forEach(
              (name, topic) ->
                  topic
                      .partitions()
                      .forEach(
                          partition ->
                              ends.put(
                                  new TopicPartition(name, partition.partition()),
                                  OffsetSpec.latest())));
      return admin.listOffsets(ends).all().get().values().stream()
          .mapToLong(end -> end.offset())
          .sum();
    }
  }
}
