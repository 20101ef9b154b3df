package io.tidewatch.scoring;

import io.tidewatch.decisions.learning.LearningExample;
import io.tidewatch.decisions.learning.LearningInputs;
import io.tidewatch.decisions.learning.OfferMade;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The offer, then whether it was accepted and since when that is known. */
public final class LearningExampleSerializer extends LayoutSerializer<LearningExample> {
  private static final long serialVersionUID = 1L;

  static final TypeInformation<LearningExample> TYPE =
      new LayoutTypeInfo<>(LearningExample.class, LearningExampleSerializer::new);

  /** Creates the serializer. */
  public LearningExampleSerializer() {
    super(true);
  }

  @Override
  public LearningExample createInstance() {
    return new LearningExample(new OfferMade("", "", "", 0, new LearningInputs(0, 0, 0)), false, 0);
  }

  @Override
  public void serialize(LearningExample example, DataOutputView target) throws IOException {
    OfferMadeSerializer.write(example.offer(), target);
    target.writeBoolean(example.accepted());
    target.writeLong(example.knownAtMicros());
  }

  @Override
  public LearningExample deserialize(DataInputView source) throws IOException {
    return new LearningExample(
        OfferMadeSerializer.read(source), source.readBoolean(), source.readLong());
  }

  @Override
  public TypeSerializerSnapshot<LearningExample> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in checkpoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LearningExample> {
    /** Creates the snapshot; Flink does when it restores. */
    public Snapshot() {
      super(LearningExampleSerializer::new);
    }
  }
}
