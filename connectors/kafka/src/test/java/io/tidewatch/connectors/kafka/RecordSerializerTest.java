package io.tidewatch.connectors.kafka;

import static io.tidewatch.connectors.kafka.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.connectors.kafka.RecordCodec.TopicSchema;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.Event;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordSerializerTest {

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(RecordTypes.record(), Samples.purchase("c1")),
        Arguments.of(RecordTypes.record(), Samples.ticket("x".repeat(1_000_000))),
        Arguments.of(RecordTypes.event(), Event.of(Samples.purchase("c1"))),
        Arguments.of(
            RecordTypes.inbound(), new Inbound.Accepted(Event.of(Samples.click("c1", NOW)))),
        Arguments.of(RecordTypes.inbound(), new Inbound.Refused(letter())),
        Arguments.of(
            RecordTypes.inbound(),
            new Inbound.Visited(
                "客户",
                "anonymous:a1",
                Inbound.Visited.Step.MOVED,
                Event.of(Samples.click("anonymous:a1", NOW)),
                19)),
        Arguments.of(
            RecordTypes.inbound(),
            new Inbound.Whose("c1", "anonymous:a1", Inbound.Whose.Change.LEFT, 20)),
        Arguments.of(RecordTypes.inbound(), new Inbound.Heartbeat(Topic.TICKETS, 17)),
        Arguments.of(RecordTypes.inbound(), new Inbound.Removed(Topic.CUSTOMERS, "客户", 18)),
        Arguments.of(
            RecordTypes.control(),
            new ControlRecord.Changed(Topic.OFFERS, "offer", Samples.outcome())),
        Arguments.of(RecordTypes.control(), new ControlRecord.Removed(Topic.MODELS, "churn")),
        Arguments.of(RecordTypes.control(), new ControlRecord.Refused(letter())));
  }

  @ParameterizedTest
  @MethodSource("values")
  <T> void givesBackWhatItWrote(TypeInformation<T> type, T value) throws Exception {
    TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
    byte[] bytes = bytes(serializer, value);
    assertThat(serializer.deserialize(new DataInputDeserializer(bytes))).isEqualTo(value);
    assertThat(serializer.duplicate().deserialize(new DataInputDeserializer(bytes)))
        .isEqualTo(value);
    DataOutputSerializer copy = new DataOutputSerializer(16);
    serializer.copy(new DataInputDeserializer(bytes), copy);
    assertThat(copy.getCopyOfBuffer()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @MethodSource("values")
  <T> void isRestoredFromItsSnapshot(TypeInformation<T> type, T value) throws Exception {
    TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
    TypeSerializerSnapshot<T> snapshot = reread(serializer.snapshotConfiguration());
    assertThat(
            serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(snapshot)
                .isCompatibleAsIs())
        .isTrue();
    TypeSerializer<T> restored = snapshot.restoreSerializer();
    assertThat(restored).isEqualTo(serializer);
    assertThat(restored.deserialize(new DataInputDeserializer(bytes(serializer, value))))
        .isEqualTo(value);
    assertThat(InstantiationUtil.clone(serializer)).isEqualTo(serializer);
    assertThat(InstantiationUtil.clone(type)).isEqualTo(type);
  }

  @Test
  void migratesStateOfAVersionWithOtherTopicsAndSchemas() throws Exception {
    // The older catalogue had another order, and erasures did not say who asked for them.
    List<TopicSchema> older = new ArrayList<>(RecordCodec.currentSchemas());
    older.replaceAll(
        schema ->
            schema.topicName().equals("customers")
                ? new TopicSchema(
                    "customers",
                    schema
                        .schema()
                        .replaceFirst(",\\{\"name\":\"segments\".*?\"default\":\\[\\]\\}", ""))
                : schema);
    assertThat(older).isNotEqualTo(RecordCodec.currentSchemas());
    Collections.swap(older, Topic.CUSTOMERS.ordinal(), Topic.CLICKSTREAM.ordinal());
    var current =
        (RecordSerializerSnapshot<SpecificRecord>)
            RecordTypes.record()
                .createSerializer(new SerializerConfigImpl())
                .snapshotConfiguration();
    var old = reread(new RecordSerializerSnapshot<>(Form.record(), older));
    assertThat(current.resolveSchemaCompatibility(old).isCompatibleAfterMigration()).isTrue();

    var profile = Samples.profile();
    profile.setSegments(List.of());
    DataOutputSerializer out = new DataOutputSerializer(64);
    RecordTypes.record().createSerializer(new SerializerConfigImpl()).serialize(profile, out);
    byte[] bytes = out.getCopyOfBuffer();
    // As the older version wrote it: its place of the topic, and no segments (one zero byte) at the
    // end.
    bytes[0] = (byte) Topic.CLICKSTREAM.ordinal();
    bytes[4]--;
    assertThat(old.restoreSerializer().deserialize(new DataInputDeserializer(bytes)))
        .isEqualTo(profile);
  }

  @Test
  void refusesStateThatItCannotRead() {
    List<TopicSchema> older = new ArrayList<>(RecordCodec.currentSchemas());
    older.add(new TopicSchema("gone", older.get(0).schema()));
    var current = new RecordSerializerSnapshot<>(Form.record(), RecordCodec.currentSchemas());
    assertThat(
            current
                .resolveSchemaCompatibility(new RecordSerializerSnapshot<>(Form.record(), older))
                .isIncompatible())
        .isTrue();
  }

  private static <T> byte[] bytes(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(value, out);
    return out.getCopyOfBuffer();
  }

  private static <T> TypeSerializerSnapshot<T> reread(TypeSerializerSnapshot<T> snapshot)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, snapshot);
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(out.getCopyOfBuffer()),
        RecordSerializerTest.class.getClassLoader());
  }

  private static DeadLetter letter() {
    return DeadLetter.newBuilder()
        .setTopic("purchases")
        .setPartition(1)
        .setOffset(2)
        .setRecordedAt(NOW)
        .setRefusedAt(NOW)
        .setReason(DeadLetterReason.NOT_FRAMED)
        .setDetail("no")
        .setValue(ByteBuffer.wrap(new byte[] {9}))
        .build();
  }
}
