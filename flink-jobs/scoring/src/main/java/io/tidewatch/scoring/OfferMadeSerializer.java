package io.tidewatch.scoring;

import io.tidewatch.decisions.learning.LearningInputs;
import io.tidewatch.decisions.learning.OfferMade;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The fields of an offer that was made, in their order; about 100 bytes. */
public final class OfferMadeSerializer extends LayoutSerializer<OfferMade> {
  private static final long serialVersionUID = 1L;

  /** Creates the serializer. */
  public OfferMadeSerializer() {
    super(true);
  }

  static void write(OfferMade offer, DataOutputView target) throws IOException {
    target.writeUTF(offer.decisionId());
    target.writeUTF(offer.campaignId());
    target.writeUTF(offer.offerId());
    target.writeLong(offer.madeAtMicros());
    target.writeDouble(offer.inputs().affinity());
    target.writeDouble(offer.inputs().churn());
    target.writeLong(offer.inputs().purchases());
  }

  static OfferMade read(DataInputView source) throws IOException {
    return new OfferMade(
        source.readUTF(),
        source.readUTF(),
        source.readUTF(),
        source.readLong(),
        new LearningInputs(source.readDouble(), source.readDouble(), source.readLong()));
  }

  @Override
  public OfferMade createInstance() {
    return new OfferMade("", "", "", 0, new LearningInputs(0, 0, 0));
  }

  @Override
  public void serialize(OfferMade offer, DataOutputView target) throws IOException {
    write(offer, target);
  }

  @Override
  public OfferMade deserialize(DataInputView source) throws IOException {
    return read(source);
  }

  @Override
  public TypeSerializerSnapshot<OfferMade> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in checkpoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<OfferMade> {
    /** Creates the snapshot; Flink does when it restores. */
    public Snapshot() {
      super(OfferMadeSerializer::new);
    }
  }
}
