package io.tidewatch.scoring;

import io.tidewatch.decisions.learning.Answer;
import io.tidewatch.decisions.learning.OfferMade;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What is told of a customer's offers, so that outcomes teach how readily they are accepted. */
public sealed interface OfferSignal {
  /** The type of the stream. */
  TypeInformation<OfferSignal> TYPE = new LayoutTypeInfo<>(OfferSignal.class, Serializer::new);

  /** Returns the customer. */
  String customerId();

  /** An offer was made. */
  record Made(String customerId, OfferMade offer) implements OfferSignal {}

  /**
   * Something was heard of an offer.
   *
   * @param decisionId the decision that made it
   * @param atMicros stream time at which it was known
   */
  record Answered(String customerId, String decisionId, Answer answer, long atMicros)
      implements OfferSignal {}

  /** The customer is to be forgotten. */
  record Erased(String customerId) implements OfferSignal {}

  /** One byte for the kind, the customer, then the rest. */
  final class Serializer extends LayoutSerializer<OfferSignal> {
    private static final long serialVersionUID = 1L;
    private static final int MADE = 0;
    private static final int ANSWERED = 1;
    private static final int ERASED = 2;

    /** Creates the serializer. */
    public Serializer() {
      super(true);
    }

    @Override
    public OfferSignal createInstance() {
      return new Erased("");
    }

    @Override
    public void serialize(OfferSignal signal, DataOutputView target) throws IOException {
      if (signal instanceof Made made) {
        head(MADE, signal, target);
        OfferMadeSerializer.write(made.offer(), target);
      } else if (signal instanceof Answered answered) {
        head(ANSWERED, signal, target);
        target.writeUTF(answered.decisionId());
        target.writeByte(answered.answer().ordinal());
        target.writeLong(answered.atMicros());
      } else {
        head(ERASED, signal, target);
      }
    }

    private static void head(int kind, OfferSignal signal, DataOutputView target)
        throws IOException {
      target.writeByte(kind);
      target.writeUTF(signal.customerId());
    }

    @Override
    public OfferSignal deserialize(DataInputView source) throws IOException {
      int kind = source.readByte();
      String customerId = source.readUTF();
      return switch (kind) {
        case MADE -> new Made(customerId, OfferMadeSerializer.read(source));
        case ANSWERED ->
            new Answered(
                customerId,
                source.readUTF(),
                Answer.values()[source.readByte()],
                source.readLong());
        case ERASED -> new Erased(customerId);
        default -> throw new IOException("an offer signal begins with " + kind + ", not 0 to 2");
      };
    }

    @Override
    public TypeSerializerSnapshot<OfferSignal> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Names the serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<OfferSignal> {
      /** Creates the snapshot; Flink does when it restores. */
      public Snapshot() {
        super(Serializer::new);
      }
    }
  }
}
