package io.tidewatch.scoring;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Visitors in RocksDB and in checkpoints. */
public final class VisitorStateSerializer extends LayoutSerializer<VisitorState> {
  private static final long serialVersionUID = 1L;

  /** Creates the serializer. */
  public VisitorStateSerializer() {
    super(false);
  }

  @Override
  public VisitorState createInstance() {
    return new VisitorState();
  }

  @Override
  public void serialize(VisitorState state, DataOutputView target) throws IOException {
    state.write(target);
  }

  @Override
  public VisitorState deserialize(DataInputView source) throws IOException {
    return VisitorState.read(source);
  }

  @Override
  public TypeSerializerSnapshot<VisitorState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in checkpoints; the version of the layout stands in each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<VisitorState> {
    /** Creates the snapshot; Flink does when it restores. */
    public Snapshot() {
      super(VisitorStateSerializer::new);
    }
  }
}
