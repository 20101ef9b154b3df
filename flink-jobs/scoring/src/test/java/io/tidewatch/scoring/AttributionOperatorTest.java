package io.tidewatch.scoring;

import static io.tidewatch.scoring.TestBeliefs.made;
import static io.tidewatch.scoring.TestEvents.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.decisions.learning.Answer;
import io.tidewatch.decisions.learning.LearningExample;
import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.schemas.Micros;
import java.time.Instant;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The time to answer is three days. */
class AttributionOperatorTest {

  @Test
  void saysWhenTheTimeToAnswerIsOverWhatWasAccepted() throws Exception {
    try (var attribution = attribution()) {
      attribution.open();
      send(attribution, offer("yes", 0));
      send(attribution, offer("no", 0));
      send(attribution, offer("seen", 0));
      send(attribution, offer("unheard", 0));
      send(attribution, answer("yes", Answer.NO_YES, day(0.1)));
      send(attribution, answer("yes", Answer.YES, day(1)));
      send(attribution, answer("yes", Answer.NO_YES, day(2)));
      send(attribution, answer("no", Answer.NO_YES, day(1)));
      send(attribution, answer("seen", Answer.NO_YES, day(0.1)));
      pass(attribution, 2.99);
      assertThat(attribution.extractOutputValues()).isEmpty();
      pass(attribution, 3);
      assertThat(attribution.extractOutputValues())
          .containsExactlyInAnyOrder(
              TestBeliefs.example("yes", "tea", true, day(3)),
              TestBeliefs.example("no", "tea", false, day(3)),
              TestBeliefs.example("seen", "tea", false, day(3)));
      assertThat(attribution.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void countsNoAnswerThatComesTooLateOrToAnotherDecision() throws Exception {
    try (var attribution = attribution()) {
      attribution.open();
      send(attribution, offer("first", 0));
      send(attribution, offer("second", 1));
      send(attribution, answer("first", Answer.NO_YES, day(0.1)));
      send(attribution, answer("first", Answer.YES, day(3)));
      send(attribution, answer("unknown", Answer.YES, day(1)));
      pass(attribution, 10);
      assertThat(attribution.extractOutputValues())
          .containsExactly(TestBeliefs.example("first", "tea", false, day(3)));
      assertThat(attribution.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void forgetsWhoIsErased() throws Exception {
    try (var attribution = attribution()) {
      attribution.open();
      send(attribution, offer("d", 0));
      send(attribution, answer("d", Answer.YES, day(1)));
      send(attribution, new OfferSignal.Erased("c"));
      assertThat(attribution.numKeyedStateEntries()).isZero();
      assertThat(attribution.numEventTimeTimers()).isZero();
      pass(attribution, 10);
      assertThat(attribution.extractOutputValues()).isEmpty();
    }
  }

  @Test
  void goesOnFromACheckpoint() throws Exception {
    OperatorSubtaskState checkpoint;
    try (var attribution = attribution()) {
      attribution.open();
      send(attribution, offer("d", 0));
      send(attribution, answer("d", Answer.YES, day(1)));
      checkpoint = attribution.snapshot(1, 1);
    }
    try (var attribution = attribution()) {
      attribution.setup(
          LearningExampleSerializer.TYPE.createSerializer(new SerializerConfigImpl()));
      attribution.initializeState(checkpoint);
      attribution.open();
      pass(attribution, 3);
      assertThat(attribution.extractOutputValues())
          .containsExactly(TestBeliefs.example("d", "tea", true, day(3)));
    }
  }

  @Test
  void saysNothingOfWhatIsOpenWhenTheInputEnds() throws Exception {
    try (var attribution = attribution()) {
      attribution.open();
      send(attribution, offer("d", 0));
      send(attribution, answer("d", Answer.YES, day(1)));
      attribution.processWatermark(Watermark.MAX_WATERMARK);
      assertThat(attribution.extractOutputValues()).isEmpty();
    }
  }

  private static OfferSignal offer(String decisionId, double atDay) {
    return new OfferSignal.Made("c", made(decisionId, "tea", day(atDay)));
  }

  private static OfferSignal answer(String decisionId, Answer answer, Instant at) {
    return new OfferSignal.Answered("c", decisionId, answer, Micros.of(at));
  }

  private static void send(
      KeyedOneInputStreamOperatorTestHarness<String, OfferSignal, LearningExample> attribution,
      OfferSignal signal)
      throws Exception {
    attribution.processElement(signal, 0);
  }

  private static void pass(
      KeyedOneInputStreamOperatorTestHarness<String, OfferSignal, LearningExample> attribution,
      double toDay)
      throws Exception {
    attribution.processWatermark(new Watermark(day(toDay).toEpochMilli()));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, OfferSignal, LearningExample>
      attribution() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new AttributionOperator(LearningRules.DEFAULT)),
        OfferSignal::customerId,
        Types.STRING);
  }
}
