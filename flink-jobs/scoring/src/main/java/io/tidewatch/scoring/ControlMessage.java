package io.tidewatch.scoring;

import io.tidewatch.schemas.Topic;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What is broadcast to all customer operators: the checked content of one key of a control topic.
 *
 * @param topic control topic
 * @param key offer id, policy name or model name
 * @param content what serving needs of the release for a model, Avro for offers and policies; empty
 *     if the key was removed. Not changed by anybody
 */
public record ControlMessage(Topic topic, String key, byte[] content) {
  static final TypeInformation<ControlMessage> TYPE =
      new LayoutTypeInfo<>(ControlMessage.class, Serializer::new);

  static ControlMessage removed(Topic topic, String key) {
    return new ControlMessage(topic, key, new byte[0]);
  }

  boolean isRemoval() {
    return content.length == 0;
  }

  /** Topic name, key, length, content. */
  public static final class Serializer extends LayoutSerializer<ControlMessage> {
    private static final long serialVersionUID = 1L;

    /** Creates the serializer. */
    public Serializer() {
      super(true);
    }

    @Override
    public ControlMessage createInstance() {
      return removed(Topic.OFFERS, "");
    }

    @Override
    public void serialize(ControlMessage message, DataOutputView target) throws IOException {
      target.writeUTF(message.topic().topicName());
      target.writeUTF(message.key());
      target.writeInt(message.content().length);
      target.write(message.content());
    }

    @Override
    public ControlMessage deserialize(DataInputView source) throws IOException {
      Topic topic = Topic.named(source.readUTF());
      String key = source.readUTF();
      byte[] content = new byte[source.readInt()];
      source.readFully(content);
      return new ControlMessage(topic, key, content);
    }

    @Override
    public TypeSerializerSnapshot<ControlMessage> snapshotConfiguration() {
      return new Snapshot();
    }

    /** Names the serializer in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ControlMessage> {
      /** Creates the snapshot; Flink does when it restores. */
      public Snapshot() {
        super(Serializer::new);
      }
    }
  }
}
