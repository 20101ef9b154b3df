package io.tidewatch.scoring;

import io.tidewatch.decisions.DeskAdmission;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Desk states in RocksDB and in checkpoints. */
public final class DeskAdmissionSerializer extends LayoutSerializer<DeskAdmission> {
  private static final long serialVersionUID = 1L;

  /** Creates the serializer. */
  public DeskAdmissionSerializer() {
    super(false);
  }

  @Override
  public DeskAdmission createInstance() {
    return new DeskAdmission();
  }

  @Override
  public void serialize(DeskAdmission desk, DataOutputView target) throws IOException {
    desk.write(target);
  }

  @Override
  public DeskAdmission deserialize(DataInputView source) throws IOException {
    return DeskAdmission.read(source);
  }

  @Override
  public TypeSerializerSnapshot<DeskAdmission> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in checkpoints; the version of the layout stands in each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<DeskAdmission> {
    /** Creates the snapshot; Flink does when it restores. */
    public Snapshot() {
      super(DeskAdmissionSerializer::new);
    }
  }
}
