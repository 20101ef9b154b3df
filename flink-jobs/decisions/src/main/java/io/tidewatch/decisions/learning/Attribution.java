package io.tidewatch.decisions.learning;

import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Tells which outcomes belong to which offer: a yes or a purchase within the time to answer is a
 * success, a no or silence until its end is none. An offer of which nothing at all was heard
 * teaches nothing, because it may never have been sent.
 *
 * <p>Every offer is judged when its time to answer is over, successes too. If those were learned
 * from at once, a young offer would be known by its successes alone, look better than it is, be
 * made more often for it, and stay so (Chapelle 2014 describes the bias of delayed feedback). It
 * also makes the order of learning that of the offers, whatever the order of outcomes.
 *
 * <p>One thread. Memory: the offers of the last {@link LearningRules#attribution()}.
 */
final class Attribution {
  private static final Comparator<OfferMade> BY_TIME =
      Comparator.comparingLong(OfferMade::madeAtMicros).thenComparing(OfferMade::decisionId);

  private final long windowMicros;
  private final Map<String, OfferMade> open = new HashMap<>();
  private final Map<String, Answer> heard = new HashMap<>();
  private final TreeSet<OfferMade> byTime = new TreeSet<>(BY_TIME);

  Attribution(long windowMicros) {
    this.windowMicros = windowMicros;
  }

  /** Waits for the outcome of an offer; one that is known already stays as it is. */
  void made(OfferMade offer) {
    if (open.putIfAbsent(offer.decisionId(), offer) == null) {
      byTime.add(offer);
    }
  }

  /** Takes an outcome into account, if it is of an offer whose time to answer is not over. */
  void outcome(OfferOutcome outcome) {
    OfferMade offer = outcome.getDecisionId() == null ? null : open.get(outcome.getDecisionId());
    if (offer != null
        && Topic.OUTCOMES.timeMicrosOf(outcome) < offer.madeAtMicros() + windowMicros) {
      heard.merge(offer.decisionId(), Answer.of(outcome.getKind()), Answer::and);
    }
  }

  /** Judges all offers whose time to answer is over, the oldest first. */
  List<LearningExample> closeUntil(long atMicros) {
    List<LearningExample> examples = new ArrayList<>();
    while (!byTime.isEmpty() && byTime.first().madeAtMicros() + windowMicros <= atMicros) {
      OfferMade oldest = byTime.pollFirst();
      open.remove(oldest.decisionId());
      long at = oldest.madeAtMicros() + windowMicros;
      Answer answer = heard.getOrDefault(oldest.decisionId(), Answer.NOTHING);
      heard.remove(oldest.decisionId());
      answer
          .accepted()
          .ifPresent(accepted -> examples.add(new LearningExample(oldest, accepted, at)));
    }
    return examples;
  }

  int waiting() {
    return open.size();
  }
}
