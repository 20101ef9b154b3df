package io.tidewatch.benchmarks.streams;

import io.tidewatch.benchmarks.workload.StateChange;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Reads, changes and writes the customer's state for each event, and nothing else. */
final class ReadModifyWrite extends ContextualProcessor<Bytes, byte[], Bytes, byte[]> {
  private final AtomicLong processed;
  private KeyValueStore<Bytes, byte[]> states;

  ReadModifyWrite(AtomicLong processed) {
    this.processed = processed;
  }

  @Override
  public void init(ProcessorContext<Bytes, byte[]> context) {
    super.init(context);
    states = context.getStateStore(StreamsContenderMain.STORE);
  }

  @Override
  public void process(Record<Bytes, byte[]> event) {
    byte[] state = states.get(event.key());
    StateChange.apply(state);
    states.put(event.key(), state);
    processed.incrementAndGet();
  }
}
