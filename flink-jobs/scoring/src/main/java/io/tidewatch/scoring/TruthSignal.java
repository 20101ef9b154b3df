package io.tidewatch.scoring;

import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What is told of the sampled customers, so that their scores can be compared with what they do.
 *
 * @param kind what happened
 * @param customerId the customer
 * @param atMicros when: stream time of a score, time of a purchase
 * @param sha256 release that gave the score; empty otherwise
 * @param horizonDays the release's horizon; 0 otherwise
 * @param churn the score; 0 otherwise
 */
public record TruthSignal(
    Kind kind, String customerId, long atMicros, String sha256, int horizonDays, float churn) {
  static final TypeInformation<TruthSignal> TYPE =
      new LayoutTypeInfo<>(TruthSignal.class, Serializer::new);

  /** What can happen. */
  public enum Kind {
    /** A release scored the customer at a regular time. */
    SCORED,
    /** The customer bought. */
    BOUGHT,
    /** The customer is to be forgotten. */
    ERASED
  }

  static TruthSignal scored(
      String customerId, long atMicros, String sha256, int horizonDays, float churn) {
    return new TruthSignal(Kind.SCORED, customerId, atMicros, sha256, horizonDays, churn);
  }

  static TruthSignal bought(String customerId, long atMicros) {
    return new TruthSignal(Kind.BOUGHT, customerId, atMicros, "", 0, 0);
  }

  static TruthSignal erased(String customerId) {
    return new TruthSignal(Kind.ERASED, customerId, 0, "", 0, 0);
  }

  /** The fields in their order. */
  public static final class Serializer extends LayoutSerializer<TruthSignal> {
    private static final long serialVersionUID = 1L;

    /** Creates the serializer. */
    public Serializer() {
      super(true);
    }

    @Override
    public TruthSignal createInstance() {
      return erased("");
    }

    @Override
    public void serialize(TruthSignal signal, DataOutputView target) throws IOException {
      target.writeByte(signal.kind().ordinal());
      target.writeUTF(signal.customerId());
      target.writeLong(signal.atMicros());
      target.writeUTF(signal.sha256());
      target.writeInt(signal.horizonDays());
      target.writeFloat(signal.churn());
    }

    @Override
    public TruthSignal deserialize(DataInputView source) throws IOException {
      return new TruthSignal(
          Kind.values()[source.readByte()],
          source.readUTF(),
          source.readLong(),
          source.readUTF(),
          source.readInt(),
          source.readFloat());
    }

    @Override
    public TypeSerializerSnapshot<TruthSignal> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Names the serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<TruthSignal> {
      /** Creates the snapshot; Flink does when it restores. */
      public Snapshot() {
        super(Serializer::new);
      }
    }
  }
}
