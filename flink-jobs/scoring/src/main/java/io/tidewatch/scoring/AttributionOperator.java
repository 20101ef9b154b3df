package io.tidewatch.scoring;

import io.tidewatch.decisions.learning.Answer;
import io.tidewatch.decisions.learning.LearningExample;
import io.tidewatch.decisions.learning.LearningRules;
import io.tidewatch.decisions.learning.OfferMade;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Waits, by customer, until the time to answer an offer is over, and says then whether it was
 * accepted; of an offer of which nothing was heard it says nothing. {@link
 * io.tidewatch.decisions.learning.Learner} attributes by the same rules.
 *
 * <p>Time is event time: an answer counts if it was known before the end of the time to answer and
 * came before the watermark passed that. State: about 150 bytes for each offer of the last days,
 * beside the customer's own state and not in it, because few customers have any.
 */
final class AttributionOperator extends KeyedProcessFunction<String, OfferSignal, LearningExample> {
  private static final long serialVersionUID = 1L;

  private final long windowMicros;

  private transient MapState<String, OfferMade> waiting; // by decision id
  private transient MapState<String, Integer> answers; // ordinals, by decision id
  private transient Counter unmatched;
  private transient Counter unheard;

  AttributionOperator(LearningRules rules) {
    this.windowMicros = rules.attributionMicros();
  }

  @Override
  public void open(OpenContext context) {
    waiting =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "offers", StringSerializer.INSTANCE, new OfferMadeSerializer()));
    answers =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("answers", Types.STRING, Types.INT));
    unmatched = getRuntimeContext().getMetricGroup().counter("outcomesUnmatched");
    unheard = getRuntimeContext().getMetricGroup().counter("offersUnheard");
  }

  @Override
  public void processElement(OfferSignal signal, Context context, Collector<LearningExample> out)
      throws Exception {
    if (signal instanceof OfferSignal.Made made) {
      OfferMade offer = made.offer();
      waiting.put(offer.decisionId(), offer);
      context.timerService().registerEventTimeTimer(StreamOrder.millis(knownAt(offer)));
    } else if (signal instanceof OfferSignal.Answered answered) {
      answered(answered);
    } else {
      for (OfferMade offer : waiting.values()) { // a timer names its customer until it fires
        context.timerService().deleteEventTimeTimer(StreamOrder.millis(knownAt(offer)));
      }
      waiting.clear();
      answers.clear();
    }
  }

  private long knownAt(OfferMade offer) {
    return offer.madeAtMicros() + windowMicros;
  }

  private void answered(OfferSignal.Answered answered) throws Exception {
    OfferMade offer = waiting.get(answered.decisionId());
    if (offer == null || answered.atMicros() >= knownAt(offer)) {
      unmatched.inc(); // not of an offer of these days, or too late
      return;
    }
    Answer together = answer(answered.decisionId()).and(answered.answer());
    answers.put(answered.decisionId(), together.ordinal());
  }

  private Answer answer(String decisionId) throws Exception {
    Integer ordinal = answers.get(decisionId);
    return ordinal == null ? Answer.NOTHING : Answer.values()[ordinal];
  }

  @Override
  public void onTimer(long atMillis, OnTimerContext context, Collector<LearningExample> out)
      throws Exception {
    if (context.timerService().currentWatermark() == Long.MAX_VALUE) {
      return; // the input ended: nobody knows what would have been answered
    }
    List<OfferMade> due = new ArrayList<>();
    for (OfferMade offer : waiting.values()) {
      if (StreamOrder.millis(knownAt(offer)) <= atMillis) {
        due.add(offer);
      }
    }
    for (OfferMade offer : due) {
      Optional<Boolean> accepted = answer(offer.decisionId()).accepted();
      if (accepted.isPresent()) {
        out.collect(new LearningExample(offer, accepted.get(), knownAt(offer)));
      } else {
        unheard.inc();
      }
      // Neither backend keeps a map whose last entry was removed. To ask whether it is empty, or to
      // clear it, would be a search in all of RocksDB's files.
      waiting.remove(offer.decisionId());
      answers.remove(offer.decisionId());
    }
  }
}
