package io.tidewatch.scoring;

import io.tidewatch.decisions.retention.RetentionState;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Retention budgets of desks in RocksDB and in checkpoints. */
public final class RetentionStateSerializer extends LayoutSerializer<RetentionState> {
  private static final long serialVersionUID = 1L;

  /** Creates the serializer. */
  public RetentionStateSerializer() {
    super(true);
  }

  @Override
  public RetentionState createInstance() {
    return RetentionState.empty();
  }

  @Override
  public void serialize(RetentionState state, DataOutputView target) throws IOException {
    state.write(target);
  }

  @Override
  public RetentionState deserialize(DataInputView source) throws IOException {
    return RetentionState.read(source);
  }

  @Override
  public TypeSerializerSnapshot<RetentionState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in checkpoints; the version of the layout stands in each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RetentionState> {
    /** Creates the snapshot; Flink does when it restores. */
    public Snapshot() {
      super(RetentionStateSerializer::new);
    }
  }
}
