package io.tidewatch.scoring;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.CustomerStateLayout;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Customer states in RocksDB and in checkpoints: {@link CustomerStateLayout}. */
public final class CustomerStateSerializer extends LayoutSerializer<CustomerState> {
  private static final long serialVersionUID = 1L;

  /** Creates the serializer. */
  public CustomerStateSerializer() {
    super(false);
  }

  @Override
  public CustomerState createInstance() {
    return new CustomerState();
  }

  @Override
  public void serialize(CustomerState state, DataOutputView target) throws IOException {
    CustomerStateLayout.write(state, target);
  }

  @Override
  public CustomerState deserialize(DataInputView source) throws IOException {
    return CustomerStateLayout.read(source);
  }

  @Override
  public TypeSerializerSnapshot<CustomerState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in checkpoints; the version of the layout stands in each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<CustomerState> {
    /** Creates the snapshot; Flink does when it restores. */
    public Snapshot() {
      super(CustomerStateSerializer::new);
    }
  }
}
