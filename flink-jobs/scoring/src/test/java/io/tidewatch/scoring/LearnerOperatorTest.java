package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestBeliefs.example;
import static io.tidewatch.scoring.TestEvents.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.decisions.learning.LearningExample;
import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.decisions.learning.Propensities;
import io.tidewatch.schemas.Micros;
import io.tidewatch.schemas.OfferBelief;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class LearnerOperatorTest {

  /** One learner, and what the topic holds after it. */
  private static final class Learner implements AutoCloseable {
    private final TwoInputStreamOperatorTestHarness<LearningExample, ControlMessage, SpecificRecord>
        harness;
    private long checkpoint;

    Learner(Duration publishInterval, Optional<OperatorSubtaskState> state) throws Exception {
      harness =
          new TwoInputStreamOperatorTestHarness<>(
              new LearnerOperator(LearningRules.DEFAULT, publishInterval));
      harness.setup(RecordTypes.record().createSerializer(new SerializerConfigImpl()));
      if (state.isPresent()) {
        harness.initializeState(state.get());
      }
      harness.open();
    }

    void hears(LearningExample example) throws Exception {
      harness.processElement1(new StreamRecord<>(example));
    }

    void hears(ControlMessage message) throws Exception {
      harness.processElement2(new StreamRecord<>(message));
    }

    void passes(double toDay) throws Exception {
      // The control input is always idle; here it is simply ahead.
      harness.processWatermark2(new Watermark(day(toDay).toEpochMilli()));
      harness.processWatermark1(new Watermark(day(toDay).toEpochMilli()));
    }

    OperatorSubtaskState checkpoint() throws Exception {
      checkpoint++;
      harness.prepareSnapshotPreBarrier(checkpoint);
      return harness.snapshot(checkpoint, checkpoint);
    }

    List<OfferBelief> said() {
      return harness.extractOutputValues().stream().map(OfferBelief.class::cast).toList();
    }

    Map<String, OfferBelief> topic() {
      Map<String, OfferBelief> newest = new TreeMap<>();
      said().forEach(belief -> newest.put(belief.getKey(), belief));
      return newest;
    }

    @Override
    public void close() throws Exception {
      harness.close();
    }
  }

  @Property(tries = 25)
  void learnsTheSameInWhateverOrderExamplesComeAndHoweverOftenItIsKilled(@ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    List<LearningExample> examples = examples(random, 60);
    Map<String, OfferBelief> expected = learned(examples);
    Map<String, OfferBelief> topic = new TreeMap<>();
    Optional<OperatorSubtaskState> state = Optional.empty();
    int day = 0;
    for (int life = 0; life < 3; life++) {
      try (Learner learner = new Learner(Duration.ZERO, state)) {
        int until = life == 2 ? 60 : day + random.nextInt(60 - day);
        play(learner, examples, day, until, random);
        state = Optional.of(learner.checkpoint());
        topic.putAll(learner.topic());
        // What is learned from here on is lost with the learner, and on the topic already.
        play(learner, examples, until, Math.min(60, until + 5), random);
        topic.putAll(learner.topic());
        day = until;
      }
    }
    assertThat(topic).isEqualTo(expected);
  }

  /** Day by day, shuffled within three days as far as the watermark allows. */
  private static void play(
      Learner learner, List<LearningExample> examples, int from, int until, Random random)
      throws Exception {
    for (int day = from; day < until; day++) {
      int now = day;
      List<LearningExample> ofDay =
          new ArrayList<>(
              examples.stream()
                  .filter(e -> !day(now).isAfter(at(e)) && at(e).isBefore(day(now + 1)))
                  .toList());
      Collections.shuffle(ofDay, random);
      for (LearningExample example : ofDay) {
        learner.hears(example);
      }
      learner.passes(day + 1 - 0.001);
    }
  }

  private static Instant at(LearningExample example) {
    return Micros.toInstant(example.knownAtMicros());
  }

  private static List<LearningExample> examples(Random random, int days) {
    List<LearningExample> examples = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      // Not in the last moments of a day, which the watermark of that day does not pass.
      double at = random.nextInt(days) + 0.9 * random.nextInt(50) / 50.0;
      examples.add(example("d" + i, "o" + random.nextInt(3), random.nextInt(3) == 0, day(at)));
    }
    return examples;
  }

  private static Map<String, OfferBelief> learned(Collection<LearningExample> examples) {
    Propensities propensities = new Propensities(LearningRules.DEFAULT);
    examples.stream()
        .sorted(
            Comparator.comparingLong(LearningExample::knownAtMicros)
                .thenComparing(e -> e.offer().decisionId()))
        .forEach(propensities::learn);
    Map<String, OfferBelief> beliefs = new TreeMap<>();
    propensities.records().forEach(belief -> beliefs.put(belief.getKey(), belief));
    return beliefs;
  }

  @Test
  void goesOnFromTheTopicWhereItsStateIsLost() throws Exception {
    List<LearningExample> examples = examples(new Random(1), 20);
    Map<String, OfferBelief> topic;
    try (Learner lost = new Learner(Duration.ZERO, Optional.empty())) {
      play(lost, examples, 0, 10, new Random(2));
      topic = lost.topic();
    }
    try (Learner anew = new Learner(Duration.ZERO, Optional.empty())) {
      for (OfferBelief belief : topic.values()) {
        anew.hears(TestBeliefs.message(belief));
      }
      play(anew, examples, 10, 20, new Random(3));
      assertThat(anew.topic()).isEqualTo(learned(examples));
    }
  }

  @Test
  void doesNotLearnTwiceFromWhatTheTopicHasAndItsCheckpointHasNot() throws Exception {
    try (Learner before = new Learner(Duration.ZERO, Optional.empty())) {
      before.hears(example("d1", "tea", true, day(1)));
      before.passes(1.5);
      OperatorSubtaskState checkpoint = before.checkpoint();
      before.hears(example("d2", "tea", true, day(2)));
      before.passes(2.5);
      try (Learner again = new Learner(Duration.ZERO, Optional.of(checkpoint))) {
        again.hears(TestBeliefs.message(before.topic().get("offer/tea")));
        again.hears(example("d2", "tea", true, day(2)));
        again.passes(2.5);
        assertThat(again.topic()).isEqualTo(before.topic());
      }
    }
  }

  @Test
  void forgetsWhatIsRemovedAndTakesOverWhatIsWrittenInItsPlace() throws Exception {
    try (Learner before = new Learner(Duration.ZERO, Optional.empty())) {
      before.hears(example("d1", "tea", true, day(1)));
      before.passes(1.5);
      try (Learner learner = new Learner(Duration.ZERO, Optional.of(before.checkpoint()))) {
        learner.hears(ControlMessage.removed(Topic.OFFER_BELIEFS, "offer/tea"));
        learner.hears(example("d2", "tea", false, day(2)));
        learner.passes(2.5);
        assertThat(learner.topic().get("offer/tea").getOutcomes()).isEqualTo(1);
        OfferBelief better =
            learned(List.of(example("x", "tea", true, day(2)), example("y", "tea", true, day(2))))
                .get("offer/tea");
        learner.hears(ControlMessage.removed(Topic.OFFER_BELIEFS, "offer/tea"));
        learner.hears(TestBeliefs.message(better));
        learner.hears(example("d3", "tea", false, day(3)));
        learner.passes(3.5);
        assertThat(learner.topic().get("offer/tea").getOutcomes()).isEqualTo(3);
      }
    }
  }

  @Test
  void saysOnlyTheLastOfWhatItLearnedInAnInterval() throws Exception {
    try (Learner learner = new Learner(Duration.ofSeconds(1), Optional.empty())) {
      learner.harness.setProcessingTime(1_000);
      for (int i = 1; i <= 10; i++) {
        learner.hears(example("d" + i, "tea", true, day(i)));
        learner.passes(i);
      }
      assertThat(learner.said()).hasSize(3); // of the first watermark
      learner.harness.setProcessingTime(2_000);
      learner.passes(11);
      assertThat(learner.said()).hasSize(6);
      assertThat(learner.topic().get("shared").getOutcomes()).isEqualTo(10);
      learner.hears(example("d11", "tea", true, day(12)));
      learner.passes(12);
      learner.checkpoint();
      assertThat(learner.said()).hasSize(9);
    }
  }
}
