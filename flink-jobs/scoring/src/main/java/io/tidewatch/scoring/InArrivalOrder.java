package io.tidewatch.scoring;

import io.tidewatch.customer.Fold;
import io.tidewatch.schemas.Event;
import java.util.Arrays;
import org.apache.avro.specific.SpecificRecord;

/**
 * Holds back what comes out of a bundle, whose waves process events out of order, and gives it on
 * in the order in which the events arrived: the outcome is the same whatever the size of bundles.
 * One thread.
 */
final class InArrivalOrder implements CustomerScoring.Output {
  private static final int NONE = -1;

  private final CustomerScoring.Output next;
  private final int[] first; // by position of the turn: its first output
  private final int[] last;
  private Object[] outputs = new Object[64]; // a record or an alert candidate
  private int[] following = new int[64]; // by output: the next one of the same turn
  private int size;
  private int position;

  InArrivalOrder(int turns, CustomerScoring.Output next) {
    this.next = next;
    this.first = new int[turns];
    this.last = new int[turns];
    Arrays.fill(first, NONE);
  }

  /** Says whose turn it is: what comes now belongs there. */
  @Override
  public void turn(int newPosition) {
    position = newPosition;
  }

  @Override
  public void record(SpecificRecord record) {
    hold(record);
  }

  @Override
  public void candidate(AlertCandidate candidate) {
    hold(candidate);
  }

  /** Counts have no order. */
  @Override
  public void observed(Observation observation) {
    next.observed(observation);
  }

  /** Given on at once: of one customer it is in order, and of several nobody compares it. */
  @Override
  public void truth(TruthSignal signal) {
    next.truth(signal);
  }

  /** Likewise: what is heard of an offer comes after it was made. */
  @Override
  public void offer(OfferSignal signal) {
    next.offer(signal);
  }

  @Override
  public void folded(Event event, Fold.Outcome outcome) {
    next.folded(event, outcome);
  }

  private void hold(Object output) {
    if (size == outputs.length) {
      outputs = Arrays.copyOf(outputs, 2 * size);
      following = Arrays.copyOf(following, 2 * size);
    }
    outputs[size] = output;
    following[size] = NONE;
    if (first[position] == NONE) {
      first[position] = size;
    } else {
      following[last[position]] = size;
    }
    last[position] = size;
    size++;
  }

  /** Gives on everything that the first turns led to. */
  void release(int turns) {
    for (int turn = 0; turn < turns; turn++) {
      for (int i = first[turn]; i != NONE; i = following[i]) {
        if (outputs[i] instanceof AlertCandidate candidate) {
          next.candidate(candidate);
        } else {
          next.record((SpecificRecord) outputs[i]);
        }
      }
      first[turn] = NONE;
    }
    Arrays.fill(outputs, 0, size, null);
    size = 0;
  }
}
