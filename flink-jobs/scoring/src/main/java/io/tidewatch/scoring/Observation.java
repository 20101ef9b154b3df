package io.tidewatch.scoring;

import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What the guards hear of a release, by its digest. */
public sealed interface Observation {
  /** The type of the stream. */
  TypeInformation<Observation> TYPE = new LayoutTypeInfo<>(Observation.class, Serializer::new);

  /** Returns the SHA-256 of the release. */
  String sha256();

  /**
   * What a subtask saw it do.
   *
   * @param raiseAt churn probability at which alerts were raised
   * @param window as {@code ModelWindow.write} wrote it; not changed by anybody
   */
  record Window(String sha256, float raiseAt, byte[] window) implements Observation {}

  /**
   * A score of which it is known now what the customer did.
   *
   * @param churned whether the customer bought nothing within the horizon
   */
  record Matured(String sha256, float churn, boolean churned) implements Observation {}

  /** One byte for the kind, the digest, then the rest. */
  final class Serializer extends LayoutSerializer<Observation> {
    private static final long serialVersionUID = 1L;
    private static final int WINDOW = 0;
    private static final int MATURED = 1;

    /** Creates the serializer. */
    public Serializer() {
      super(true);
    }

    @Override
    public Observation createInstance() {
      return new Matured("", 0, false);
    }

    @Override
    public void serialize(Observation observation, DataOutputView target) throws IOException {
      if (observation instanceof Window window) {
        target.writeByte(WINDOW);
        target.writeUTF(window.sha256());
        target.writeFloat(window.raiseAt());
        target.writeInt(window.window().length);
        target.write(window.window());
      } else if (observation instanceof Matured matured) {
        target.writeByte(MATURED);
        target.writeUTF(matured.sha256());
        target.writeFloat(matured.churn());
        target.writeBoolean(matured.churned());
      }
    }

    @Override
    public Observation deserialize(DataInputView source) throws IOException {
      int kind = source.readByte();
      String sha256 = source.readUTF();
      if (kind == MATURED) {
        return new Matured(sha256, source.readFloat(), source.readBoolean());
      }
      float raiseAt = source.readFloat();
      byte[] window = new byte[source.readInt()];
      source.readFully(window);
      return new Window(sha256, raiseAt, window);
    }

    @Override
    public TypeSerializerSnapshot<Observation> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Names the serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Observation> {
      /** Creates the snapshot; Flink does when it restores. */
      public Snapshot() {
        super(Serializer::new);
      }
    }
  }
}
