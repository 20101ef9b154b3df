package io.tidewatch.scoring;

import io.tidewatch.models.monitor.Reference;
import io.tidewatch.models.monitor.ReferenceLayout;
import io.tidewatch.schemas.ModelRelease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A message of the topic models that the loader let through, on its way to the guards.
 *
 * @param message the message; not changed by anybody
 * @param reference of the release; none of a retirement
 */
public record AcceptedRelease(ModelRelease message, Optional<Reference> reference) {
  static final TypeInformation<AcceptedRelease> TYPE =
      new LayoutTypeInfo<>(AcceptedRelease.class, Serializer::new);

  /** The message as Avro with the fingerprint of its schema, then the reference. */
  public static final class Serializer extends LayoutSerializer<AcceptedRelease> {
    private static final long serialVersionUID = 1L;

    /** Creates the serializer. */
    public Serializer() {
      super(true);
    }

    @Override
    public AcceptedRelease createInstance() {
      return new AcceptedRelease(new ModelRelease(), Optional.empty());
    }

    @Override
    public void serialize(AcceptedRelease release, DataOutputView target) throws IOException {
      ByteBuffer message = release.message().toByteBuffer();
      target.writeInt(message.remaining());
      while (message.hasRemaining()) {
        target.writeByte(message.get());
      }
      ReferenceLayout.write(release.reference(), target);
    }

    @Override
    public AcceptedRelease deserialize(DataInputView source) throws IOException {
      byte[] message = new byte[source.readInt()];
      source.readFully(message);
      return new AcceptedRelease(
          ModelRelease.fromByteBuffer(ByteBuffer.wrap(message)), ReferenceLayout.read(source));
    }

    @Override
    public TypeSerializerSnapshot<AcceptedRelease> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Names the serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<AcceptedRelease> {
      /** Creates the snapshot; Flink does when it restores. */
      public Snapshot() {
        super(Serializer::new);
      }
    }
  }
}
