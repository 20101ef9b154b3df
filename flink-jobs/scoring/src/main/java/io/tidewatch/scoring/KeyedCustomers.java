package io.tidewatch.scoring;

import io.tidewatch.customer.CustomerState;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** Customer states in Flink's keyed state, under any key of the subtask. One thread. */
final class KeyedCustomers implements HotCustomers.Store {
  private final CustomerStateSerializer serializer = new CustomerStateSerializer();
  private final ValueState<CustomerState> states;
  private final Consumer<String> currentKey;
  private final boolean serializes;
  private final int groups;

  /**
   * Wraps keyed state.
   *
   * @param currentKey sets the key that the state is read and written under
   * @param serializes whether the backend keeps bytes, as RocksDB does; one that keeps objects
   *     writes them into a checkpoint while the operator goes on, so it gets objects of its own
   * @param groups key groups of the job, its highest parallelism
   */
  KeyedCustomers(
      ValueState<CustomerState> states,
      Consumer<String> currentKey,
      boolean serializes,
      int groups) {
    this.states = states;
    this.currentKey = currentKey;
    this.serializes = serializes;
    this.groups = groups;
  }

  @Override
  public CustomerState read(String customerId) throws Exception {
    currentKey.accept(customerId);
    CustomerState state = states.value();
    return serializes || state == null ? state : serializer.copy(state);
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
