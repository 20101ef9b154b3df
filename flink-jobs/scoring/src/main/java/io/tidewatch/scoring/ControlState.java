package io.tidewatch.scoring;

import io.tidewatch.connectors.kafka.RecordTypes;
import io.tidewatch.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The broadcast state: what serves, by topic and key, so that a restart needs no artifact store.
 */
final class ControlState {
  /** By model name: what serving needs of the release. */
  static final MapStateDescriptor<String, byte[]> MODELS =
      new MapStateDescriptor<>(
          Topic.MODELS.topicName(),
          Types.STRING,
          PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  /** By offer id. */
  static final MapStateDescriptor<String, SpecificRecord> OFFERS =
      new MapStateDescriptor<>(Topic.OFFERS.topicName(), Types.STRING, RecordTypes.record());

  /** By policy name. */
  static final MapStateDescriptor<String, SpecificRecord> POLICIES =
      new MapStateDescriptor<>(Topic.POLICIES.topicName(), Types.STRING, RecordTypes.record());

  /** By key of the belief. */
  static final MapStateDescriptor<String, SpecificRecord> BELIEFS =
      new MapStateDescriptor<>(Topic.OFFER_BELIEFS.topicName(), Types.STRING, RecordTypes.record());

  private ControlState() {}
}
