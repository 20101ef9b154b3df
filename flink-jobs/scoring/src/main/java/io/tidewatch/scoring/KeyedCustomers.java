package io.tidewatch.scoring;

import io.tidewatch.customer.CustomerState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** Customer states in Flink's keyed state, under any key of the subtask. One thread. */
final class KeyedCustomers implements HotCustomers.Store {
  // As many as the misses of a bundle, which its end gives back.
  private static final int MOST_SPARES = 1_024;

  private final CustomerStateSerializer serializer;
  private final ValueState<CustomerState> states;
  private final Consumer<String> currentKey;
  private final boolean serializes;
  private final int groups;
  private final Deque<CustomerState> spares = new ArrayDeque<>();

  /**
   * Wraps keyed state.
   *
   * @param serializer the one that the state is read by, and nothing else is
   * @param currentKey sets the key that the state is read and written under
   * @param serializes whether the backend keeps bytes, as RocksDB does; one that keeps objects
   *     writes them into a checkpoint while the operator goes on, so it gets objects of its own
   * @param groups key groups of the job, its highest parallelism
   */
  KeyedCustomers(
      CustomerStateSerializer serializer,
      ValueState<CustomerState> states,
      Consumer<String> currentKey,
      boolean serializes,
      int groups) {
    this.serializer = serializer;
    this.states = states;
    this.currentKey = currentKey;
    this.serializes = serializes;
    this.groups = groups;
  }

  @Override
  public CustomerState read(String customerId) throws Exception {
    currentKey.accept(customerId);
    if (!serializes) {
      CustomerState state = states.value();
      return state == null ? null : serializer.copy(state);
    }
    CustomerState spare = spares.poll();
    serializer.readNextInto(spare);
    CustomerState state = states.value();
    if (state != spare) { // an unknown customer took none
      serializer.readNextInto(null);
      takeBack(spare);
    }
    return state;
  }

  @Override
  public void takeBack(CustomerState state) {
    if (serializes && state != null && spares.size() < MOST_SPARES) {
      spares.push(state);
    }
  }

  @Override
  public void write(String customerId, CustomerState state) throws Exception {
    currentKey.accept(customerId);
    states.update(serializes ? state : serializer.copy(state));
  }

  @Override
  public void remove(String customerId) throws Exception {
    currentKey.accept(customerId);
    states.clear();
  }

  @Override
  public int groups() {
    return groups;
  }

  @Override
  public int group(String customerId) {
    return KeyGroupRangeAssignment.assignToKeyGroup(customerId, groups);
  }
}
