package io.tidewatch.benchmarks.job;

import io.tidewatch.connectors.kafka.KafkaOptions;
import io.tidewatch.schemas.Topic;
import io.tidewatch.scoring.ScoringConfig;
import io.tidewatch.scoring.ScoringJob;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The least that a job can do: reads the bytes of the event topics and writes them to one topic,
 * with the scoring job's settings of Flink, of its source and of its sink. Source and sink are
 * chained; there is no shuffle.
 */
public final class PassThrough {
  /** Where the copies go. */
  public static final String TOPIC = "pass-through";

  private PassThrough() {}

  static void build(StreamExecutionEnvironment env, ScoringConfig config) {
    env.configure(ScoringJob.flinkSettings(config), PassThrough.class.getClassLoader());
    env.fromSource(source(config), WatermarkStrategy.noWatermarks(), "events")
        .uid("events")
        .sinkTo(sink(config))
        .name("sink")
        .uid("sink");
  }

  private static KafkaSource<Tuple2<byte[], byte[]>> source(ScoringConfig config) {
    Properties properties = clientProperties(config);
    properties.putIfAbsent("isolation.level", "read_committed");
    List<String> topics =
        Arrays.stream(Topic.values()).filter(Topic::isEvent).map(Topic::topicName).toList();
    return KafkaSource.<Tuple2<byte[], byte[]>>builder()
        .setProperties(properties)
        .setTopics(topics)
        .setGroupId("pass-through")
        .setStartingOffsets(OffsetsInitializer.latest())
        .setDeserializer(new ToBytes())
        .build();
  }

  private static KafkaSink<Tuple2<byte[], byte[]>> sink(ScoringConfig config) {
    Properties properties = clientProperties(config);
    properties.putIfAbsent("linger.ms", String.valueOf(config.get(KafkaOptions.LINGER).toMillis()));
    properties.putIfAbsent("acks", "all");
    DeliveryGuarantee delivery = config.get(KafkaOptions.DELIVERY);
    var sink =
        KafkaSink.<Tuple2<byte[], byte[]>>builder()
            .setKafkaProducerConfig(properties)
            .setBootstrapServers(properties.getProperty("bootstrap.servers"))
            .setDeliveryGuarantee(delivery)
            .setRecordSerializer(new ToRecord());
    if (delivery == DeliveryGuarantee.EXACTLY_ONCE) {
      sink.setTransactionalIdPrefix(config.get(KafkaOptions.TRANSACTIONAL_ID_PREFIX))
          .setProperty(
              "transaction.timeout.ms",
              String.valueOf(config.get(KafkaOptions.TRANSACTION_TIMEOUT).toMillis()));
    }
    return sink.build();
  }

  private static Properties clientProperties(ScoringConfig config) {
    Properties properties = new Properties();
    properties.putAll(config.get(KafkaOptions.PROPERTIES));
    properties.setProperty("bootstrap.servers", config.get(KafkaOptions.BOOTSTRAP_SERVERS));
    return properties;
  }

  private static final class ToBytes
      implements KafkaRecordDeserializationSchema<Tuple2<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(
        ConsumerRecord<byte[], byte[]> record, Collector<Tuple2<byte[], byte[]>> out) {
      if (record.key() != null && record.value() != null) {
        out.collect(Tuple2.of(record.key(), record.value()));
      }
    }

    @Override
    public TypeInformation<Tuple2<byte[], byte[]>> getProducedType() {
      return Types.TUPLE(
          PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
          PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    }
  }

  private static final class ToRecord
      implements KafkaRecordSerializationSchema<Tuple2<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    @Override
    public void open(InitializationContext context, KafkaSinkContext sinkContext) {}

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        Tuple2<byte[], byte[]> event, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(TOPIC, event.f0, event.f1);
    }
  }
}
