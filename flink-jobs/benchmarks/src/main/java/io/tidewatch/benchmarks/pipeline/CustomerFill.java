package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.benchmarks.workload.CustomerStates;
import io.tidewatch.benchmarks.workload.Customers;
import io.tidewatch.customer.CustomerState;
import io.tidewatch.scoring.CustomerStateSerializer;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;
import org.apache.flink.util.Collector;

/**
 * A job that gives every customer a state, in the form in which the scoring job keeps it, and once
 * more as plain bytes for jobs that only read and write:
 *
 * <pre>
 *   customers ─> by id ─┬─> CUSTOMERS  value state "customer", event-time timer of the next scoring
 *                       └─> BYTES      value state "customer" of bytes
 * </pre>
 *
 * Customers come in the order in which RocksDB keeps them, so that files need no compaction.
 */
final class CustomerFill {
  /** Operator of the scoring job that keeps the states. */
  static final String CUSTOMERS = "customers";

  /** Operator of the state-only job that keeps the bytes. */
  static final String BYTES = "bytes";

  /** Name of the state in both. */
  static final String STATE = "customer";

  private static final int DEFAULT_MAX_PARALLELISM = 128;

  private CustomerFill() {}

  static void build(StreamExecutionEnvironment env, int customers, Path states) {
    KeyedStream<Integer, String> byId =
        env.addSource(new Numbers(customers), "numbers")
            .returns(Types.INT)
            .keyBy(Customers::id, Types.STRING);
    byId.process(new FillStates(states.toString()), Types.VOID).name(CUSTOMERS).uid(CUSTOMERS);
    byId.process(new FillBytes(states.toString()), Types.VOID).name(BYTES).uid(BYTES);
  }

  /** Gives all numbers, then nothing, but does not end: an ended task has no state. */
  private static final class Numbers implements SourceFunction<Integer> {
    private static final long serialVersionUID = 1L;

    private final int count;
    private volatile boolean cancelled;

    Numbers(int count) {
      this.count = count;
    }

    @Override
    public void run(SourceContext<Integer> context) throws Exception {
      int[][] byGroup = byKeyGroup(count);
      for (int[] group : byGroup) {
        for (int number : group) {
          if (cancelled) {
            return;
          }
          synchronized (context.getCheckpointLock()) {
            context.collect(number);
          }
        }
      }
      while (!cancelled) {
        Thread.sleep(10);
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  /** Numbers by key group; within a group ascending, as their ids are. */
  private static int[][] byKeyGroup(int count) {
    int[][] groups = new int[DEFAULT_MAX_PARALLELISM][16];
    int[] sizes = new int[DEFAULT_MAX_PARALLELISM];
    for (int number = 0; number < count; number++) {
      int group =
          KeyGroupRangeAssignment.assignToKeyGroup(Customers.id(number), DEFAULT_MAX_PARALLELISM);
      if (sizes[group] == groups[group].length) {
        groups[group] = Arrays.copyOf(groups[group], 2 * sizes[group]);
      }
      groups[group][sizes[group]++] = number;
    }
    for (int group = 0; group < groups.length; group++) {
      groups[group] = Arrays.copyOf(groups[group], sizes[group]);
    }
    return groups;
  }

  private static final class FillStates extends KeyedProcessFunction<String, Integer, Void> {
    private static final long serialVersionUID = 1L;

    private final String file;
    private transient CustomerStates states;
    private transient ValueState<CustomerState> state;

    FillStates(String file) {
      this.file = file;
    }

    @Override
    public void open(OpenContext context) {
      states = CustomerStates.read(Path.of(file));
      state =
          getRuntimeContext()
              .getState(new ValueStateDescriptor<>(STATE, new CustomerStateSerializer()));
    }

    @Override
    public void processElement(Integer number, Context context, Collector<Void> out)
        throws Exception {
      CustomerState grown = states.state(number);
      state.update(grown);
      context.timerService().registerEventTimeTimer(Math.floorDiv(grown.nextRescoreAt(), 1_000L));
    }
  }

  private static final class FillBytes extends KeyedProcessFunction<String, Integer, Void> {
    private static final long serialVersionUID = 1L;

    private final String file;
    private transient CustomerStates states;
    private transient ValueState<byte[]> state;

    FillBytes(String file) {
      this.file = file;
    }

    @Override
    public void open(OpenContext context) {
      states = CustomerStates.read(Path.of(file));
      state =
          getRuntimeContext()
              .getState(
                  new ValueStateDescriptor<>(
                      STATE, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(Integer number, Context context, Collector<Void> out)
        throws Exception {
      state.update(states.stateBytes(number));
    }
  }
}
