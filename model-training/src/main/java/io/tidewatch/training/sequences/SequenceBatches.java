package io.tidewatch.training.sequences;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Puts customers of about the same length into batches, in another order at each pass. Not
 * thread-safe.
 */
final class SequenceBatches {
  /** A graph is made for each of these, so they are few. */
  private static final int[] STEPS = {4, 6, 8, 12, 20, 32, 50};

  private final SequenceOptions options;
  private final List<int[]> sequences = new ArrayList<>();
  private final Random random;

  SequenceBatches(SequenceData data, SequenceOptions options, long seed) {
    this.options = options;
    this.random = new Random(seed);
    for (int customer = 0; customer < data.customers(); customer++) {
      int[] learned = data.learned(customer);
      if (learned.length > 1) {
        int from = Math.max(0, learned.length - options.longest() - 1);
        sequences.add(Arrays.copyOfRange(learned, from, learned.length));
      }
    }
  }

  /** Returns the steps of the graph for that many items. */
  static int steps(int items) {
    for (int steps : STEPS) {
      if (items <= steps) {
        return steps;
      }
    }
    throw new IllegalArgumentException(
        items + " items of a customer are too many; at most " + STEPS[STEPS.length - 1]);
  }

  /**
   * Returns the batches of one pass. All of the same steps are of the same size, if need be filled
   * up with customers without items.
   */
  List<SequenceBatch> pass() {
    Collections.shuffle(sequences, random);
    List<SequenceBatch> batches = new ArrayList<>();
    for (int steps : STEPS) {
      List<int[]> alike =
          sequences.stream().filter(sequence -> steps(sequence.length - 1) == steps).toList();
      int customers = Math.max(1, options.rows() / steps);
      for (int from = 0; from < alike.size(); from += customers) {
        int to = Math.min(from + customers, alike.size());
        batches.add(batch(steps, customers, alike.subList(from, to)));
      }
    }
    Collections.shuffle(batches, random);
    return batches;
  }

  private static SequenceBatch batch(int steps, int customers, List<int[]> sequences) {
    int[] items = new int[customers * steps];
    int[] next = new int[items.length];
    int targets = 0;
    for (int i = 0; i < sequences.size(); i++) {
      int[] sequence = sequences.get(i);
      System.arraycopy(sequence, 0, items, i * steps, sequence.length - 1);
      System.arraycopy(sequence, 1, next, i * steps, sequence.length - 1);
      targets += sequence.length - 1;
    }
    return new SequenceBatch(steps, items, next, targets);
  }
}
