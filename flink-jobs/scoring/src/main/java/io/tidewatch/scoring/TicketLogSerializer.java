package io.tidewatch.scoring;

import io.tidewatch.tickets.TicketLog;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Tickets in RocksDB and in checkpoints. */
public final class TicketLogSerializer extends LayoutSerializer<TicketLog> {
  private static final long serialVersionUID = 1L;

  /** Creates the serializer. */
  public TicketLogSerializer() {
    super(false);
  }

  @Override
  public TicketLog createInstance() {
    return new TicketLog();
  }

  @Override
  public void serialize(TicketLog log, DataOutputView target) throws IOException {
    log.write(target);
  }

  @Override
  public TicketLog deserialize(DataInputView source) throws IOException {
    return TicketLog.read(source);
  }

  @Override
  public TypeSerializerSnapshot<TicketLog> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in checkpoints; the version of the layout stands in each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<TicketLog> {
    /** Creates the snapshot; Flink does when it restores. */
    public Snapshot() {
      super(TicketLogSerializer::new);
    }
  }
}
