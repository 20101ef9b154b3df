package io.tidewatch.models;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.Recurrent;
import io.tidewatch.models.kernel.Kernels;
import java.util.Arrays;

/**
 * Takes the recurrent states of up to {@link Kernels#BLOCK} customers over the steps that they have
 * not seen: gather, step, scatter.
 *
 * <pre>
 *           wave 0   1   2         rows in the order of what they miss: the first ones go on,
 * row 0          x   x   x         those that have seen all stay as they are
 * row 1          x   x
 * row 2          x
 * row 3
 * </pre>
 *
 * <p>A customer without a state starts from zero at the oldest step stored; what is missing but no
 * longer stored is skipped. Holds scratch: one instance per thread.
 */
final class Stepper {
  /** The steps that a customer's state stores. */
  interface Steps {
    /** Returns how many steps there ever were. */
    long count(CustomerState state);

    /** Writes a step to a row of the network's source. */
    void put(CustomerState state, long index, int row);
  }

  private final Network network;
  private final long modelId;
  private final Steps steps;
  private final int capacity;

  private final Recurrent[] recurrents = new Recurrent[Kernels.BLOCK];
  private final long[] next = new long[Kernels.BLOCK];
  private final int[] missing = new int[Kernels.BLOCK];
  private final int[] order = new int[Kernels.BLOCK];
  private final int[] missingMoreThan;

  /**
   * @param capacity how many of the newest steps are stored
   */
  Stepper(Network network, long modelId, Steps steps, int capacity) {
    this.network = network;
    this.modelId = modelId;
    this.steps = steps;
    this.capacity = capacity;
    missingMoreThan = new int[capacity + 1];
  }

  /**
   * Brings {@code states[from..from + count)} up to date; they stand in the network's rows then, in
   * the order that {@link #customer} tells.
   */
  void advance(CustomerState[] states, int from, int count) {
    sort(states, from, count);
    for (int row = 0; row < count; row++) {
      network.gather(row, recurrents[order[row]].values());
    }
    for (int wave = 0; missingMoreThan[wave] > 0; wave++) {
      int active = missingMoreThan[wave];
      for (int row = 0; row < active; row++) {
        int i = order[row];
        steps.put(states[from + i], next[i]++, row);
      }
      network.step(active);
    }
    for (int row = 0; row < missingMoreThan[0]; row++) {
      int i = order[row];
      network.scatter(row, recurrents[i].values());
      recurrents[i].consumed(next[i]);
    }
  }

  /** Returns which customer of the last call stands in a row, counted from its {@code from}. */
  int customer(int row) {
    return order[row];
  }

  /** Orders the customers by what they miss, most first (a counting sort). */
  private void sort(CustomerState[] states, int from, int count) {
    Arrays.fill(missingMoreThan, 0);
    for (int i = 0; i < count; i++) {
      CustomerState state = states[from + i];
      Recurrent recurrent =
          state.hasRecurrent(modelId)
              ? state.recurrent(modelId)
              : state.newRecurrent(modelId, network.stateSize());
      long all = steps.count(state);
      recurrents[i] = recurrent;
      next[i] = Math.max(recurrent.consumed(), all - capacity);
      missing[i] = (int) Math.max(0, all - next[i]);
      missingMoreThan[missing[i]]++;
    }
    // First how many miss so much or more; filling the order from behind leaves how many miss more.
    for (int m = capacity - 1; m >= 0; m--) {
      missingMoreThan[m] += missingMoreThan[m + 1];
    }
    for (int i = count - 1; i >= 0; i--) {
      order[--missingMoreThan[missing[i]]] = i;
    }
  }
}
