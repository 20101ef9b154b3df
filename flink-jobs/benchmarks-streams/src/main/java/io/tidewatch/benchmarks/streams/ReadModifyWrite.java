package io.tidewatch.benchmarks.streams;

import io.tidewatch.benchmarks.workload.StateChange;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Reads, changes and writes the customer's state for each event, and nothing else. */
final class ReadModifyWrite extends ContextualProcessor<Bytes, byte[], Bytes, byte[]> {
  private final Commits commits;
  private Commits.Task task;
  private KeyValueStore<Bytes, byte[]> states;

  ReadModifyWrite(Commits commits) {
    this.commits = commits;
  }

  @Override
  public void init(ProcessorContext<Bytes, byte[]> context) {
    super.init(context);
    task = commits.of(context);
    states = context.getStateStore(StreamsContenderMain.STORE);
  }

  @Override
  public void process(Record<Bytes, byte[]> event) {
    byte[] state = states.get(event.key());
    StateChange.apply(state);
    states.put(event.key(), state);
    task.processed();
  }
}
