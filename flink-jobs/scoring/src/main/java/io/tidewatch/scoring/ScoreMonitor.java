package io.tidewatch.scoring;

import io.tidewatch.decisions.DecisionIds;
import io.tidewatch.models.monitor.ModelWindow;
import io.tidewatch.models.monitor.Occasion;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Counts what the churn models of one subtask do, and gives it on to the guards in windows, not for
 * each event. Only customers who have bought are counted: who never bought cannot lapse, and
 * training knows none of them. Of the inputs every {@value #FEATURES_ONE_IN}th scoring is counted,
 * of the costs every {@value #COSTS_ONE_IN}th batch. Costs about ten nanoseconds a scoring. One
 * thread.
 */
final class ScoreMonitor {
  private static final int FEATURES_ONE_IN = 64;
  private static final int COSTS_ONE_IN = 8;

  /** Hears what is to be given on. */
  interface Listener {
    /** A window for the guards. */
    void observed(Observation observation);

    /** What a sampled customer did. */
    void truth(TruthSignal signal);
  }

  /** What a release did since its window was last given on. */
  private static final class Counted {
    private final ServingModel.Churn model; // null of nobody
    private final ModelWindow window;
    private long steppingNanos; // of the batch at hand

    Counted(ServingModel.Churn model, ModelWindow window) {
      this.model = model;
      this.window = window;
    }
  }

  private static final Counted NOBODY = new Counted(null, null);

  private final int windowScorings;
  private final double truthShare;
  private final Listener listener;
  private final List<Counted> all = new ArrayList<>();
  private Counted newest = NOBODY;
  private float raiseAt;
  private int scorings;
  private int batches;

  /**
   * Counts nothing yet.
   *
   * @param windowScorings scorings of a release after which its window is given on; 0 to count
   *     nothing at all
   * @param truthShare share of customers, 0 to 1, whose scores are compared with what they do
   */
  ScoreMonitor(int windowScorings, double truthShare, Listener listener) {
    this.windowScorings = windowScorings;
    this.truthShare = truthShare;
    this.listener = listener;
  }

  private boolean isOff() {
    return windowScorings == 0;
  }

  /** Alerts are raised at another threshold from now on. */
  void raiseAt(float threshold) {
    if (threshold != raiseAt) {
      flush();
      raiseAt = threshold;
    }
  }

  /** Returns whether the batch at hand is to be timed. */
  boolean timesBatch() {
    return !isOff() && batches++ % COSTS_ONE_IN == 0;
  }

  /** Hears what the steps of a batch took; its scores follow. */
  void stepped(ServingModel.Churn model, long nanos) {
    of(model).steppingNanos = nanos;
  }

  /** Hears what the scores of a batch took, and counts them with the steps before. */
  void scored(ServingModel.Churn model, long nanos, int customers) {
    Counted counted = of(model);
    if (customers > 0) {
      counted.window.cost(counted.steppingNanos + nanos, customers);
    }
    counted.steppingNanos = 0;
  }

  /** Counts a scoring. */
  void scored(Turn turn) {
    if (isOff() || turn.churn == null || turn.moment.state().purchases() == 0) {
      return;
    }
    Counted counted = of(turn.churn);
    Occasion occasion = turn.moment.isRescoring() ? Occasion.REGULAR : Occasion.EVENT;
    ModelWindow window = counted.window;
    window.score(occasion, turn.score.churn());
    if (scorings++ % FEATURES_ONE_IN == 0) {
      window.features(occasion, turn.features);
    }
    if (occasion == Occasion.REGULAR && isSampled(turn.moment.customerId())) {
      listener.truth(
          TruthSignal.scored(
              turn.moment.customerId(),
              turn.moment.atMicros(),
              turn.churn.ref().getSha256(),
              turn.churn.model().horizonDays(),
              turn.score.churn()));
    }
    if (window.count() >= windowScorings || window.notFinite() > 0) {
      give(counted);
    }
  }

  /** Hears of a purchase. */
  void bought(String customerId, long atMicros) {
    if (!isOff() && isSampled(customerId)) {
      listener.truth(TruthSignal.bought(customerId, atMicros));
    }
  }

  /** A customer is to be forgotten. */
  void erased(String customerId) {
    if (!isOff() && isSampled(customerId)) {
      listener.truth(TruthSignal.erased(customerId));
    }
  }

  // The same customers at all times: a score and the purchases behind it must meet.
  private boolean isSampled(String customerId) {
    return DecisionIds.sampled(customerId, 0, truthShare);
  }

  private Counted of(ServingModel.Churn model) {
    if (newest.model == model) {
      return newest;
    }
    for (Counted counted : all) {
      if (counted.model == model) {
        newest = counted;
        return counted;
      }
    }
    newest = new Counted(model, new ModelWindow(model.model().reference()));
    all.add(newest);
    return newest;
  }

  /** Gives on what was counted of all releases, and forgets those that serve no more. */
  void flush() {
    for (Iterator<Counted> counted = all.iterator(); counted.hasNext(); ) {
      Counted next = counted.next();
      if (next.window.count() > 0) {
        give(next);
      } else {
        counted.remove();
      }
    }
    newest = NOBODY;
  }

  private void give(Counted counted) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2_048);
    try {
      counted.window.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written to", e);
    }
    counted.window.clear();
    listener.observed(
        new Observation.Window(counted.model.ref().getSha256(), raiseAt, bytes.toByteArray()));
  }
}
