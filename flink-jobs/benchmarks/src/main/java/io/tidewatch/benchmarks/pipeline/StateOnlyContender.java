package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.benchmarks.workload.StateChange;
import io.tidewatch.scoring.ScoringConfig;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Reads, changes and writes a state of the same bytes for each event, under the same settings of
 * Flink and RocksDB: what the state store alone costs.
 */
final class StateOnlyContender implements FlinkContender {
  @Override
  public void build(StreamExecutionEnvironment env, ScoringConfig config) {
    RawEvents.from(env, config)
        .keyBy(event -> event.f0, Types.STRING)
        .process(new ReadModifyWrite(), Types.VOID)
        .name(CustomerFill.BYTES)
        .uid(CustomerFill.BYTES);
  }

  @Override
  public String operator() {
    return CustomerFill.BYTES;
  }

  private static final class ReadModifyWrite
      extends KeyedProcessFunction<String, Tuple2<String, byte[]>, Void> {
    private static final long serialVersionUID = 1L;

    private transient ValueState<byte[]> state;

    @Override
    public void open(OpenContext context) {
      state =
          getRuntimeContext()
              .getState(
                  new ValueStateDescriptor<>(
                      CustomerFill.STATE, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(Tuple2<String, byte[]> event, Context context, Collector<Void> out)
        throws Exception {
      byte[] bytes = state.value();
      StateChange.apply(bytes);
      state.update(bytes);
    }
  }
}
