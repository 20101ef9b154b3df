package io.tidewatch.scoring;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.CustomerStateLayout;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Customer states in RocksDB and in checkpoints: {@link CustomerStateLayout}. Stateless but for the
 * memory that it may be given for the next state that it reads.
 */
public final class CustomerStateSerializer extends LayoutSerializer<CustomerState> {
  private static final long serialVersionUID = 1L;

  private transient CustomerState spare;

  /** Creates the serializer. */
  public CustomerStateSerializer() {
    super(false);
  }

  /**
   * Gives memory for the next state that is read. Only where one thread alone reads by this
   * serializer, and only the memory of states that nobody, no backend either, has any more.
   */
  void readNextInto(CustomerState unused) {
    spare = unused;
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
    CustomerState unused = spare;
    spare = null;
    return unused == null
        ? CustomerStateLayout.read(source)
        : CustomerStateLayout.read(source, unused);
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
