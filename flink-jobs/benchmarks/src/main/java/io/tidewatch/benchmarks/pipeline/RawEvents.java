package io.tidewatch.benchmarks.pipeline;

import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.ScoringConfig;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** All events of the event topics as customer id and bytes, for contenders that do not decode. */
final class RawEvents {
  private RawEvents() {}

  static DataStream<Tuple2<String, byte[]>> from(
      StreamExecutionEnvironment env, ScoringConfig config) {
    return env.fromSource(source(config), WatermarkStrategy.noWatermarks(), "events")
        .uid("raw-events");
  }

  private static KafkaSource<Tuple2<String, byte[]>> source(ScoringConfig config) {
    return KafkaSource.<Tuple2<String, byte[]>>builder()
        .setBootstrapServers(config.get(KafkaOptions.BOOTSTRAP_SERVERS))
        .setProperty("isolation.level", "read_committed")
        .setTopics(
            Arrays.stream(Topic.values()).filter(Topic::isEvent).map(Topic::topicName).toList())
        .setGroupId("bench")
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setDeserializer(new ToTuples())
        .build();
  }

  private static final class ToTuples
      implements KafkaRecordDeserializationSchema<Tuple2<String, byte[]>> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(
        ConsumerRecord<byte[], byte[]> record, Collector<Tuple2<String, byte[]>> out) {
      if (record.value() != null) { // heartbeats have none
        out.collect(
            Tuple2.of(new String(record.key(), StandardCharsets.ISO_8859_1), record.value()));
      }
    }

    @Override
    public TypeInformation<Tuple2<String, byte[]>> getProducedType() {
      return Types.TUPLE(Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }
  }
}
